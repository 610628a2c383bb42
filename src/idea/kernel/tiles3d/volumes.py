"""Where a bounding volume lies on Earth (22-025r4, clause 7.3.2): region, box, sphere.

Returns rectangles in CRS84 and heights over the ellipsoid; None where it lies on no place of Earth.
"""

import itertools
import math
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from pyproj import Transformer

from idea.kernel.tiles3d.documents import Json, numbers

Matrix = npt.NDArray[np.float64]  # 4 x 4, columns as in the standard
_RADIUS: Final = 6_378_137.0  # meters, WGS 84
_CORE: Final = 6_200_000.0  # nearer to the center of Earth lies nothing that people map
_FAR: Final = 8_000_000.0
_STEPS: Final = (-1.0, -0.5, 0.0, 0.5, 1.0)  # along each axis of a box: corners are not enough
_WORLD: Final = (-180.0, -90.0, 180.0, 90.0)
_HALF_TURN: Final = 180.0


@dataclass(frozen=True, slots=True)
class Extent:
    """A rectangle, west greater than east where it crosses the antimeridian; heights in meters."""

    west: float
    south: float
    east: float
    north: float
    low: float | None
    high: float | None


def matrix(tile: Json, above: Matrix) -> Matrix:
    """Return what turns a tile's coordinates into Earth's, `above` being that of its parent."""
    given = numbers(tile.get("transform"), 16)
    if given is None:
        return above
    own: Matrix = np.array(given, dtype=np.float64).reshape(4, 4).T
    with np.errstate(all="ignore"):  # what overflows lies on no place of Earth
        product: Matrix = above @ own
    return product


def extent(volume: Any, to_earth: Matrix) -> Extent | None:
    """Return where a tile's volume lies; a region is on Earth already and is never turned."""
    if not isinstance(volume, dict):
        return None
    region = numbers(volume.get("region"), 6)
    if region is not None:
        return _region(region)
    box = numbers(volume.get("box"), 12)
    sphere = numbers(volume.get("sphere"), 4)
    with np.errstate(all="ignore"):
        if box is not None:
            return _box(np.array(box, dtype=np.float64).reshape(4, 3), to_earth)
        if sphere is not None:
            return _sphere(sphere, to_earth)
    return None


def _region(given: list[float]) -> Extent | None:
    west, south, east, north = (math.degrees(angle) for angle in given[:4])
    # A few digits more than pi are common in exported files.
    if max(abs(west), abs(east)) > 180.0001 or max(abs(south), abs(north)) > 90.0001:  # noqa: PLR2004  degrees
        return None
    if south > north:
        return None
    west, east = (min(180.0, max(-180.0, each)) for each in (west, east))
    south, north = (min(90.0, max(-90.0, each)) for each in (south, north))
    return Extent(west, south, east, north, min(given[4:]), max(given[4:]))


def _box(given: Matrix, to_earth: Matrix) -> Extent | None:
    center, axes = given[0], given[1:]
    steps = np.array(list(itertools.product(_STEPS, repeat=3)))
    points = _turned(center + steps @ axes, to_earth)
    if not np.isfinite(points).all():
        return None
    middle = points.mean(axis=0)
    reach = float(np.linalg.norm(points - middle, axis=1).max())
    return _around(middle, reach, points)


def _sphere(given: list[float], to_earth: Matrix) -> Extent | None:
    middle = _turned(np.array([given[:3]]), to_earth)[0]
    scale = float(np.linalg.norm(to_earth[:3, :3], axis=0).max())
    reach = abs(given[3]) * scale
    if not np.isfinite(middle).all() or not math.isfinite(reach):
        return None
    steps = np.array([step for step in itertools.product(_STEPS, repeat=3) if any(step)])
    shell = steps / np.linalg.norm(steps, axis=1, keepdims=True)
    points = np.vstack([shell, _compass(middle)])
    return _around(middle, reach, middle + points * reach)


def _compass(middle: Matrix) -> Matrix:
    """Return east, west, north, south, up and down of a place: there a sphere reaches farthest."""
    lon, lat, _height = _to_degrees().transform(middle[0], middle[1], middle[2])
    if not (math.isfinite(lon) and math.isfinite(lat)):
        return np.empty((0, 3))
    across, up = math.radians(lon), math.radians(lat)
    east = np.array([-math.sin(across), math.cos(across), 0.0])
    away = np.array(
        [math.cos(up) * math.cos(across), math.cos(up) * math.sin(across), math.sin(up)]
    )
    north = np.cross(away, east)
    return np.array([east, -east, north, -north, away, -away])


def _around(middle: Matrix, reach: float, points: Matrix) -> Extent | None:
    """Return the rectangle of points about a middle; the world where they wrap the whole Earth."""
    away = float(np.linalg.norm(middle))
    if away + reach < _CORE or away - reach > _FAR:
        return None
    if away < _CORE:  # a volume about the center of Earth: all of it, or not on Earth at all
        return Extent(*_WORLD, None, None) if reach >= _RADIUS * 0.9 else None
    lon, lat, height = _to_degrees().transform(points[:, 0], points[:, 1], points[:, 2])
    if not (np.isfinite(lon).all() and np.isfinite(lat).all()):
        return None
    if lon.max() - lon.min() > _HALF_TURN:  # on both sides of the antimeridian
        turned = np.where(lon < 0, lon + 360, lon)
        west, east = float(turned.min()), float(turned.max())
        west, east = (west - 360 if west > _HALF_TURN else west), east - 360
    else:
        west, east = float(lon.min()), float(lon.max())
    return Extent(
        west, float(lat.min()), east, float(lat.max()), float(height.min()), float(height.max())
    )


def _turned(points: Matrix, to_earth: Matrix) -> Matrix:
    ones = np.ones((len(points), 1))
    found: Matrix = (np.hstack([points, ones]) @ to_earth.T)[:, :3]
    return found


@cache
def _to_degrees() -> Transformer:
    return Transformer.from_crs("EPSG:4978", "EPSG:4979", always_xy=True)
