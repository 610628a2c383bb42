"""The map picture and the vector tiles of a collection, each made once and kept in a cache."""

import os
import secrets
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from idea.engines.features import queries, tiles
from idea.engines.features.errors import BadParameter
from idea.engines.features.http import params
from idea.engines.features.http.answers import entrance, fresh, send, tag
from idea.engines.features.picture import picture as draw

_DRAWING = "3"  # goes up when pictures or tiles are drawn differently: older copies lapse
_SIZES = ((800, 600), (1200, 630))  # the page's and the preview card's; others are not kept
_KEPT_ZOOM = 9  # below, tiles are few and cost much; above, they are many and cheap
_DAY = 86_400


@entrance("width", "height", "language")
def picture(request: HttpRequest, collection_id: str) -> HttpResponse:
    layer = queries.collection(collection_id)
    size = (_pixels(request, "width", 800), _pixels(request, "height", 600))
    language = request.GET.get("language") or params.language(request)
    language = "en" if language.lower().startswith("en") else "zh-hant"
    etag = tag(_DRAWING, layer.lake_key, layer.title, layer.title_en, size, language)
    if known := fresh(request, etag):
        return known

    def make() -> bytes:
        return draw(layer.id, *size, language=language).encode()

    body = _cached("maps", etag, make) if size in _SIZES else make()
    return send(body, etag=etag, media_type="image/svg+xml; charset=utf-8", max_age=3600)


@entrance("v")
def tile(request: HttpRequest, collection_id: str, z: str, x: str, y: str) -> HttpResponse:
    layer = queries.collection(collection_id)
    if not all(part.isascii() and part.isdigit() and len(part) < 9 for part in (z, x, y)):  # noqa: PLR2004  22 levels
        raise BadParameter(_("A tile is named by three whole numbers: zoom, column, row."))
    etag = tag(_DRAWING, layer.lake_key, z, x, y)
    if known := fresh(request, etag):
        return known

    def make() -> bytes:
        return tiles.tile(layer, int(z), int(x), int(y))

    body = _cached("tiles", etag, make) if int(z) <= _KEPT_ZOOM else make()
    return send(body, etag=etag, media_type=tiles.MEDIA_TYPE, max_age=_DAY)


def _pixels(request: HttpRequest, name: str, default: int) -> int:
    number = params.integer(request, name, default=default, least=200) or default
    if number > 2000:  # noqa: PLR2004  as the API definition says
        raise BadParameter(_("A map is at most 2,000 pixels wide and high."))
    return number


def _cached(kind: str, etag: str, make: Callable[[], bytes]) -> bytes:
    name = sha256(etag.encode()).hexdigest()
    path: Path = settings.IDEA_HOME / "cache" / kind / name[:2] / name
    try:
        return path.read_bytes()
    except FileNotFoundError:
        body = make()
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{name}.{secrets.token_hex(4)}")
    part.write_bytes(body)
    os.replace(part, path)  # noqa: PTH105  whole or not at all
    return body
