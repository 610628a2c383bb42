"""Registers the layers of the national map with the features engine."""

from django.apps import AppConfig


class MapsConfig(AppConfig):
    name = "idea.domains.maps"
    label = "maps"

    def ready(self) -> None:
        from idea.domains.maps import features
        from idea.engines.features import plugin

        for kind in features.ROWS:
            plugin.layer_kinds.register(kind.code, kind)
