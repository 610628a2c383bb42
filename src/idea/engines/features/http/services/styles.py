"""The styles of a collection by address: lists, style documents, legends; saved by officers.

Follows the paths and media types of OGC API Styles (20-009, a draft) below a collection; its
conformance classes ask for styles of the whole API, so none is declared.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from idea.engines.features import queries, raster
from idea.engines.features.http import params
from idea.engines.features.http.answers import JSON, fresh, link, send, tag
from idea.engines.features.http.services.wms_capabilities import SVG, style_title
from idea.engines.features.styles import api as styles
from idea.engines.features.styles.errors import BadStyle
from idea.engines.features.styles.types import DEFAULT, Style
from idea.engines.features.types import Collection
from idea.engines.identity import api as identity
from idea.engines.identity.http.auth import require_scope, told_by
from idea.kernel.errors import Problem
from idea.kernel.middleware import problem_response

STYLES: Final = "http://www.opengis.net/def/rel/ogc/1.0/styles"
MAPBOX: Final = "application/vnd.mapbox.style+json"
SCOPE: Final = "features"
_MOST: Final = 200_000  # bytes of a body
_READ = ("GET", "HEAD")
View = Callable[..., HttpResponse]


def _open(*methods: str) -> Callable[[View], View]:
    """Answer in the asker's language; writes need someone with the scope."""

    def bind(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            with translation.override(params.language(request)):
                try:
                    response = _answered(view, methods, request, args, kwargs)
                except Problem as problem:
                    response = problem_response(request, problem)
            patch_vary_headers(response, ["Accept", "Accept-Language"])
            return response

        return answer

    return bind


def _answered(
    view: View, methods: tuple[str, ...], request: HttpRequest, args: Any, kwargs: Any
) -> HttpResponse:
    if request.method not in (*_READ, *methods):
        allowed = ", ".join((*_READ, *methods))
        return HttpResponse(status=405, headers={"Allow": allowed})
    params.check(request, ())
    if request.method not in _READ:
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        told_by(request, secret.strip() if scheme.lower() == "bearer" else "", write=True)
        require_scope(request, SCOPE)
    return view(request, *args, **kwargs)


@_open("POST")
def every(request: HttpRequest, collection_id: str) -> HttpResponse:
    """List a collection's styles; POST adds one."""
    layer = queries.collection(collection_id)
    here = _here(request, layer)
    if request.method == "POST":
        body, style_id = _body(request), request.headers.get("Slug", "")
        named = body.get("id") or style_id or f"style-{len(styles.styles(layer)) + 1}"
        made = _save(request, layer, str(named), body, new=True)
        return HttpResponse(status=201, headers={"Location": f"{here}/{made.id}"})
    found = styles.styles(layer)
    listed = [
        {
            "id": each.id,
            "title": style_title(each),
            "links": [
                link(f"{here}/{each.id}", "stylesheet", MAPBOX),
                link(f"{here}/{each.id}/metadata", "describedby"),
                link(f"{here}/{each.id}/legend.json", "legend", JSON),
            ],
        }
        for each in found
    ]
    body = {"default": DEFAULT, "styles": listed, "links": [link(here, "self")]}
    etag = tag(orjson.dumps(body))
    return fresh(request, etag) or send(body, etag=etag)


@_open("PUT", "DELETE")
def one(request: HttpRequest, collection_id: str, style_id: str) -> HttpResponse:
    """Answer with a style as MapLibre draws it; PUT saves it, DELETE takes it away."""
    layer = queries.collection(collection_id)
    if request.method == "PUT":
        _save(request, layer, style_id, _body(request))
        return HttpResponse(status=204)
    if request.method == "DELETE":
        styles.remove(actor=identity.actor_of(request), collection_id=layer.id, style_id=style_id)
        return HttpResponse(status=204)
    found = styles.style(layer, style_id)
    tiles = request.build_absolute_uri(f"/ogc/collections/{layer.id}/tiles.json")
    body = orjson.dumps(styles.document(found, layer.layer.kind, tiles))
    etag = tag(body)
    return fresh(request, etag) or send(body, etag=etag, media_type=MAPBOX)


@_open()
def metadata(request: HttpRequest, collection_id: str, style_id: str) -> HttpResponse:
    """Answer with what is known of a style: its revision, its symbology, what is weak in it."""
    layer = queries.collection(collection_id)
    found = styles.style(layer, style_id)
    here = f"{_here(request, layer)}/{found.id}"
    symbology = None if found.symbology is None else styles.as_json(found.symbology)
    body = {
        "id": found.id,
        "title": style_title(found),
        "scope": "style",
        "revision": found.number,
        "updated": found.at.strftime("%Y-%m-%dT%H:%M:%SZ") if found.at else None,
        "symbology": symbology,
        "warnings": styles.warnings(found),
        "stylesheets": [
            {
                "title": "MapLibre",
                "version": "8",
                "native": symbology is None,
                "link": link(here, "stylesheet", MAPBOX),
            }
        ],
        "links": [link(f"{here}/metadata", "self"), link(f"{here}/legend.svg", "preview", SVG)],
    }
    shown = {key: value for key, value in body.items() if value is not None}
    etag = tag(orjson.dumps(shown))
    return fresh(request, etag) or send(shown, etag=etag)


@_open()
def legend(request: HttpRequest, collection_id: str, style_id: str, ending: str) -> HttpResponse:
    """Answer with the legend as JSON, SVG or PNG, its classes counted."""
    layer = queries.collection(collection_id)
    found = styles.style(layer, style_id)
    etag = tag("legend-1", layer.lake_key, found.id, found.number, ending, get_language())
    if known := fresh(request, etag):
        return known
    if ending == "json":
        return send(styles.legend_json(found, layer), etag=etag)
    svg = styles.legend_svg(found, layer)
    if ending == "png":
        return send(raster.from_svg(svg), etag=etag, media_type=raster.MEDIA_TYPE)
    return send(svg.encode(), etag=etag, media_type=SVG)


def _save(
    request: HttpRequest,
    layer: Collection,
    style_id: str,
    body: dict[str, Any],
    *,
    new: bool = False,
) -> Style:
    """Save what was sent: `{"symbology": …}`, or a style document with `layers`."""
    document = body if "layers" in body else None
    words = {name: str(body.get(name) or "") for name in ("title", "title_en", "why")}
    if not words["title"] and document is not None:
        words["title"] = str(body.get("name") or "")
    return styles.save(
        actor=identity.actor_of(request),
        collection_id=layer.id,
        style_id=style_id,
        symbology=None if document else body.get("symbology", {}),
        document=document,
        new=new,
        **words,
    )


def _body(request: HttpRequest) -> dict[str, Any]:
    if int(request.headers.get("Content-Length") or 0) > _MOST:
        raise BadStyle(_("The style is too large."))
    try:
        body = orjson.loads(request.body)
    except orjson.JSONDecodeError as error:
        raise BadStyle(_("This is no JSON: %(error)s") % {"error": str(error)[:200]}) from None
    if not isinstance(body, dict):
        raise BadStyle(_("A style is a JSON object."))
    return body


def _here(request: HttpRequest, layer: Collection) -> str:
    return request.build_absolute_uri(f"/ogc/collections/{layer.id}/styles")
