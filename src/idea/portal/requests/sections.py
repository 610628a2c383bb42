"""What a data set's page says of requests, showcases and uses; None where there is nothing."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from idea.engines.catalog.requests import api as requests
from idea.engines.catalog.types import Dataset
from idea.engines.catalog.usage import api as usage
from idea.portal.render import Section

SHOWCASES = 6


def uses(request: HttpRequest, dataset: Dataset) -> Section | None:
    """Show which requests it answers, what was made of it, and how much it is used."""
    del request
    found = usage.usage(dataset.id)
    made = requests.showcases(dataset=dataset.slug, limit=SHOWCASES)
    label = _("Uses a day in the last %(days)d days") % {"days": len(found.days)}
    return Section(
        "idea/requests/on_dataset.html",
        {
            "dataset": dataset,
            "answered": requests.answered_by(dataset.slug),
            "showcases": made.items,
            "more": made.total > SHOWCASES,
            "usage": found,
            "line": usage.sparkline(found, label) if found.total else "",
        },
    )
