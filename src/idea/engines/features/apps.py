"""Registers the permissions, the scope and the privacy exporter of the features engine."""

from django.apps import AppConfig


class FeaturesConfig(AppConfig):
    name = "idea.engines.features"
    label = "features"

    def ready(self) -> None:
        from idea.engines.features.contributions.privacy import exporter as contributions
        from idea.engines.features.live import access
        from idea.engines.features.privacy import exporter
        from idea.engines.features.residents import access as residents
        from idea.engines.features.styles import access as styles
        from idea.engines.features.validity import access as validity
        from idea.engines.identity.plugin import exporters

        access.declare()
        residents.declare()
        styles.declare()
        validity.declare()
        exporters.register("features", exporter)
        exporters.register("contributions", contributions)
