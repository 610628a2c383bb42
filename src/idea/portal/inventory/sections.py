"""What the page of a data set shows of its class, its way there, and its fee."""

from django.http import HttpRequest

from idea.engines.catalog.inventory import api as inventory
from idea.engines.catalog.licenses import api as licenses
from idea.engines.catalog.types import Access, Dataset
from idea.portal.access import may
from idea.portal.inventory import shown
from idea.portal.render import Section


def on_dataset(request: HttpRequest, dataset: Dataset) -> Section | None:
    """Return class, fee and mixing, where there is something to say."""
    items = [shown.shown(item) for item in inventory.of_dataset(dataset.slug)]
    fee = licenses.fee(dataset.slug)
    manager = may(request, licenses.SET_FEE.code, dataset.organization_id)
    if not items and fee is None and dataset.access is Access.OPEN and not manager:
        return None
    return Section(
        "idea/inventory/on_dataset.html",
        {
            "class": shown.class_of(dataset.access),
            "why": dataset.access_why,
            "items": items,
            "fee": fee,
            "manager": manager,
            "slug": dataset.slug,
        },
    )
