from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "idea.engines.identity"
    label = "identity"

    def ready(self) -> None:
        from idea.engines.identity.plugin import exporters
        from idea.engines.identity.privacy import exporter

        exporters.register("identity", exporter)
