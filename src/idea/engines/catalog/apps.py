from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "idea.engines.catalog"
    label = "catalog"
