"""Registers the catalog's permissions, near-me card and privacy exporter."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    name = "idea.engines.catalog"
    label = "catalog"
    verbose_name = _("Catalog")

    def ready(self) -> None:
        from idea.engines.catalog import access, outward
        from idea.engines.catalog.near import nearby_data
        from idea.engines.catalog.privacy import exporter
        from idea.engines.identity.plugin import exporters
        from idea.kernel.near import near_cards
        from idea.kernel.search import api as search

        access.declare()
        near_cards.register("catalog", nearby_data)
        exporters.register("catalog", exporter)
        search.supply(outward.KIND)(outward.documents)
