from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "idea.engines.identity"
    label = "identity"
