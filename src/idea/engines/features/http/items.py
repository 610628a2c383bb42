"""OGC API Features part 1: the features of a collection, page by page or one by one."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from idea.engines.features import queries, reading, store
from idea.engines.features.errors import NoFeature
from idea.engines.features.http import params
from idea.engines.features.http.answers import GEOJSON, entrance, fresh, link, send, tag
from idea.engines.features.http.ogc import root
from idea.engines.features.types import Collection, Query

_KNOWN = ("limit", "bbox", "datetime", "after", "properties")
_DEFAULT = 10


@entrance()
def feature(request: HttpRequest, collection_id: str, feature_id: str) -> HttpResponse:
    layer = queries.collection(collection_id)
    here = f"{root(request)}/collections/{layer.id}"
    etag = tag(layer.lake_key, request.build_absolute_uri())
    if known := fresh(request, etag):
        return known
    if not (feature_id.isascii() and feature_id.isdigit() and len(feature_id) < 19):  # noqa: PLR2004  a BIGINT
        raise NoFeature(
            _("Layer “%(id)s” has no feature %(row)s.") % {"id": layer.id, "row": feature_id[:40]}
        )
    body = reading.feature(layer.id, int(feature_id))
    body["links"] = [
        link(f"{here}/items/{feature_id}", "self", GEOJSON),
        link(here, "collection"),
    ]
    return send(body, etag=etag, media_type=GEOJSON)


@entrance("*")  # which parameters are known depends on the collection
def items(request: HttpRequest, collection_id: str) -> HttpResponse:
    layer = queries.collection(collection_id)
    names = list(store.column_types(layer))
    params.check(request, (*_KNOWN, *names))
    etag = tag(layer.lake_key, request.build_absolute_uri())
    if known := fresh(request, etag):
        return known
    wanted = _query(request.GET.dict(), request, names)
    page = reading.read(layer, wanted, geometry=orjson.Fragment)
    body: dict[str, Any] = {
        "type": "FeatureCollection",
        "numberMatched": page.matched,
        "numberReturned": len(page.features),
        "links": _links(request, layer, page.next_after),
        "features": page.features,
    }
    return send(body, etag=etag, media_type=GEOJSON)


def _query(given: Mapping[str, str], request: HttpRequest, names: list[str]) -> Query:
    reserved = {*_KNOWN, *params.COMMON}
    chosen = given.get("properties")
    return Query(
        bbox=params.bbox(given["bbox"]) if "bbox" in given else None,
        limit=params.integer(request, "limit", default=_DEFAULT, least=1) or _DEFAULT,
        after=params.integer(request, "after", default=None, least=0),
        equals={n: v for n, v in given.items() if n in names and n not in reserved},
        properties=None if chosen is None else [n for n in chosen.split(",") if n],
        interval=params.interval(given["datetime"]) if "datetime" in given else None,
    )


def _links(request: HttpRequest, layer: Collection, after: int | None) -> list[dict[str, str]]:
    here = f"{root(request)}/collections/{layer.id}"
    links = [
        link(request.build_absolute_uri(), "self", GEOJSON, _("These features")),
        link(here, "collection", title=_("The layer")),
    ]
    if after is not None:
        query = urlencode({**request.GET.dict(), "after": after})
        links.append(link(f"{here}/items?{query}", "next", GEOJSON, _("The next page")))
    return links
