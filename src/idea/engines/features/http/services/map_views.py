"""Which part of the world a map shows, in which system and how large (OGC 20-058).

Clauses on scaling (width, height, scale-denominator), spatial subsetting (bbox, center, subset)
and crs; sides that are not given follow from those that are.
"""

import math
import re

from django.http import HttpRequest
from django.utils.translation import gettext as _

from idea.engines.features.crs import on_planet
from idea.engines.features.errors import BadParameter
from idea.engines.features.http import params
from idea.engines.features.http.services.wms_capabilities import MOST_PIXELS
from idea.engines.features.matrices import degrees, transformer
from idea.engines.features.raster import View
from idea.engines.features.types import CRS84, Bounds, Crs

KNOWN = (
    "bbox", "bbox-crs", "center", "center-crs", "subset", "subset-crs", "crs", "width", "height",
    "scale-denominator",
)  # fmt: skip
_PIXEL = 0.00028  # meters, of a screen as the standard takes it
_DEGREE = 111_319.4908  # meters, on the equator of WGS 84
_USUAL = 1024
_LEAST = 0.0005  # degrees: a layer of one place has some breadth all the same
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?"
_AXIS = re.compile(rf"(\w{{1,12}})\(({_NUMBER}):({_NUMBER})\)", re.ASCII)
_ACROSS, _UP = ("lon", "long", "longitude", "e", "x"), ("lat", "latitude", "n", "y")


def view(request: HttpRequest, around: Bounds) -> View:
    """Return what to draw; `around` (degrees) is shown where no part is asked for."""
    crs = _crs(request, "crs")
    width, height = _pixels(request, "width"), _pixels(request, "height")
    scale = _scale(request)
    asked = box_of(request)
    bounds = _to(asked if asked is not None else _broad(around), crs)
    if request.GET.get("center") or (scale and asked is None):
        bounds = _centered(request, bounds, crs, (width, height), scale)
    elif scale:
        width, height = (
            round(side / _unit(crs) / (scale * _PIXEL)) or 1
            for side in (bounds[2] - bounds[0], bounds[3] - bounds[1])
        )
    ratio = (bounds[2] - bounds[0]) / (bounds[3] - bounds[1])
    if width is None and height is None:
        width = _USUAL if ratio >= 1 else max(1, round(_USUAL * ratio))
    if width is None:
        width = max(1, round((height or _USUAL) * ratio))
    if height is None:
        height = max(1, round(width / ratio))
    if max(width, height) > MOST_PIXELS:
        raise BadParameter(
            _("A map is at most %(most)d pixels wide and high.") % {"most": MOST_PIXELS}
        )
    return View(CRS84 if crs.latitude_first else crs, bounds, width, height)


def box_of(request: HttpRequest) -> Bounds | None:
    """Return the part that `bbox` or `subset` asks for, in degrees; None where neither does."""
    given = [name for name in ("bbox", "subset", "center") if request.GET.get(name)]
    if len(given) > 1:
        raise BadParameter(_("Only one of bbox, subset and center says what a map shows."))
    if request.GET.get("bbox"):
        system = _crs(request, "bbox-crs")
        bounds = params.bbox(request.GET["bbox"], system)
    elif request.GET.get("subset"):
        system = _crs(request, "subset-crs")
        bounds = _subset(request.GET["subset"])
    else:
        return None
    west, south, east, north = degrees(bounds, system)
    if not on_planet((west, south, east, north)) or west >= east or south >= north:
        raise BadParameter(
            _("The part that is asked for has no breadth, or is not on the planet."),
            remedy=_("For example bbox=121.4,24.9,121.7,25.2 (west, south, east, north)."),
        )
    return west, south, east, north


