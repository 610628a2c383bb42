"""STAC API 1.0.0: core, collections, features and item search, over the rasters of this site.

Answers; what a raster says is in `said`, which ones are meant in `search`, what is asked in
`asking`.
"""

from typing import Any, Final
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from idea import __version__
from idea.engines.catalog.faces.stac import search as rasters
from idea.engines.catalog.faces.stac.http import asking
from idea.engines.catalog.faces.stac.http.paths import paths
from idea.engines.catalog.faces.stac.said import (
    GEOJSON,
    JSON,
    VERSION,
    collection_of,
    item_of,
    root,
)
from idea.engines.catalog.faces.stac.search import Found, Scene, Wanted
from idea.engines.features.http.answers import OPENAPI, entrance, fresh, send, tag
from idea.kernel.errors import Problem
from idea.kernel.middleware import problem_response

_API: Final = "https://api.stacspec.org/v1.0.0"
_OGC: Final = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf"
CONFORMS: Final = (
    *(f"{_API}/{name}" for name in ("core", "collections", "ogcapi-features", "item-search")),
    *(f"{_OGC}/{name}" for name in ("core", "geojson", "oas30")),
)


@entrance()
def landing(request: HttpRequest) -> HttpResponse:
    here = f"{root()}/"
    names = settings.IDEA_SITE_NAME
    slugs = dict.fromkeys(each.dataset.slug for each in rasters.scenes())
    body = {
        "type": "Catalog",
        "stac_version": VERSION,
        "id": "idea",
        "title": str(names.get(get_language(), names["zh-hant"])),
        "description": _("Every raster of this site: pictures from above, heights, classes."),
        "conformsTo": list(CONFORMS),
        "links": [
            _link("self", here),
            _link("root", here),
            _link("conformance", f"{root()}/conformance"),
            _link("service-desc", f"{root()}/api", OPENAPI),
            _link("data", f"{root()}/collections"),
            {**_link("search", f"{root()}/search", GEOJSON), "method": "GET"},
            {**_link("search", f"{root()}/search", GEOJSON), "method": "POST"},
            *(_link("child", f"{root()}/collections/{quote(slug)}") for slug in slugs),
        ],
    }
    return _sent(request, body)


@entrance()
def conformance(request: HttpRequest) -> HttpResponse:
    return _sent(request, {"conformsTo": list(CONFORMS)})


@entrance()
def api(request: HttpRequest) -> HttpResponse:
    names = settings.IDEA_SITE_NAME
    body = {
        "openapi": "3.0.3",
        "info": {"title": str(names["zh-hant"]), "version": __version__},
        "servers": [{"url": root()}],
        "paths": paths(),
    }
    return _sent(request, body, OPENAPI)


@entrance()
def collections(request: HttpRequest) -> HttpResponse:
    by_slug: dict[str, list[Scene]] = {}
    for each in rasters.scenes():
        by_slug.setdefault(each.dataset.slug, []).append(each)
    body = {
        "collections": [collection_of(each, english=_english()) for each in by_slug.values()],
        "links": [_link("self", f"{root()}/collections"), _link("root", f"{root()}/")],
    }
    return _sent(request, body)


@entrance()
def collection(request: HttpRequest, slug: str) -> HttpResponse:
    return _sent(request, collection_of(rasters.collection(slug), english=_english()))


@entrance("bbox", "datetime", "limit", "offset")
def items(request: HttpRequest, slug: str) -> HttpResponse:
    rasters.collection(slug)
    wanted = asking.wanted(request.GET.dict(), only=slug)
    here = f"{root()}/collections/{quote(slug)}"
    body = _page(request, wanted, rasters.search(wanted), f"{here}/items")
    body["links"].append(_link("collection", here))
    return _sent(request, body, GEOJSON)


@entrance()
def item(request: HttpRequest, slug: str, item_id: str) -> HttpResponse:
    return _sent(request, item_of(rasters.scene(slug, item_id), english=_english()), GEOJSON)


@csrf_exempt  # a search in a body changes nothing, and asks for what is open to all
def search(request: HttpRequest) -> HttpResponse:
    """Answer GET, and POST with the same members as JSON."""
    if request.method != "POST":
        return _search(request)
    try:
        body = asking.body_of(request)
        wanted = asking.wanted(body)
        found = rasters.search(wanted)
    except Problem as problem:
        return problem_response(request, problem)
    answer = _page(request, wanted, found, f"{root()}/search")
    after = wanted.offset + wanted.limit
    answer["links"] = [each for each in answer["links"] if each["rel"] not in ("next", "self")]
    if after < found.total:
        following = {**_link("next", f"{root()}/search", GEOJSON), "method": "POST"}
        answer["links"].append({**following, "body": {**body, "offset": after}})
    return send(answer, etag=tag(answer), media_type=GEOJSON, max_age=0)


@entrance(*asking.KNOWN)
def _search(request: HttpRequest) -> HttpResponse:
    wanted = asking.wanted(request.GET.dict())
    return _sent(
        request, _page(request, wanted, rasters.search(wanted), f"{root()}/search"), GEOJSON
    )


def _page(request: HttpRequest, wanted: Wanted, found: Found, here: str) -> dict[str, Any]:
    given = request.GET.dict()
    asked = f"?{urlencode(given)}" if given else ""
    links = [_link("self", f"{here}{asked}", GEOJSON), _link("root", f"{root()}/")]
    after = wanted.offset + wanted.limit
    if after < found.total:
        query = urlencode({**given, "offset": str(after)})
        links.append(_link("next", f"{here}?{query}", GEOJSON))
    return {
        "type": "FeatureCollection",
        "features": [item_of(each, english=_english()) for each in found.scenes],
        "links": links,
        "numberMatched": found.total,
        "numberReturned": len(found.scenes),
    }


def _english() -> bool:
    return get_language() == "en"


def _link(rel: str, href: str, media_type: str = JSON) -> dict[str, Any]:
    return {"rel": rel, "href": href, "type": media_type}


def _sent(request: HttpRequest, body: dict[str, Any], media_type: str = JSON) -> HttpResponse:
    etag = tag(body)
    return fresh(request, etag) or send(body, etag=etag, media_type=media_type)
