"""OGC API Features parts 1 to 3: the features of a collection, page by page or one by one."""

from collections.abc import Mapping
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from idea.engines.features import queries, reading, store
from idea.engines.features.errors import BadParameter
from idea.engines.features.http import params
from idea.engines.features.http.answers import GEOJSON, HTML, entrance, fresh, link, send, tag
from idea.engines.features.http.ogc import root, trail
from idea.engines.features.http.pages import Page, page
from idea.engines.features.live.queries import live_feature, no_feature
from idea.engines.features.live.types import revision_in, serves
from idea.engines.features.types import Collection, Crs, Query, Written
from idea.engines.features.types import Page as Found

_KNOWN = (
    "limit", "bbox", "bbox-crs", "datetime", "after", "properties", "crs", "filter", "filter-lang",
    "filter-crs", "sortby",
)  # fmt: skip
_LANGUAGES = ("cql2-text", "cql2-json")
_DEFAULT = 10


@entrance("crs")
def feature(request: HttpRequest, collection_id: str, feature_id: str) -> HttpResponse:
    layer = queries.collection(collection_id)
    here = f"{root(request)}/collections/{layer.id}"
    crs = params.crs(request, "crs")
    numbered = number(feature_id)
    if numbered is None:
        raise no_feature(layer.id, feature_id)
    etag = tag(layer.lake_key, request.build_absolute_uri())
    if serves(layer.lake_key):
        revision = revision_in(layer.lake_key)
        etag = live_tag(
            live_feature(layer.id, numbered, revision).revision, request.build_absolute_uri()
        )
    if not params.wants_page(request) and (known := fresh(request, etag)):
        return known
    body = reading.feature_of(layer, numbered, crs)
    body["links"] = [
        link(f"{here}/items/{feature_id}", "self", GEOJSON),
        link(here, "collection"),
    ]
    if params.wants_page(request):
        shown = Page(
            _("Feature %(id)s") % {"id": feature_id},
            trail=trail(request, layer),
            facts=list(body["properties"].items()),
        )
        return page(request, shown, body, GEOJSON)
    return _in(crs, send(body, etag=etag, media_type=GEOJSON))


def number(feature_id: str) -> int | None:
    """Return the number that a feature's address names; None where it can name none."""
    plain = feature_id.isascii() and feature_id.isdigit() and len(feature_id) < 19  # noqa: PLR2004  a BIGINT
    return int(feature_id) if plain else None


def live_tag(revision: int, address: str) -> str:
    """Return the ETag of a feature of a live collection: it names the revision to change."""
    return f'"{revision}-{tag(address)[1:17]}"'


@entrance("*")  # which parameters are known depends on the collection
def items(request: HttpRequest, collection_id: str) -> HttpResponse:
    layer = queries.collection(collection_id)
    names = list(store.column_types(layer))
    params.check(request, (*_KNOWN, *names))
    etag = tag(layer.lake_key, layer.validity, request.build_absolute_uri())
    if not params.wants_page(request) and (known := fresh(request, etag)):
        return known
    wanted = _query(request.GET.dict(), request, names, layer)
    if params.wants_page(request):
        return _as_page(request, layer, wanted)
    written = reading.write(layer, wanted)
    body = _collection(request, layer, written)
    body["features"] = orjson.Fragment(written.features)
    return _in(wanted.crs, send(body, etag=etag, media_type=GEOJSON))


def _as_page(request: HttpRequest, layer: Collection, wanted: Query) -> HttpResponse:
    read = reading.read(layer, wanted, geometry=orjson.Fragment)
    told = Written(b"", len(read.features), read.matched, read.next_after)
    body = _collection(request, layer, told) | {"features": read.features}
    return page(request, _listed(request, layer, read), body, GEOJSON)


def _collection(request: HttpRequest, layer: Collection, written: Written) -> dict[str, Any]:
    """Return the GeoJSON feature collection (17-069r4, clause 7.16) without its features."""
    return {
        "type": "FeatureCollection",
        "numberMatched": written.matched,
        "numberReturned": written.returned,
        "links": _links(request, layer, written.next_after),
    }


def _listed(request: HttpRequest, layer: Collection, read: Found) -> Page:
    here = f"{root(request)}/collections/{layer.id}/items"
    names = list(read.features[0]["properties"]) if read.features else []
    return Page(
        _("These features"),
        trail=trail(request, layer),
        facts=[(_("Features that match"), read.matched)],
        columns=[_("Number"), *names],
        rows=[
            (f"{here}/{each['id']}", [each["id"], *each["properties"].values()])
            for each in read.features
        ],
    )


def _in(crs: Crs, response: HttpResponse) -> HttpResponse:
    """Say which reference system the coordinates are in (part 2, requirement 16)."""
    response["Content-Crs"] = f"<{crs.uri}>"
    return response


def _query(
    given: Mapping[str, str], request: HttpRequest, names: list[str], layer: Collection
) -> Query:
    reserved = {*_KNOWN, *params.COMMON}
    chosen = given.get("properties")
    bbox_crs = params.crs(request, "bbox-crs")
    language = given.get("filter-lang", _LANGUAGES[0])
    if language not in _LANGUAGES:
        raise BadParameter(
            _("“filter-lang” must be one of: %(names)s.") % {"names": ", ".join(_LANGUAGES)}
        )
    if given.get("filter", "?").strip() == "":
        raise BadParameter(_("“filter” is empty."))
    return Query(
        bbox=params.bbox(given["bbox"], bbox_crs) if "bbox" in given else None,
        bbox_crs=bbox_crs,
        limit=params.integer(request, "limit", default=_DEFAULT, least=1) or _DEFAULT,
        after=params.cursor(request, layer.lake_key),
        equals={n: v for n, v in given.items() if n in names and n not in reserved},
        properties=None if chosen is None else [n for n in chosen.split(",") if n],
        interval=params.time(request),
        filter=given.get("filter", ""),
        filter_json=language == _LANGUAGES[1],
        filter_crs=params.crs(request, "filter-crs"),
        sortby=params.sortby(given["sortby"]) if "sortby" in given else (),
        crs=params.crs(request, "crs"),
    )


def _links(request: HttpRequest, layer: Collection, after: int | None) -> list[dict[str, str]]:
    here = f"{root(request)}/collections/{layer.id}"
    whole = request.build_absolute_uri()
    address, _mark, query = whole.partition("?")
    links = [
        link(whole, "self", GEOJSON, _("These features")),
        link(
            f"{address}?{_with(query, 'f', 'html')}",
            "alternate",
            HTML,
            _("These features as a page"),
        ),
        link(here, "collection", title=_("The layer")),
    ]
    if after is not None:
        query = _with(query, "after", f"{after}.{params.mark(layer.lake_key)}")
        links.append(link(f"{here}/items?{query}", "next", GEOJSON, _("The next page")))
    return links


def _with(query: str, name: str, value: str) -> str:
    """Return a query string with one parameter of plain characters changed, the rest as it came."""
    others = [part for part in query.split("&") if part and not part.startswith(f"{name}=")]
    return "&".join([*others, f"{name}={value}"])
