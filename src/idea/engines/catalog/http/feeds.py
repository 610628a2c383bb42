"""Atom feeds (RFC 4287) of what happened to data sets."""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from idea.engines.catalog import linked, queries
from idea.engines.catalog.types import Change, ChangeKind
from idea.engines.identity import api as identity
from idea.engines.identity.types import OrganizationInfo

ENTRIES = 100
ATOM = "http://www.w3.org/2005/Atom"
ET.register_namespace("", ATOM)


@require_safe
@conditional_page
def changes(request: HttpRequest) -> HttpResponse:
    """Answer /feeds/changes.atom, of all agencies or of `?organization=<slug>`."""
    slug = request.GET.get("organization", "")
    title, path = site_title(), "/feeds/changes.atom"
    if slug:
        agency = identity.organization(slug)
        title = agency_title(agency)
        path, slug = f"{path}?organization={agency.slug}", agency.slug
    return _feed(path, title, queries.changes(ENTRIES, organization=slug), alternate="/")


@require_safe
@conditional_page
def dataset(request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG001
    """Answer /feeds/datasets/<slug>.atom; a withdrawn data set's feed says so."""
    found = queries.dataset(slug)
    alternate = linked.page_url(slug).removeprefix(settings.IDEA_SITE_URL)
    self_path = linked.feed_url(slug).removeprefix(settings.IDEA_SITE_URL)
    return _feed(self_path, found.title, queries.changes(ENTRIES, slug=slug), alternate=alternate)


def _feed(path: str, title: str, entries: list[Change], *, alternate: str) -> HttpResponse:
    site = settings.IDEA_SITE_URL
    feed = ET.Element(_tag("feed"), {"xml:lang": get_language() or "zh-hant"})
    updated = entries[0].at if entries else datetime(2016, 1, 1, tzinfo=UTC)
    _add(feed, "id", f"{site}{path}")
    _add(feed, "title", title)
    _add(feed, "updated", updated.isoformat())
    ET.SubElement(
        feed, _tag("link"), {"rel": "self", "href": f"{site}{path}", "type": "application/atom+xml"}
    )
    ET.SubElement(feed, _tag("link"), {"rel": "alternate", "href": f"{site}{alternate}"})
    author = ET.SubElement(feed, _tag("author"))
    _add(author, "name", settings.IDEA_SITE_NAME["zh-hant"])
    for change in entries:
        _entry(feed, change)
    body = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


def _entry(feed: ET.Element, change: Change) -> None:
    entry = ET.SubElement(feed, _tag("entry"))
    _add(entry, "id", f"urn:uuid:{change.id}")
    _add(entry, "title", words(change))
    _add(entry, "updated", change.at.isoformat())
    _add(entry, "published", change.at.isoformat())
    author = ET.SubElement(entry, _tag("author"))
    _add(author, "name", change.organization)
    ET.SubElement(entry, _tag("link"), {"rel": "alternate", "href": linked.page_url(change.slug)})
    ET.SubElement(entry, _tag("category"), {"term": str(change.kind)})
    _add(entry, "summary", change.note or words(change))


def site_title() -> str:
    name = settings.IDEA_SITE_NAME.get(get_language(), settings.IDEA_SITE_NAME["zh-hant"])
    return _("%(site)s: changes to open data") % {"site": name}


def agency_title(agency: OrganizationInfo) -> str:
    return _("%(agency)s: changes to open data") % {"agency": agency.name}


def words(change: Change) -> str:
    """Return what happened, in a line."""
    english = (get_language() or "").startswith("en")
    title = (change.title_en if english else "") or change.title
    line = {
        ChangeKind.CREATED: _("New: %(title)s"),
        ChangeKind.UPDATED: _("Updated: %(title)s, version %(number)d"),
        ChangeKind.EDITED: _("Description changed: %(title)s"),
        ChangeKind.WITHDRAWN: _("Withdrawn: %(title)s"),
        ChangeKind.RESTORED: _("Offered again: %(title)s"),
    }[change.kind]
    return line % {"title": title, "number": change.number or 0}


def _add(parent: ET.Element, name: str, text: str) -> None:
    # XML has no way to write a control character: one in a note would break the whole feed.
    ET.SubElement(parent, _tag(name)).text = "".join(c for c in text if c in "\t\n" or c >= " ")


def _tag(name: str) -> str:
    return f"{{{ATOM}}}{name}"
