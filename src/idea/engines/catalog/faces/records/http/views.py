"""OGC API Records 1.0 (OGC 20-004r1): the catalog as a collection of records under /ogc.

Reads parameters and answers; what is searched is in `search`, what a record says in `record`.
"""

from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from idea.engines.catalog import queries
from idea.engines.catalog.errors import DatasetNotFound
from idea.engines.catalog.faces.records.http.paths import DEFAULT, MOST, paths
from idea.engines.catalog.faces.records.plugin import ID
from idea.engines.catalog.faces.records.record import RECORD_CORE, record
from idea.engines.catalog.faces.records.search import SORTABLE, Found, Wanted, extent, search
from idea.engines.catalog.faces.records.table import TYPES
from idea.engines.catalog.types import Dataset
from idea.engines.features.errors import BadParameter
from idea.engines.features.http import params
from idea.engines.features.http.answers import (
    GEOJSON,
    HTML,
    JSON,
    SCHEMA,
    entrance,
    fresh,
    link,
    send,
    tag,
)
from idea.engines.features.http.ogc import QUERYABLES, root, trail
from idea.engines.features.http.pages import Page, page
from idea.engines.features.plugin import Guest
from idea.engines.features.types import CRS84
from idea.kernel.clock import TAIPEI

_CONF = "http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/"
CONFORMS = (
    RECORD_CORE,
    *(
        f"{_CONF}{name}"
        for name in (
            "record-collection",
            "record-core-query-parameters",
            "record-api",
            "autodiscovery",
            "sorting",
            "json",
            "html",
            "oas30",
        )
    ),
)
CATALOG = "http://www.opengis.net/def/rel/ogc/1.0/ogc-catalog"
SORTABLES = "http://www.opengis.net/def/rel/ogc/1.0/sortables"
_EMPTY_IS_NONE = (
    "q", "type", "ids", "externalIds", "bbox", "bbox-crs", "datetime", "limit", "offset", "sortby",
    "filter", "filter-lang", "filter-crs",
)  # fmt: skip
_LANGUAGES = ("cql2-text", "cql2-json")
_DEEPEST = 1_000_000


def guest() -> Guest:
    """Return what the landing page, the list of collections and the definition tell of us."""
    return Guest(
        id=ID,
        rel=CATALOG,
        title=_title,
        describe=describe,
        conforms=CONFORMS,
        paths=paths,
    )


def _title() -> str:
    return _("The catalog of data sets")


def describe(here: str) -> dict[str, Any]:
    """Return the collection of records, by the address of the landing page."""
    address = f"{here}/collections/{ID}"
    bounds, count = extent()
    body: dict[str, Any] = {
        "id": ID,
        "type": "Collection",
        "itemType": "record",
        "title": _title(),
        "description": _("Every data set of this site, described: what it is, whose, and where."),
        "conformsTo": [RECORD_CORE],
        "crs": [CRS84.uri],
        "numberOfRecords": count,
        "defaultSortOrder": ["-updated"],
        "links": [
            link(address, "self", title=_title()),
            link(f"{address}?f=html", "alternate", HTML, _("As a page")),
            link(f"{address}/items", "items", GEOJSON, _("Records")),
            link(f"{address}/items?f=html", "items", HTML, _("Records")),
            link(f"{address}/queryables", QUERYABLES, SCHEMA, _("What filters may ask about")),
            link(f"{address}/sortables", SORTABLES, SCHEMA, _("What records are sorted by")),
            link(f"{settings.IDEA_SITE_URL}/catalog.jsonld", "related", "application/ld+json"),
        ],
    }
    if bounds is not None:
        body["extent"] = {"spatial": {"bbox": [list(bounds)], "crs": CRS84.uri}}
    return body


@entrance()
def collection(request: HttpRequest) -> HttpResponse:
    body = describe(root(request))
    if not params.wants_page(request):
        return _sent(request, body, JSON)
    shown = Page(
        body["title"],
        body["description"],
        trail=[*trail(request), (_("Data sets"), reverse("portal:datasets"))],
        facts=[(_("Records"), body["numberOfRecords"])],
        columns=[_("Property"), _("Type")],
        rows=[("", [name, kind]) for name, kind in TYPES.items()],
    )
    return page(request, shown, body)


@entrance()
def queryables(request: HttpRequest) -> HttpResponse:
    place = {"geometry": {"x-ogc-role": "primary-geometry", "format": "geometry-polygon"}}
    return _schema(request, "queryables", _("What filters may ask about"), TYPES, place)


@entrance()
def sortables(request: HttpRequest) -> HttpResponse:
    return _schema(request, "sortables", _("What records are sorted by"), SORTABLE, {})


@entrance("*")
def items(request: HttpRequest) -> HttpResponse:
    params.check(request, (*_EMPTY_IS_NONE, *TYPES))
    wanted = _wanted(request)
    found = search(wanted)
    english = get_language() == "en"
    here = f"{root(request)}/collections/{ID}"
    body = {
        "type": "FeatureCollection",
        "numberMatched": found.total,
        "numberReturned": len(found.datasets),
        "links": _links(request, here, wanted, found),
        "features": [_record(dataset, here, english=english) for dataset in found.datasets],
    }
    if not params.wants_page(request):
        return _sent(request, body, GEOJSON)
    shown = Page(
        _("Records"),
        trail=[*trail(request), (_title(), here)],
        facts=[(_("Records that match"), found.total)],
        columns=[_("Title"), _("Agency"), _("Last changed")],
        rows=[
            (f"{here}/items/{quote(each.slug)}", _shown(each, english=english))
            for each in found.datasets
        ],
    )
    return page(request, shown, body, GEOJSON)


