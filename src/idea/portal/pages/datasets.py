"""The list of data sets: one address a question, shared with the API, the CSV and the feed."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from idea.engines.catalog import api as catalog
from idea.engines.catalog.types import Facet, Filter, Listing
from idea.engines.catalog.usage import api as usage
from idea.portal.paging import Paging, asked_page
from idea.portal.render import page

SIZE = 20
LONGEST = 200
FACETS: dict[str, Promise] = {
    "organization": _("Agency"),
    "theme": _("Theme"),
    "format": _("Format"),
    "has_map": _("Map"),
    "license": _("License"),
    "access": _("Class"),
    "badge": _("Quality"),
    "origin": _("Came by"),
    "series": _("Series"),
    "keyword": _("Keyword"),
}
# Facets that say nothing while every data set is the same.
TELLING: frozenset[str] = frozenset({"access", "badge", "origin"})
SORTS: dict[str, Promise] = {
    "relevance": _("Best match"),
    "-modified": _("Newest change"),
    "-published": _("Newest data set"),
    "title": _("Title"),
    "-rows": _("Most rows"),
    "-popularity": _("Most used"),
    "-quality": _("Best quality"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A facet as the page shows it."""

    field: str
    label: str
    values: list[Facet]
    chosen: str


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter: its words, and the query without it."""

    label: str
    value: str
    without: str


def datasets(request: HttpRequest) -> HttpResponse:
    wanted = asked(request)
    number = asked_page(request)
    listing = catalog.listing(replace(wanted, limit=SIZE, offset=(number - 1) * SIZE))
    query = urlencode(_parameters(wanted))
    if wanted.text and not listing.total and list(_parameters(wanted)) == ["q"]:
        usage.missed(wanted.text)
    return page(
        request,
        "pages/datasets",
        "datasets",
        wanted=wanted,
        listing=listing,
        choices=_choices(wanted, listing),
        chips=_chips(wanted, listing),
        sorts=[(key, words) for key, words in SORTS.items() if wanted.text or key != "relevance"],
        paging=Paging(number, listing.total, SIZE),
        api_url=f"/api/v1/datasets?{query}" if query else "/api/v1/datasets",
        csv_url=reverse("portal:datasets_csv") + (f"?{query}" if query else ""),
    )


def asked(request: HttpRequest) -> Filter:
    """Return the filter that the query asks for; unknown sorts fall back to the default."""
    get = request.GET.get
    text = get("q", "").strip()[:LONGEST]
    default = "relevance" if text else "-modified"
    sort = get("sort", default)
    return Filter(
        text=text,
        organization=get("organization", ""),
        theme=get("theme", ""),
        license=get("license", ""),
        format=get("format", ""),
        keyword=get("keyword", ""),
        access=get("access", ""),
        badge=get("badge", ""),
        origin=get("origin", ""),
        series=get("series", ""),
        has_map=True if get("has_map") == "true" else None,
        sort=sort if sort in SORTS and (text or sort != "relevance") else default,
    )


def _parameters(wanted: Filter) -> dict[str, str]:
    """Return the query that asks for this list again."""
    values = {
        "q": wanted.text,
        **{name: _value(wanted, name) for name in FACETS},
        "sort": "" if wanted.sort in {"-modified", "relevance"} else wanted.sort,
    }
    return {key: value for key, value in values.items() if value}


def _value(wanted: Filter, field: str) -> str:
    value = getattr(wanted, field)
    return "true" if value is True else str(value or "")


def _choices(wanted: Filter, listing: Listing) -> list[Choice]:
    return [
        Choice(field, str(label), listing.facets.get(field, []), _value(wanted, field))
        for field, label in FACETS.items()
        if len(listing.facets.get(field, [])) > (field in TELLING and not _value(wanted, field))
    ]


def _chips(wanted: Filter, listing: Listing) -> list[Chip]:
    chips = []
    parameters = _parameters(wanted)
    for field, value in parameters.items():
        if field == "sort":
            continue
        rest = urlencode({key: kept for key, kept in parameters.items() if key != field})
        words = next((f.label for f in listing.facets.get(field, []) if f.value == value), value)
        label = _("Words") if field == "q" else FACETS[field]
        chips.append(Chip(str(label), words, f"?{rest}"))
    return chips
