"""What a data set's page says of corrections and derived data sets."""

from django.http import HttpRequest

from idea.engines.catalog.corrections import api as corrections
from idea.engines.catalog.types import Dataset
from idea.portal.render import Section

THANKED = 10


def feedback(request: HttpRequest, dataset: Dataset) -> Section | None:
    """Show thanks, what waits, what was derived; and offer to report an error."""
    del request
    return Section(
        "idea/corrections/on_dataset.html",
        {
            "dataset": dataset,
            "source": corrections.derived_from(dataset.slug),
            "derived": corrections.derivatives(dataset.slug),
            "thanked": corrections.credits_of(dataset.slug, THANKED),
            "waiting": corrections.waiting(dataset.slug),
        },
    )
