from django.apps import AppConfig


class FeaturesConfig(AppConfig):
    name = "idea.engines.features"
    label = "features"
