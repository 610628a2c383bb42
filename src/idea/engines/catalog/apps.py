"""Registers the catalog's permissions, near-me card and privacy exporter."""

from collections.abc import Iterator
from uuid import UUID

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from idea.kernel.search.types import Document


class CatalogConfig(AppConfig):
    name = "idea.engines.catalog"
    label = "catalog"
    verbose_name = _("Catalog")

    def ready(self) -> None:
        from idea.engines.catalog import access
        from idea.engines.catalog.agencies import handover as agencies
        from idea.engines.catalog.corrections import plugin as corrections
        from idea.engines.catalog.faces.records import plugin as records
        from idea.engines.catalog.harvest import plugin as harvest
        from idea.engines.catalog.hooks import plugin as hooks
        from idea.engines.catalog.inventory import plugin as inventory
        from idea.engines.catalog.naming import KIND
        from idea.engines.catalog.near import nearby_data
        from idea.engines.catalog.privacy import exporter
        from idea.engines.catalog.requests import plugin as requests
        from idea.engines.catalog.workbench import plugin as workbench
        from idea.engines.features.plugin import owners
        from idea.engines.identity.plugin import exporters
        from idea.kernel.near import near_cards
        from idea.kernel.search import api as search

        access.declare()
        agencies.register()
        owners.register("catalog", _owner)
        workbench.declare()
        inventory.declare()
        hooks.declare()
        harvest.declare()
        corrections.declare()
        requests.declare()
        records.declare()
        near_cards.register("catalog", nearby_data)
        exporters.register("catalog", exporter)
        search.supply(KIND)(_documents)


def _owner(slug: str) -> UUID | None:
    """Tell the map whose a data set is."""
    from idea.engines.catalog.models import Dataset

    return Dataset.objects.filter(slug=slug).values_list("organization_id", flat=True).first()


def _documents() -> Iterator[Document]:
    from idea.engines.catalog.outward import documents  # with DuckDB behind it: not at each start

    return documents()
