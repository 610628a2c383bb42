from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "idea.engines.sources"
    label = "sources"
