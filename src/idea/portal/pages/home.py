"""The first page: one box, the doors, what changed lately."""

from django.http import HttpRequest, HttpResponse

from idea.engines.catalog import api as catalog
from idea.portal.doors import doors
from idea.portal.render import page

CHANGES = 8


def home(request: HttpRequest) -> HttpResponse:
    return page(
        request, "pages/home", "home", doors=list(doors), changes=catalog.changes(limit=CHANGES)
    )
