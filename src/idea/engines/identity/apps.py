from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "idea.engines.identity"
    label = "identity"

    def ready(self) -> None:
        from idea.engines.identity.account_audit import watch
        from idea.engines.identity.actions import handing
        from idea.engines.identity.plugin import exporters
        from idea.engines.identity.privacy import exporter

        watch()
        exporters.register("identity", exporter)
        handing.register()
