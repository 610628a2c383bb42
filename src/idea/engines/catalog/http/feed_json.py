"""JSON Feed 1.1 (jsonfeed.org) of what happened to data sets, beside Atom.

Says the same changes in the same words as `feeds.py`.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.http import conditional_page, require_safe

from idea.engines.catalog import linked, queries
from idea.engines.catalog.http.feeds import ENTRIES, agency_title, site_title, words
from idea.engines.catalog.types import Change
from idea.engines.identity import api as identity

VERSION = "https://jsonfeed.org/version/1.1"


@require_safe
@conditional_page
def changes(request: HttpRequest) -> HttpResponse:
    """Answer /feeds/changes.json, of all agencies or of `?organization=<slug>`."""
    slug = request.GET.get("organization", "")
    path, title = "/feeds/changes.json", site_title()
    if slug:
        agency = identity.organization(slug)
        path, slug, title = f"{path}?organization={agency.slug}", agency.slug, agency_title(agency)
    return _feed(path, title, f"{settings.IDEA_SITE_URL}/", queries.changes(ENTRIES, slug))


@require_safe
@conditional_page
def dataset(request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG001
    """Answer /feeds/datasets/<slug>.json."""
    found = queries.dataset(slug)
    path = linked.feed_url(slug).removeprefix(settings.IDEA_SITE_URL).replace(".atom", ".json")
    entries = queries.changes(ENTRIES, slug=slug)
    return _feed(path, found.title, linked.page_url(slug), entries)


def _feed(path: str, title: str, home: str, entries: list[Change]) -> HttpResponse:
    body = {
        "version": VERSION,
        "title": title,
        "home_page_url": home,
        "feed_url": f"{settings.IDEA_SITE_URL}{path}",
        "language": get_language() or "zh-hant",
        "items": [_item(change) for change in entries],
    }
    return JsonResponse(
        body,
        content_type="application/feed+json; charset=utf-8",
        json_dumps_params={"ensure_ascii": False},
    )


def _item(change: Change) -> dict[str, Any]:
    said = words(change)
    item: dict[str, Any] = {
        "id": f"urn:uuid:{change.id}",
        "url": linked.page_url(change.slug),
        "title": said,
        "content_text": change.note or said,
        "date_published": change.at.isoformat(),
        "authors": [{"name": change.organization}],
        "tags": [str(change.kind)],
    }
    if change.number is not None:
        item["_idea"] = {"slug": change.slug, "version": change.number}
    return item
