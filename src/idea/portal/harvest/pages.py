"""The public side of the harvest: where data sets come from, on a page and on each data set's."""

from django.http import HttpRequest, HttpResponse

from idea.engines.catalog.harvest import api as harvests
from idea.engines.catalog.types import Dataset
from idea.portal.harvest.shown import shown_source
from idea.portal.render import Section, page


def sources(request: HttpRequest) -> HttpResponse:
    found = [shown_source(source) for source in harvests.sources()]
    return page(request, "harvest/sources", "datasets", sources=found)


def on_dataset(request: HttpRequest, dataset: Dataset) -> Section | None:  # noqa: ARG001
    """Say by which ways a data set comes here; nothing where it was published here alone."""
    routes = harvests.routes(dataset.id)
    if not routes:
        return None
    return Section(
        "idea/harvest/on_dataset.html",
        {
            "routes": routes,
            "main": next((route for route in routes if route.main), None),
            "origin_url": dataset.origin_url,
            "issued": dataset.extra.get("issued", "")[:10],
            "modified": dataset.extra.get("modified", "")[:10],
        },
    )
