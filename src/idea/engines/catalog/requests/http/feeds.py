"""The Atom feed (RFC 4287) of requests for data: what was asked and how it moved."""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from idea.engines.catalog.requests import outward, queries
from idea.engines.catalog.requests.types import DataRequest, Filter
from idea.engines.catalog.requests.workflow import STATES

ENTRIES = 100
ATOM = "http://www.w3.org/2005/Atom"
PATH = "/feeds/requests.atom"


@require_safe
@conditional_page
def requests(request: HttpRequest) -> HttpResponse:
    """Answer /feeds/requests.atom, of all agencies or of `?organization=<slug>`."""
    slug = request.GET.get("organization", "")[:80]
    found = queries.requests(Filter(organization=slug, sort="-changed", limit=ENTRIES)).items
    path = f"{PATH}?organization={slug}" if slug else PATH
    site = settings.IDEA_SITE_URL
    feed = ET.Element(_tag("feed"), {"xml:lang": get_language() or "zh-hant"})
    updated = found[0].changed_at if found else datetime(2016, 1, 1, tzinfo=UTC)
    _add(feed, "id", f"{site}{path}")
    _add(feed, "title", _("Requests for data"))
    _add(feed, "updated", updated.isoformat())
    ET.SubElement(feed, _tag("link"), {"rel": "self", "href": f"{site}{path}"})
    author = ET.SubElement(feed, _tag("author"))
    _add(author, "name", settings.IDEA_SITE_NAME["zh-hant"])
    for each in found:
        _entry(feed, each)
    body = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


def _entry(feed: ET.Element, each: DataRequest) -> None:
    entry = ET.SubElement(feed, _tag("entry"))
    _add(entry, "id", f"urn:uuid:{each.id}")
    _add(entry, "title", f"{each.title} ({STATES[each.state]})")
    _add(entry, "updated", each.changed_at.isoformat())
    _add(entry, "published", each.created_at.isoformat())
    page = settings.IDEA_SITE_URL + outward.page_path(each.number)
    ET.SubElement(entry, _tag("link"), {"rel": "alternate", "href": page})
    ET.SubElement(entry, _tag("category"), {"term": str(each.state)})
    _add(entry, "summary", each.what[:1000])


def _add(parent: ET.Element, name: str, text: str) -> None:
    # XML has no way to write a control character.
    ET.SubElement(parent, _tag(name)).text = "".join(c for c in text if c in "\t\n" or c >= " ")


def _tag(name: str) -> str:
    return f"{{{ATOM}}}{name}"
