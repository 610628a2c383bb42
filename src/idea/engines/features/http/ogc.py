"""OGC API Features part 1: landing page, conformance, API definition, collections.

Describes; features themselves are in `items`, pictures and tiles in `media`.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from idea import __version__
from idea.engines.features import queries, store
from idea.engines.features.http.answers import (
    GEOJSON,
    JSON,
    OPENAPI,
    entrance,
    fresh,
    link,
    send,
    tag,
)
from idea.engines.features.http.openapi import definition
from idea.engines.features.types import Collection

CONFORMS = [
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
]
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"


def root(request: HttpRequest) -> str:
    """Return the address of the landing page without a slash at its end."""
    return request.build_absolute_uri("/ogc")


@entrance()
def landing(request: HttpRequest) -> HttpResponse:
    here = root(request)
    body = {
        "title": _("%(site)s: map layers") % {"site": _site_name()},
        "description": _("Every data set with places, as features (OGC API Features)."),
        "links": [
            link(f"{here}/", "self", title=_("This document")),
            link(f"{here}/api", "service-desc", OPENAPI, _("The API definition")),
            link(f"{here}/conformance", "conformance", title=_("Standards it conforms to")),
            link(f"{here}/collections", "data", title=_("The layers")),
        ],
    }
    return _say(request, body)


@entrance()
def conformance(request: HttpRequest) -> HttpResponse:
    return _say(request, {"conformsTo": CONFORMS})


@entrance()
def api(request: HttpRequest) -> HttpResponse:
    body = definition(_site_name(), root(request), __version__)
    return _say(request, body, media_type=OPENAPI)


@entrance()
def collections(request: HttpRequest) -> HttpResponse:
    here = root(request)
    body = {
        "links": [link(f"{here}/collections", "self", title=_("This document"))],
        "collections": [describe(item, here) for item in queries.collections()],
    }
    return _say(request, body)


@entrance()
def collection(request: HttpRequest, collection_id: str) -> HttpResponse:
    layer = queries.collection(collection_id)
    etag = tag(layer, request.build_absolute_uri(), get_language())
    return fresh(request, etag) or send(describe(layer, root(request), full=True), etag=etag)


def describe(layer: Collection, here: str, *, full: bool = False) -> dict[str, Any]:
    """Return a collection as clause 7.14 wants it; `full` adds what needs a look into the file."""
    english = get_language() == "en"
    address = f"{here}/collections/{layer.id}"
    extent: dict[str, Any] = {"spatial": {"bbox": [layer.layer.bbox], "crs": CRS84}}
    if full and (interval := store.schema(layer).interval) and any(interval):
        moments = [None if m is None else m.strftime("%Y-%m-%dT%H:%M:%SZ") for m in interval]
        extent["temporal"] = {"interval": [moments], "trs": GREGORIAN}
    # No `crs` here: absent it means CRS84, present it makes clients ask in the words of part 2.
    body = {
        "id": layer.id,
        "title": (english and layer.title_en) or layer.title,
        "description": (english and layer.description_en) or layer.description,
        "attribution": layer.attribution,
        "itemType": "feature",
        "extent": extent,
        "numberOfFeatures": layer.layer.rows,
        "geometryType": layer.layer.kind,
        "updated": layer.updated_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "links": [
            link(address, "self", title=_("This layer")),
            link(f"{address}/items", "items", GEOJSON, _("The features")),
            link(f"{address}/map.svg", "preview", "image/svg+xml", _("A map")),
        ],
    }
    if full:
        body["properties"] = [
            {"name": p.name, "type": p.type} | ({"format": p.format} if p.format else {})
            for p in store.schema(layer).properties
        ]
    return {key: value for key, value in body.items() if value != ""}


def _say(request: HttpRequest, body: Any, media_type: str = JSON) -> HttpResponse:
    etag = tag(body)
    return fresh(request, etag) or send(body, etag=etag, media_type=media_type)


def _site_name() -> str:
    names = settings.IDEA_SITE_NAME
    return str(names.get(get_language(), names["zh-hant"]))
