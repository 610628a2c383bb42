"""Finds what is near a place, in meters on the ellipsoid."""
# ruff: noqa: S608  names are quoted, values are parameters

import heapq
import math
from collections.abc import Collection as Ids
from functools import lru_cache
from typing import Any

from pyproj import Geod

from idea.engines.features import store
from idea.engines.features.queries import touching
from idea.engines.features.reading import as_feature, feature_columns
from idea.engines.features.types import Bounds, Collection, Nearby
from idea.kernel.geometry import Place, around

_SPARE = 5  # the flat order and the true one differ only among near equals


def near(
    place: Place,
    radius_m: float,
    limit: int = 10,
    *,
    ids: Ids[str] | None = None,
    each: int | None = None,
) -> list[Nearby]:
    """Return the features within `radius_m` meters of `place`, the nearest first.

    At most `limit` in all and `each` of one collection (None: as many as `limit`), from all
    collections or those named in `ids`. A line's or polygon's distance is that of its nearest
    part, 0 where the place lies inside. Distances are geodesic (GRS 80 as WGS 84, ±0.1 %).
    """
    west, south, east, north = around(place, radius_m)
    bounds = (max(west, -180.0), south, min(east, 180.0), north)
    share = limit if each is None else min(each, limit)
    found: list[Nearby] = []
    for layer in touching(bounds):
        if ids is None or layer.id in ids:
            found += _near_in(layer, place, bounds, share, radius_m)
    return heapq.nsmallest(limit, found, key=lambda one: one.distance)


def _near_in(
    layer: Collection, place: Place, bounds: Bounds, limit: int, radius_m: float
) -> list[Nearby]:
    columns, names = feature_columns(layer)
    source = store.table(layer)
    shrink = math.cos(math.radians(place.lat))  # degrees of longitude as long as those of latitude
    closest = (
        "SELECT file_row_number, ST_ShortestLine(ST_Affine(geometry, "
        f"{shrink!r}, 0, 0, 1, 0, 0), ST_Point(?, ?)) AS way FROM {source} "
        "WHERE geometry IS NOT NULL AND geometry && ST_MakeEnvelope(?, ?, ?, ?)"
    )
    sql = (
        "SELECT file_row_number, ST_X(ST_StartPoint(way)), ST_Y(ST_StartPoint(way)) "
        f"FROM ({closest}) WHERE way IS NOT NULL ORDER BY ST_Length(way) LIMIT ?"
    )
    values = [place.lon * shrink, place.lat, *bounds, limit + _SPARE]
    with store.reader() as cursor:
        meters = {
            position: distance
            for position, x, y in cursor.execute(sql, values).fetchall()
            if (distance := _meters(place, x / shrink, y)) <= radius_m
        }
        rows = cursor.execute(
            f"SELECT file_row_number, {columns} FROM {source} "
            f"WHERE file_row_number IN ({', '.join(map(str, meters)) or -1})"
        ).fetchall()
    found = [Nearby(layer, as_feature(names, row), meters[n]) for n, *row in rows]
    return heapq.nsmallest(limit, found, key=lambda one: one.distance)


def _meters(place: Place, lon: float, lat: float) -> float:
    _forward, _back, distance = _ellipsoid().inv(place.lon, place.lat, lon, lat)
    return float(distance)


@lru_cache(maxsize=1)
def _ellipsoid() -> Any:
    return Geod(ellps="WGS84")
