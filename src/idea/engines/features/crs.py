"""The reference systems features can be had and asked for in (OGC API Features part 2, 18-058r1).

Axes are in the order each system's authority says: EPSG:4326 has latitude first.
"""

import math
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import shapely
from django.utils.translation import gettext as _
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from idea.engines.features.errors import BadParameter
from idea.engines.features.types import CRS84, Bounds, Crs

_CORNERS = 21  # along each side of a box
_EDGE = 1e-9  # degrees: rounding on the way through another system leads off no planet


def _epsg(number: int, **said: bool) -> Crs:
    return Crs(f"http://www.opengis.net/def/crs/EPSG/0/{number}", f"EPSG:{number}", **said)


SUPPORTED = {
    crs.uri: crs
    for crs in (
        CRS84,
        _epsg(4326, latitude_first=True),
        _epsg(3857, projected=True),
        _epsg(3826, projected=True),  # TWD97 / TM2 zone 121
        _epsg(3825, projected=True),  # TWD97 / TM2 zone 119: Penghu, Kinmen, Matsu
    )
}


def named(name: str, uri: str) -> Crs:
    """Return the system parameter `name` asks for, or raise BadParameter."""
    if uri not in SUPPORTED:
        raise BadParameter(
            _("“%(name)s” names no reference system of this service.") % {"name": name},
            remedy=_("Known are: %(names)s.") % {"names": ", ".join(SUPPORTED)},
        )
    return SUPPORTED[uri]


def to_degrees(geometry: BaseGeometry, crs: Crs) -> BaseGeometry:
    """Return `geometry` of `crs` in CRS84, or raise BadParameter where it is off the planet."""
    made = geometry
    if crs is not CRS84:
        made = shapely.transform(geometry, lambda points: _degrees(points, crs))
    west, south, east, north = made.bounds
    if not on_planet((west, south, east, north)):
        raise BadParameter(
            _("A place asked for is not on the planet."),
            remedy=_("Look at the order of the axes: %(crs)s.") % {"crs": crs.uri},
        )
    return made


def on_planet(bounds: Bounds) -> bool:
    """Tell whether all of `bounds` (degrees, CRS84) are places on Earth; NaN is none."""
    west, south, east, north = bounds
    across = all(math.fabs(x) <= 180 + _EDGE for x in (west, east))
    return across and all(math.fabs(y) <= 90 + _EDGE for y in (south, north))


def outline(bounds: Bounds, crs: Crs) -> BaseGeometry:
    """Return a box of a projected `crs` in CRS84; its sides are curves there, drawn with corners.

    Raises BadParameter where it is off the planet or its west is east of its east.
    """
    west, south, east, north = bounds
    if west > east or south > north:
        raise BadParameter(_("“bbox” must be 4 or 6 numbers, the least of each axis first."))
    across, up = np.linspace(west, east, _CORNERS), np.linspace(south, north, _CORNERS)
    if west == east or south == north:
        return to_degrees(shapely.LineString(np.column_stack([across, up])), crs)
    low, high = np.full(_CORNERS, south), np.full(_CORNERS, north)
    left, right = np.full(_CORNERS, west), np.full(_CORNERS, east)
    xs = np.concatenate([across, right, across[::-1], left])
    ys = np.concatenate([low, up, high, up[::-1]])
    return to_degrees(shapely.Polygon(np.column_stack([xs, ys])), crs)


def _degrees(points: npt.NDArray[np.float64], crs: Crs) -> npt.NDArray[np.float64]:
    longitudes, latitudes = _transformer(crs.code, CRS84.code).transform(points[:, 0], points[:, 1])
    return np.column_stack([longitudes, latitudes])


def points(
    xs: npt.NDArray[np.float64], ys: npt.NDArray[np.float64], crs: Crs
) -> list[dict[str, object] | None]:
    """Return CRS84 longitudes and latitudes as GeoJSON points in `crs`, as `geojson` does."""
    if crs is not CRS84:
        xs, ys = _transformer(CRS84.code, crs.code).transform(xs, ys)
    finite = np.isfinite(xs) & np.isfinite(ys)
    return [
        {"type": "Point", "coordinates": position} if there else None
        for position, there in zip(np.column_stack([xs, ys]).tolist(), finite, strict=True)
    ]


@lru_cache(maxsize=32)
def _transformer(source: str, target: str) -> Transformer:
    return Transformer.from_crs(source, target)


def geojson(crs: Crs, column: str = "geometry") -> str:
    """Return the SQL that makes GeoJSON of a CRS84 column in `crs`.

    None where a place has no finite position there, as the poles in EPSG:3857.
    """
    if crs is CRS84:
        return f"ST_AsGeoJSON({column})"
    if crs.latitude_first:
        return f"ST_AsGeoJSON(ST_FlipCoordinates({column}))"
    there = f"ST_Transform({column}, '{CRS84.code}', '{crs.code}', always_xy := true)"
    sides = " AND ".join(
        f"isfinite(ST_{side}({there}))" for side in ("XMin", "YMin", "XMax", "YMax")
    )
    return f"CASE WHEN {sides} THEN ST_AsGeoJSON({there}) END"