@entrance()
def item(request: HttpRequest, record_id: str) -> HttpResponse:
    here = f"{root(request)}/collections/{ID}"
    dataset = queries.dataset(record_id)
    if dataset.withdrawn_at is not None:  # 410, with the reason
        queries.present(record_id)
        raise DatasetNotFound(record_id)
    body = _record(dataset, here, english=get_language() == "en")
    if not params.wants_page(request):
        return _sent(request, body, GEOJSON)
    shown = Page(
        body["properties"]["title"],
        body["properties"].get("description", ""),
        trail=[*trail(request), (_title(), here)],
        facts=[
            (_("Agency"), dataset.organization),
            (_("License"), dataset.license),
            (_("Last changed"), _day(dataset)),
        ],
        columns=[_("Link"), _("Media type")],
        rows=[
            (each["href"], [each.get("title", each["rel"]), each.get("type", "")])
            for each in body["links"]
        ],
    )
    return page(request, shown, body, GEOJSON)


def _shown(dataset: Dataset, *, english: bool) -> list[str]:
    title = (english and dataset.title_en) or dataset.title
    agency = (english and dataset.organization_en) or dataset.organization
    return [title, agency, _day(dataset)]


def _day(dataset: Dataset) -> str:
    return dataset.modified_at.astimezone(TAIPEI).date().isoformat()


def _record(dataset: Dataset, here: str, *, english: bool) -> dict[str, Any]:
    body = record(dataset, english=english)
    address = f"{here}/items/{quote(dataset.slug)}"
    body["links"] = [
        link(address, "self", GEOJSON),
        link(f"{address}?f=html", "alternate", HTML, _("As a page")),
        link(here, "collection"),
        *body["links"],
    ]
    return body


def _wanted(request: HttpRequest) -> Wanted:
    # A parameter without a value counts as not given (/req/record-core-query-parameters).
    given = {name: text for name, text in request.GET.dict().items() if text.strip()}
    language = given.get("filter-lang", _LANGUAGES[0])
    if language not in _LANGUAGES:
        raise BadParameter(
            _("“filter-lang” must be one of: %(names)s.") % {"names": ", ".join(_LANGUAGES)}
        )
    bbox_crs = params.system("bbox-crs", given.get("bbox-crs"))
    limit = params.whole("limit", given.get("limit"), default=DEFAULT, least=1)
    offset = params.whole("offset", given.get("offset"), default=0, least=0)
    return Wanted(
        words=given.get("q", ""),
        types=_listed(given.get("type")),
        ids=_listed(given.get("ids")),
        external=_listed(given.get("externalIds")),
        bbox=params.bbox(given["bbox"], bbox_crs) if "bbox" in given else None,
        bbox_crs=bbox_crs,
        interval=params.interval(given["datetime"]) if "datetime" in given else None,
        equals={n: v for n, v in given.items() if n in TYPES and n not in _EMPTY_IS_NONE},
        filter=given.get("filter", ""),
        filter_json=language == _LANGUAGES[1],
        filter_crs=params.system("filter-crs", given.get("filter-crs")),
        sortby=params.sortby(given["sortby"]) if "sortby" in given else (),
        limit=min(limit, MOST),
        offset=min(offset, _DEEPEST),
    )


def _listed(text: str | None) -> list[str]:
    return [part for each in (text or "").split(",") if (part := each.strip())]


def _links(request: HttpRequest, here: str, wanted: Wanted, found: Found) -> list[dict[str, str]]:
    given = request.GET.dict()

    def at(offset: int) -> str:
        return f"{here}/items?{urlencode({**given, 'offset': str(offset)})}"

    as_page = f"{here}/items?{urlencode({**given, 'f': 'html'})}"
    links = [
        link(request.build_absolute_uri(), "self", GEOJSON, _("Records")),
        link(as_page, "alternate", HTML, _("As a page")),
        link(here, "collection", title=_title()),
    ]
    after = wanted.offset + wanted.limit
    if after < found.total:
        links.append(link(at(after), "next", GEOJSON, _("The next page")))
    if wanted.offset:
        before = max(0, wanted.offset - wanted.limit)
        links.append(link(at(before), "prev", GEOJSON, _("The page before")))
    return links


def _schema(
    request: HttpRequest, name: str, title: str, types: dict[str, str], more: dict[str, Any]
) -> HttpResponse:
    address = f"{root(request)}/collections/{ID}/{name}"
    body: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "type": "object",
        "title": title,
        "properties": {
            column: {"type": "string"} | ({"format": "date-time"} if "TIME" in kind else {})
            for column, kind in types.items()
        }
        | more,
        "additionalProperties": False,
    }
    if not params.wants_page(request):
        return _sent(request, body, SCHEMA)
    shown = Page(
        title,
        trail=[*trail(request), (_title(), f"{root(request)}/collections/{ID}")],
        columns=[_("Property"), _("Type")],
        rows=[("", [column, each.get("format", "string")]) for column, each in
              body["properties"].items()],
    )  # fmt: skip
    return page(request, shown, body, SCHEMA)


def _sent(request: HttpRequest, body: dict[str, Any], media_type: str) -> HttpResponse:
    etag = tag(body)
    return fresh(request, etag) or send(body, etag=etag, media_type=media_type)
