from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "idea.kernel.audit"
    label = "audit"