def _subset(text: str) -> Bounds:
    """Return the box of Lat(24:25),Lon(121:122), or of N and E, x and y."""
    found = {match[1].lower(): (float(match[2]), float(match[3])) for match in _AXIS.finditer(text)}
    across = [pair for name, pair in found.items() if name in _ACROSS]
    up = [pair for name, pair in found.items() if name in _UP]
    if len(across) != 1 or len(up) != 1 or len(found) != 2:  # noqa: PLR2004  two axes
        raise BadParameter(
            _("“subset” names two axes, each with its least and its greatest value."),
            remedy=_("For example subset=Lat(24.9:25.2),Lon(121.4:121.7)."),
        )
    return across[0][0], up[0][0], across[0][1], up[0][1]


def _centered(
    request: HttpRequest,
    bounds: Bounds,
    crs: Crs,
    size: tuple[int | None, int | None],
    scale: float | None,
) -> Bounds:
    """Return the box around `center` (else the middle of `bounds`) that fills the picture."""
    west, south, east, north = bounds
    x, y = (west + east) / 2, (south + north) / 2
    if text := request.GET.get("center"):
        x, y = _place(text, _crs(request, "center-crs"), crs)
    width, height = size
    if scale is None:
        across, up = east - west, north - south
        if width and height:  # as much as is around, without stretching it
            up = across * height / width
    else:
        wide = width or height or _USUAL
        meters = scale * _PIXEL
        unit = _unit(crs)
        across, up = wide * meters * unit, (height or width or _USUAL) * meters * unit
    return x - across / 2, y - up / 2, x + across / 2, y + up / 2


def _place(text: str, system: Crs, crs: Crs) -> tuple[float, float]:
    parts = text.split(",")
    if len(parts) != 2 or not all(re.fullmatch(_NUMBER, each.strip()) for each in parts):  # noqa: PLR2004  two axes
        raise BadParameter(_("“center” must be two numbers with a comma between them."))
    first, second = (float(each) for each in parts)
    x, y = (second, first) if system.latitude_first else (first, second)
    lon, lat = transformer(system.code, CRS84.code).transform(x, y) if system.projected else (x, y)
    if not on_planet((lon, lat, lon, lat)):
        raise BadParameter(_("A place asked for is not on the planet."))
    if crs.projected:
        lon, lat = transformer(CRS84.code, crs.code).transform(lon, lat)
    return lon, lat


def _unit(crs: Crs) -> float:
    """Return how much of a system's unit a meter is; of degrees, as on the equator."""
    return 1.0 if crs.projected else 1 / _DEGREE


def _to(bounds: Bounds, crs: Crs) -> Bounds:
    if not crs.projected:
        return bounds
    west, south, east, north = transformer(CRS84.code, crs.code).transform_bounds(*bounds)
    if not all(math.isfinite(side) for side in (west, south, east, north)) or west >= east:
        raise BadParameter(_("This part of the world cannot be drawn in that reference system."))
    return west, south, east, north


def _broad(around: Bounds) -> Bounds:
    west, south, east, north = around
    spare = max(_LEAST, (east - west) * 0.02, (north - south) * 0.02)
    return (
        max(-180.0, west - spare),
        max(-90.0, south - spare),
        min(180.0, east + spare),
        min(90.0, north + spare),
    )


def _pixels(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name)
    return None if not text else params.whole(name, text, default=0, least=1)


def _scale(request: HttpRequest) -> float | None:
    text = request.GET.get("scale-denominator")
    if not text:
        return None
    if not re.fullmatch(_NUMBER, text) or not 1 <= float(text) <= 1e9:  # noqa: PLR2004  the world
        raise BadParameter(_("“scale-denominator” must be a number between 1 and 1,000,000,000."))
    return float(text)


def _crs(request: HttpRequest, name: str) -> Crs:
    """Return a system named by its address or in short, as [EPSG:3826]."""
    text = (request.GET.get(name) or CRS84.uri).strip()
    short = re.fullmatch(r"\[?EPSG:(\d{4,5})\]?", text)
    if short:
        text = f"http://www.opengis.net/def/crs/EPSG/0/{short[1]}"
    elif text.strip("[]") in ("OGC:CRS84", "CRS84"):
        text = CRS84.uri
    return params.system(name, text)
