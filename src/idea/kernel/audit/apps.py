from django.apps import AppConfig

from idea.kernel import logs


class AuditConfig(AppConfig):
    name = "idea.kernel.audit"
    label = "audit"

    def ready(self) -> None:
        # Every process has logs from here on; those that serve call logs.configure() again.
        logs.configure_quietly()
