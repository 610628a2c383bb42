"""What a data set's page says of contributions to its map."""

from django.http import HttpRequest

from idea.engines.catalog.types import Dataset
from idea.engines.features.contributions import api
from idea.portal.render import Section

THANKED = 10


def on_dataset(request: HttpRequest, dataset: Dataset) -> Section | None:
    """Invite to draw where the data set is a live layer that takes contributions."""
    del request
    if not api.rule(dataset.slug).open:  # only live layers have one
        return None
    return Section(
        "idea/contributions/on_dataset.html",
        {"id": dataset.slug, "credits": api.credits_of(dataset.slug, THANKED)},
    )
