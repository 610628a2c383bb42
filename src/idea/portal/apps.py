from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "idea.portal"
    label = "portal"
