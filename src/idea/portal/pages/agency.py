"""The page of an agency: how to reach it, what it publishes, what it changed lately."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from idea.engines.catalog import api as catalog
from idea.engines.catalog.quality import api as quality
from idea.engines.catalog.types import Filter
from idea.engines.identity import api as identity
from idea.portal.paging import Paging, asked_page
from idea.portal.render import page

SIZE = 20
CHANGES = 5


def agency(request: HttpRequest, slug: str) -> HttpResponse:
    found = identity.organization(slug)
    if slug.lower() != found.slug and identity.is_former(slug):
        return redirect("portal:agency", found.slug, permanent=True)
    number = asked_page(request)
    listing = catalog.listing(
        Filter(organization=found.slug, limit=SIZE, offset=(number - 1) * SIZE)
    )
    return page(
        request,
        "pages/agency",
        "datasets",
        agency=found,
        listing=listing,
        paging=Paging(number, listing.total, SIZE),
        quality=quality.overall(found.id),
        successor=identity.organization(found.successor_id) if found.successor_id else None,
        predecessors=identity.predecessors(found.id),
        changes=catalog.changes(limit=CHANGES, organization=found.slug),
    )
