"""OGC API Features: landing page, conformance, API definition, collections, queryables.

Describes; features themselves are in `items`, pictures and tiles in `media`.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from idea import __version__
from idea.engines.features import queries, raster, store
from idea.engines.features.cql2.spatial import GEOMETRY
from idea.engines.features.crs import SUPPORTED
from idea.engines.features.http import params
from idea.engines.features.http.answers import (
    GEOJSON,
    HTML,
    JSON,
    OPENAPI,
    SCHEMA,
    entrance,
    fresh,
    link,
    send,
    tag,
)
from idea.engines.features.http.openapi import definition
from idea.engines.features.http.openapi_changes import with_changes
from idea.engines.features.http.openapi_styles import with_styles
from idea.engines.features.http.pages import Page, page
from idea.engines.features.http.services import maps, styles, tilesets
from idea.engines.features.plugin import Guest, guests
from idea.engines.features.types import CRS84, Collection
from idea.engines.features.validity.cutting import extent as extent_of

_PART1 = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"
_PART2 = "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/"
_PART3 = "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/"
_PART4 = "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/"
_CQL2 = "http://www.opengis.net/spec/cql2/1.0/conf/"
CONFORMS = [
    *(_PART1 + name for name in ("core", "oas30", "html", "geojson")),
    _PART2 + "crs",
    *(
        _PART3 + name
        for name in ("queryables", "queryables-query-parameters", "filter", "features-filter")
    ),
    *(
        _PART4 + name
        for name in ("create-replace-delete", "update", "optimistic-locking-etags", "features")
    ),
    *(
        _CQL2 + name
        for name in (
            "cql2-text",
            "cql2-json",
            "basic-cql2",
            "advanced-comparison-operators",
            "case-insensitive-comparison",
            "accent-insensitive-comparison",
            "basic-spatial-functions",
            "basic-spatial-functions-plus",
            "spatial-functions",
            "temporal-functions",
            "property-property",
            "arithmetic",
        )
    ),
    *tilesets.CONFORMS,
    *maps.CONFORMS,
]
QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
SCHEMA_REL = "http://www.opengis.net/def/rel/ogc/1.0/schema"
GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"


def root(request: HttpRequest) -> str:
    """Return the address of the landing page without a slash at its end."""
    return request.build_absolute_uri("/ogc")


@entrance()
def landing(request: HttpRequest) -> HttpResponse:
    here = root(request)
    title = _("%(site)s: map layers") % {"site": _site_name()}
    description = _("Every data set with places, as features (OGC API Features).")
    body = {
        "title": title,
        "description": description,
        "links": [
            *_both(f"{here}/", _("This document")),
            link(f"{here}/api", "service-desc", OPENAPI, _("The API definition")),
            link(f"{here}/api?f=html", "service-doc", HTML, _("The API, described")),
            link(f"{here}/conformance", "conformance", title=_("Standards it conforms to")),
            link(f"{here}/collections", "data", title=_("The layers")),
            link(f"{here}/map", maps.MAP, raster.MEDIA_TYPE, _("A map")),
            link(f"{here}/tileMatrixSets", tilesets.SCHEMES, title=_("How tiles are cut")),
            *(
                link(f"{here}/collections/{each.id}", each.rel, title=each.title())
                for each in _guests()
            ),
        ],
    }
    return say(request, body, lambda: Page(title, description))


@entrance()
def conformance(request: HttpRequest) -> HttpResponse:
    title = _("Standards it conforms to")
    classes = [*CONFORMS, *(uri for each in _guests() for uri in each.conforms)]
    rows = [(uri, [uri]) for uri in classes]
    return say(
        request,
        {"conformsTo": classes},
        lambda: Page(title, trail=trail(request), columns=[title], rows=rows),
    )


@entrance()
def api(request: HttpRequest) -> HttpResponse:
    body = with_styles(with_changes(definition(_site_name(), root(request), __version__)))
    for each in _guests():
        body["paths"] |= each.paths()

    def shown() -> Page:
        rows = [("", [name, each["get"]["summary"]]) for name, each in body["paths"].items()]
        columns = [_("Address"), _("What it answers")]
        return Page(_("The API, described"), trail=trail(request), columns=columns, rows=rows)

    return say(request, body, shown, media_type=OPENAPI)


@entrance("limit", "after")
def collections(request: HttpRequest) -> HttpResponse:
    """List all, or `limit` of them with a link to the next ones (Common part 2, 20-024, clause 8).

    Nobody is made to turn pages: clients of part 1 take the list for the whole of it.
    """
    here = root(request)
    most = params.integer(request, "limit", default=None, least=1)
    found = queries.collections(request.GET.get("after", ""), None if most is None else most + 1)
    more = most is not None and len(found) > most
    found = found[:most]
    guests_ = [] if more else [dict(each.describe(here)) for each in _guests()]
    etag = tag(here, get_language(), request.GET.urlencode(), *found, *guests_)
    if not params.wants_page(request) and (known := fresh(request, etag)):
        return known
    layers = [describe(item, here) for item in found] + guests_
    links = _both(f"{here}/collections", _("This document"))
    if more:
        asked = request.GET.copy()
        asked["after"] = found[-1].id
        links.append(link(f"{here}/collections?{asked.urlencode()}", "next"))
    body = {"links": links, "crs": list(SUPPORTED), "collections": layers}

    def shown() -> Page:
        rows = [
            (f"{here}/collections/{each['id']}", [each["title"], each.get("numberOfFeatures", "")])
            for each in layers
        ]
        columns = [_("Layer"), _("Features")]
        return Page(_("The layers"), trail=trail(request), columns=columns, rows=rows)

    if params.wants_page(request):
        return page(request, shown(), body)
    return send(body, etag=etag)


@entrance()
def collection(request: HttpRequest, collection_id: str) -> HttpResponse:
    layer = queries.collection(collection_id)
    etag = tag(layer, request.build_absolute_uri(), get_language())
    if not params.wants_page(request) and (known := fresh(request, etag)):
        return known
    body = describe(layer, root(request), full=True)
    if params.wants_page(request):
        return page(request, _about(request, layer, body), body)
    return send(body, etag=etag)


@entrance()
def queryables(request: HttpRequest, collection_id: str) -> HttpResponse:
    """Return what filters may ask about, as JSON Schema (part 3, 19-079r2, clause 6)."""
    layer = queries.collection(collection_id)
    address = f"{root(request)}/collections/{layer.id}"
    title = title_of(layer)
    schema = store.schema(layer).properties
    body = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{address}/queryables",
        "type": "object",
        "title": title,
        "properties": {
            GEOMETRY: {
                "x-ogc-role": "primary-geometry",
                "format": f"geometry-{GEOMETRIES.get(layer.layer.kind, 'any')}",
            }
        }
        | {
            each.name: {"type": each.type} | ({"format": each.format} if each.format else {})
            for each in schema
        },
        "additionalProperties": False,
    }
    rows = [("", [each.name, each.format or each.type]) for each in schema]
    return say(
        request,
        body,
        lambda: Page(
            _("What filters may ask about"),
            trail=trail(request, layer),
            columns=[_("Property"), _("Type")],
            rows=rows,
        ),
        media_type=SCHEMA,
    )


GEOMETRIES = {
    "Point": "point",
    "LineString": "linestring-or-multilinestring",
    "MultiLineString": "linestring-or-multilinestring",
    "Polygon": "polygon-or-multipolygon",
    "MultiPolygon": "polygon-or-multipolygon",
    "MultiPoint": "point-or-multipoint",
}


def describe(layer: Collection, here: str, *, full: bool = False) -> dict[str, Any]:
    """Return a collection as clause 7.14 wants it; `full` adds what needs a look into the file."""
    address = f"{here}/collections/{layer.id}"
    extent: dict[str, Any] = {"spatial": {"bbox": [layer.layer.bbox], "crs": CRS84.uri}}
    if full and (interval := extent_of(layer)) and any(interval):
        moments = [None if m is None else m.strftime("%Y-%m-%dT%H:%M:%SZ") for m in interval]
        extent["temporal"] = {"interval": [moments], "trs": GREGORIAN}
    english = get_language() == "en"
    body = {
        "id": layer.id,
        "title": title_of(layer),
        "description": (english and layer.description_en) or layer.description,
        "attribution": layer.attribution,
        "itemType": "feature",
        "extent": extent,
        # In the list of all, the systems all share are said once (part 2, clause 6.2.2).
        "crs": list(SUPPORTED) if full else ["#/crs"],
        "storageCrs": CRS84.uri,
        "numberOfFeatures": layer.layer.rows,
        "geometryType": layer.layer.kind,
        "updated": layer.updated_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "links": [
            *_both(address, _("This layer")),
            link(f"{address}/items", "items", GEOJSON, _("The features")),
            link(f"{address}/items?f=html", "items", HTML, _("The features as a page")),
            link(f"{address}/queryables", QUERYABLES, SCHEMA, _("What filters may ask about")),
            link(f"{address}/schema", SCHEMA_REL, SCHEMA, _("What features hold")),
            link(f"{address}/map.svg", "preview", "image/svg+xml", _("A map")),
            link(f"{address}/map", maps.MAP, raster.MEDIA_TYPE, _("A map")),
            link(f"{address}/tiles", tilesets.TILESETS, title=_("Vector tiles")),
            link(f"{address}/styles", styles.STYLES, title=_("Styles of the map")),
        ],
    }
    if full:
        body["properties"] = [
            {"name": p.name, "type": p.type} | ({"format": p.format} if p.format else {})
            for p in store.schema(layer).properties
        ]
    return {key: value for key, value in body.items() if value != ""}


def _about(request: HttpRequest, layer: Collection, body: dict[str, Any]) -> Page:
    about = reverse("portal:dataset", args=[layer.id])
    facts = [
        (_("Features"), layer.layer.rows),
        (_("Thanks to"), layer.attribution),
        (_("Reference systems"), "、".join(uri.rsplit("/", 1)[1] for uri in body["crs"])),
    ]
    return Page(
        body["title"],
        body.get("description", ""),
        trail=[*trail(request), (_("The data set"), about)],
        picture=f"{root(request)}/collections/{layer.id}/map.svg",
        facts=facts,
        columns=[_("Property"), _("Type")],
        rows=[
            ("", [each["name"], each.get("format", each["type"])]) for each in body["properties"]
        ],
    )


def trail(request: HttpRequest, layer: Collection | None = None) -> list[tuple[str, str]]:
    """Return the pages above one: name and address, the outermost first."""
    here = root(request)
    pages = [(_("Map layers"), f"{here}/"), (_("The layers"), f"{here}/collections")]
    return pages if layer is None else [*pages, (title_of(layer), f"{here}/collections/{layer.id}")]


def _guests() -> list[Guest]:
    return [load() for load in guests]


def title_of(layer: Collection) -> str:
    return (get_language() == "en" and layer.title_en) or layer.title


def _both(address: str, title: str) -> list[dict[str, str]]:
    """Return the links to a document as it is and as a page."""
    page = link(f"{address}?f=html", "alternate", HTML, _("As a page"))
    return [link(address, "self", title=title), page]


def say(
    request: HttpRequest, body: Any, shown: Callable[[], Page], *, media_type: str = JSON
) -> HttpResponse:
    if params.wants_page(request):
        return page(request, shown(), body, media_type)
    etag = tag(body)
    return fresh(request, etag) or send(body, etag=etag, media_type=media_type)


def _site_name() -> str:
    names = settings.IDEA_SITE_NAME
    return str(names.get(get_language(), names["zh-hant"]))
