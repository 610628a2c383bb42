"""Pictures of a layer cut as tiles, and the TileJSON 3 that web maps take them from.

Rasters are drawn from their cells, other layers as their maps are; `features.raster` draws.
"""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from idea.engines.features import pictures, queries, raster
from idea.engines.features.drawn import drawn
from idea.engines.features.errors import BadParameter
from idea.engines.features.http.answers import entrance, fresh, send, tag
from idea.engines.features.http.services.wms_capabilities import about, title_of
from idea.engines.features.matrices import CELLS, WEB_MERCATOR, degrees, matrix_set
from idea.engines.features.rasters.drawing import pixels
from idea.engines.features.styles.api import look_of
from idea.engines.features.styles.painting import Look
from idea.engines.features.types import Bounds, Collection

DRAWING = "1"  # goes up when tiles are drawn differently: older copies lapse
_HOUR = 3600
_DAY = 86_400
_DIGITS = 9


@entrance("v")
def tile(
    request: HttpRequest, collection_id: str, *, matrices: str, z: str, y: str, x: str
) -> HttpResponse:
    """Answer with a PNG of 256 pixels a side; see-through where there is nothing."""
    layer = queries.collection(collection_id)
    chosen = matrix_set(matrices)
    if not all(part.isascii() and part.isdigit() and len(part) < _DIGITS for part in (z, x, y)):
        raise BadParameter(_("A tile is named by three whole numbers."))
    numbers = int(z), int(x), int(y)
    chosen.check(*numbers)
    look = look_of(layer)
    etag = tag("map-tile", DRAWING, layer.lake_key, look.key, chosen.id, *numbers)
    if known := fresh(request, etag):
        return known
    view = raster.View(chosen.crs, chosen.bounds(*numbers), CELLS, CELLS)
    body = drawn(etag, lambda: _picture(layer, view, look))
    response = send(body, etag=etag, media_type=raster.MEDIA_TYPE, max_age=_HOUR)
    if request.GET.get("v") == _version(layer, look):
        response["Cache-Control"] = f"public, max-age={_DAY}, s-maxage={_HOUR}, immutable"
    return response


@entrance()
def tile_json(request: HttpRequest, collection_id: str) -> HttpResponse:
    layer = queries.collection(collection_id)
    address = request.build_absolute_uri(f"/ogc/collections/{layer.id}/map/tiles")
    west, south, east, north = layer.layer.bbox
    body = {
        "tilejson": "3.0.0",
        "tiles": [f"{address}/{WEB_MERCATOR.id}/{{z}}/{{y}}/{{x}}.png?v={version(layer)}"],
        "name": title_of(layer),
        "description": about(layer),
        "attribution": layer.attribution,
        "version": "1.0.0",
        "scheme": "xyz",
        "minzoom": 0,
        "maxzoom": deepest(layer),
        "bounds": [max(-180, west), max(-85.0511, south), min(180, east), min(85.0511, north)],
    }
    etag = tag(body)
    return fresh(request, etag) or send(body, etag=etag)


def version(layer: Collection) -> str:
    """Return what names a layer's version, drawn in its style, in the addresses of its tiles."""
    return _version(layer, look_of(layer))


def _version(layer: Collection, look: Look) -> str:
    return tag("map-tile", DRAWING, layer.lake_key, look.key).strip('"')[:12]


def deepest(layer: Collection) -> int:
    """Return the zoom at which a pixel is a cell of the raster; 18 for what has no cells."""
    cells = layer.layer.raster
    if cells is None:
        return 18
    west, _south, east, _north = layer.layer.bbox
    across = max(1e-9, (east - west) / cells.width)  # degrees a cell
    zoom = 0
    while zoom < WEB_MERCATOR.deepest and 360 / CELLS / 2**zoom > across:
        zoom += 1
    return zoom


def _picture(layer: Collection, view: raster.View, look: Look) -> bytes:
    cells = layer.layer.raster
    if cells is None:
        return raster.picture([layer], view, looks=[look])
    if not _touches(degrees(view.bounds, view.crs), layer.layer.bbox):
        return pictures.nothing(view.width, view.height)
    return pictures.png(pixels(cells, view.bounds, view.crs.code, view.width, view.height))


def _touches(one: Bounds, other: Bounds) -> bool:
    across = one[0] <= other[2] and one[2] >= other[0]
    return across and one[1] <= other[3] and one[3] >= other[1]
