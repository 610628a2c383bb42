"""Places, distances and coordinate reference systems: numbers in, degrees (CRS84) out.

Knows systems and rough outlines; which county a place is in is for `boundaries`.
"""
# ruff: noqa: PLR2004  the numbers are degrees and meters

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bounds = tuple[float, float, float, float]  # west, south, east, north; degrees, CRS84

CRS84 = "OGC:CRS84"
EARTH_RADIUS_M = 6_371_008.8  # mean radius of WGS 84
# Taiwan with Penghu, Kinmen, Matsu and Pratas, and the sea that its sensors stand in.
TAIWAN: Bounds = (116.5, 20.4, 123.8, 26.7)


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the map, degrees WGS 84. `label` is what a person calls it."""

    lon: float
    lat: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Guess:
    """A coordinate reference system that numbers fit.

    `swapped` says that the first array holds northings or latitudes; `share` (0 to 1) is the part
    of the points that fits. `alternative` is a system whose numbers look the same from here
    (TWD67 lies about 850 m from TWD97): a publisher may know better.
    """

    crs: str
    swapped: bool
    share: float
    alternative: str = ""


def distance_m(a: Place, b: Place) -> float:
    """Return the great-circle distance in meters (haversine; 0.5 % at worst)."""
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half_lat, half_lon = (lat_b - lat_a) / 2, math.radians(b.lon - a.lon) / 2
    h = math.sin(half_lat) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(h)))


def around(place: Place, radius_m: float) -> Bounds:
    """Return the smallest bounds that hold a circle of `radius_m` meters around `place`."""
    lat_span = math.degrees(radius_m / EARTH_RADIUS_M)
    shrink = math.cos(math.radians(min(89.9, abs(place.lat) + lat_span)))
    lon_span = min(180.0, lat_span / shrink)
    return (
        place.lon - lon_span,
        max(-90.0, place.lat - lat_span),
        place.lon + lon_span,
        min(90.0, place.lat + lat_span),
    )


def on_planet(lon: float, lat: float) -> bool:
    """Tell whether the numbers can be degrees at all (NaN cannot)."""
    return -180.0 <= lon <= 180.0 and -90.0 <= lat <= 90.0


def near_taiwan(lon: float, lat: float) -> bool:
    """Tell whether a point is in or around Taiwan and its islands (a box; see TAIWAN)."""
    west, south, east, north = TAIWAN
    return west <= lon <= east and south <= lat <= north


# PROJ has no better than a "ballpark" (850 m off) from TWD67 to WGS 84. These are the seven
# parameters of the Taiwan datum in common use (Academia Sinica; good to about 2 m on the island).
_TWD67 = (
    "+ellps=aust_SA +towgs84=-752,-358,-179,-0.0000011698,0.0000018398,0.0000009822,0.00002329"
    " +no_defs +type=crs"
)
_OWN_DEFINITIONS = {
    "EPSG:3828": f"+proj=tmerc +lat_0=0 +lon_0=121 +k=0.9999 +x_0=250000 +y_0=0 +units=m {_TWD67}",
    "EPSG:3827": f"+proj=tmerc +lat_0=0 +lon_0=119 +k=0.9999 +x_0=250000 +y_0=0 +units=m {_TWD67}",
    "EPSG:3821": f"+proj=longlat {_TWD67}",
}
_GEOGRAPHIC = {"OGC:CRS84", "EPSG:4326", "EPSG:3824", "CRS84", "WGS84"}


def to_crs84(xs: Any, ys: Any, crs: str) -> tuple[Floats, Floats]:
    """Return longitudes and latitudes (float64 arrays) of points given in `crs`.

    `xs` are eastings or longitudes and `ys` northings or latitudes, whatever order the system's
    own definition has. Points that do not transform come back as NaN. ValueError: unknown `crs`.
    """
    x, y = np.asarray(xs, dtype=np.float64), np.asarray(ys, dtype=np.float64)
    if crs.upper() in _GEOGRAPHIC:
        return x, y
    lon, lat = _transformer(crs).transform(x, y, errcheck=False)
    bad = ~(np.isfinite(lon) & np.isfinite(lat))
    return np.where(bad, np.nan, lon), np.where(bad, np.nan, lat)


@lru_cache(maxsize=32)
def _transformer(crs: str) -> Any:
    import pyproj

    try:
        source = pyproj.CRS.from_user_input(_OWN_DEFINITIONS.get(crs.upper(), crs))
    except pyproj.exceptions.CRSError as error:
        raise ValueError(f"unknown coordinate reference system: {crs}") from error
    return pyproj.Transformer.from_crs(source, CRS84, always_xy=True)


# Rough land of Taiwan (3 km of sea added), for telling the 119° zone from the 121° zone: numbers of
# the one, read in the other, fall into the sea. The main island, then Penghu, Kinmen with Wuqiu,
# Matsu, Pratas, Orchid and Green Islands, Liuqiu, Guishan, the islets off Keelung.
_MAIN_ISLAND = (
    (120.0, 23.08), (120.12, 23.41), (120.08, 23.64), (120.13, 23.8), (120.69, 24.62),
    (120.83, 24.72), (121.01, 25.05), (121.23, 25.15), (121.36, 25.17), (121.43, 25.28),
    (121.53, 25.33), (121.63, 25.3), (121.73, 25.19), (121.95, 25.15), (121.96, 25.05),
    (122.02, 25.04), (122.04, 25.0), (121.86, 24.84), (121.87, 24.66), (121.92, 24.6),
    (121.89, 24.47), (121.83, 24.42), (121.8, 24.29), (121.65, 24.07), (121.68, 24.0),
    (121.49, 23.31), (121.43, 23.19), (121.45, 23.12), (121.22, 22.83), (121.2, 22.74),
    (121.05, 22.64), (121.01, 22.55), (120.92, 22.32), (120.93, 22.03), (120.87, 21.96),
    (120.88, 21.87), (120.69, 21.92), (120.66, 22.03), (120.68, 22.11), (120.61, 22.3),
    (120.27, 22.52), (120.14, 22.94),
)  # fmt: skip
_ISLANDS: tuple[Bounds, ...] = (
    (119.28, 23.15, 119.73, 23.82),
    (118.1, 24.1, 118.55, 24.6),
    (119.4, 24.9, 119.55, 25.05),
    (119.85, 25.9, 120.55, 26.45),
    (116.6, 20.6, 116.95, 20.8),
    (121.45, 21.9, 121.65, 22.1),
    (121.43, 22.6, 121.53, 22.7),
    (120.32, 22.3, 120.4, 22.37),
    (119.98, 23.4, 120.15, 23.56),
    (121.9, 24.8, 122.0, 24.87),
    (121.74, 25.1, 122.15, 25.68),
)
_PROJECTED = ("EPSG:3826", "EPSG:3825", "EPSG:3857")
_TWIN = {"EPSG:3826": "EPSG:3828", "EPSG:3825": "EPSG:3827"}
_ENOUGH = 0.5  # below this share the numbers fit nothing well enough to be moved by
_SAMPLE = 5_000


def guess_crs(xs: Any, ys: Any, *, hint: str = "") -> Guess | None:
    """Work out which system coordinates are in from the numbers alone; None where none fits.

    Tries degrees, TWD97 zones 121 and 119 (EPSG:3826, 3825), Web Mercator (EPSG:3857), each also
    with the two arrays swapped. `hint` is any text near the numbers, such as a column's name: one
    that says 67 picks TWD67 (EPSG:3828, 3827), which numbers alone cannot tell from TWD97.
    """
    x, y = np.asarray(xs, dtype=np.float64), np.asarray(ys, dtype=np.float64)
    keep = np.isfinite(x) & np.isfinite(y) & ~((x == 0) & (y == 0))
    x, y = x[keep], y[keep]
    if x.size == 0:
        return None
    if x.size > _SAMPLE:
        chosen = np.linspace(0, x.size - 1, _SAMPLE).astype(np.int64)
        x, y = x[chosen], y[chosen]
    candidates = [
        *_guess_degrees(x, y),
        *(_guess_projected(x, y, crs, swapped) for crs in _PROJECTED for swapped in (False, True)),
    ]
    score, best = max(candidates, key=lambda pair: pair[0])  # the first of equals: the plainer one
    if score < _ENOUGH:
        return None
    if "67" in hint and "97" not in hint and best.crs in _TWIN:
        return Guess(_TWIN[best.crs], best.swapped, best.share, best.crs)
    return best


def _guess_degrees(x: Floats, y: Floats) -> list[tuple[float, Guess]]:
    plain = float(np.mean((np.abs(x) <= 180) & (np.abs(y) <= 90)))
    turned = float(np.mean((np.abs(y) <= 180) & (np.abs(x) <= 90)))
    here, there = np.mean(_in_box(x, y, TAIWAN)), np.mean(_in_box(y, x, TAIWAN))
    # Away from Taiwan only a "latitude" beyond 90 gives an exchange away.
    if there > here or (here == there and turned > plain):
        return [(turned, Guess(CRS84, swapped=True, share=turned))]
    return [(plain, Guess(CRS84, swapped=False, share=plain))]


def _guess_projected(x: Floats, y: Floats, crs: str, swapped: bool) -> tuple[float, Guess]:  # noqa: FBT001  both are tried
    east, north = (y, x) if swapped else (x, y)
    plausible = (np.abs(east) > 1_000) & (north > 1_000_000)
    lon, lat = to_crs84(east[plausible], north[plausible], crs)
    near = float(np.sum(_in_box(lon, lat, TAIWAN))) / x.size
    land = float(np.sum(_on_land(lon, lat))) / x.size
    # Buoys and wind farms stand in the sea: near counts too, but land decides between two zones.
    return max(land, 0.9 * near), Guess(crs, swapped, near, _TWIN.get(crs, ""))


def _in_box(lon: Floats, lat: Floats, box: Bounds) -> npt.NDArray[np.bool_]:
    west, south, east, north = box
    inside: npt.NDArray[np.bool_] = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return inside


def _on_land(lon: Floats, lat: Floats) -> npt.NDArray[np.bool_]:
    import shapely

    found: npt.NDArray[np.bool_] = shapely.contains_xy(_main_island(), lon, lat)
    for box in _ISLANDS:
        found |= _in_box(lon, lat, box)
    return found


@lru_cache(maxsize=1)
def _main_island() -> Any:
    import shapely

    outline = shapely.Polygon(_MAIN_ISLAND)
    shapely.prepare(outline)
    return outline


def bounds_of(lons: Sequence[float] | Floats, lats: Sequence[float] | Floats) -> Bounds | None:
    """Return the bounds of points, NaN left out; None where there is none."""
    x, y = np.asarray(lons, dtype=np.float64), np.asarray(lats, dtype=np.float64)
    keep = np.isfinite(x) & np.isfinite(y)
    if not keep.any():
        return None
    return (float(x[keep].min()), float(y[keep].min()), float(x[keep].max()), float(y[keep].max()))
