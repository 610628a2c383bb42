from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "idea.engines.sources"
    label = "sources"

    def ready(self) -> None:
        from idea.engines.sources import conf  # noqa: F401  registers the settings
