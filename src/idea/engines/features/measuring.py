"""Measures how far the features of collections lie from a place, each kind in its own way.

Which collections are looked through and which features are told is for `nearest`.
"""
# ruff: noqa: S608  names are quoted, values are parameters

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely

from idea.engines.features import shapes, store
from idea.engines.features.small import Floats
from idea.engines.features.types import Bounds, Collection
from idea.kernel.geometry import Place

_SPARE = 5  # the flat order and the true one differ only among near equals
_AREA = 2  # dimensions


@dataclass(frozen=True, slots=True)
class Asked:
    """What is measured to, and how many features of one collection are wanted at most."""

    place: Place
    bounds: Bounds
    share: int

    @property
    def shrink(self) -> float:
        """Degrees of longitude as long as one of latitude."""
        return math.cos(math.radians(self.place.lat))

    def nearest(self, lons: Floats, lats: Floats) -> npt.NDArray[np.intp]:
        """Return the indexes of the nearest points on a flat map, a few more than the share."""
        most = self.share + _SPARE
        if lons.size <= most:
            return np.arange(lons.size)
        away = ((lons - self.place.lon) * self.shrink) ** 2 + (lats - self.place.lat) ** 2
        return np.argpartition(away, most)[:most]


class Measured(NamedTuple):
    """The nearest features of one collection, each with its point nearest to the place."""

    layer: int  # index in the list of layers
    positions: npt.NDArray[np.int64]
    lons: Floats
    lats: Floats
    inside: npt.NDArray[np.bool_]  # an area that holds the place
    shapes: npt.NDArray[Any] | None  # None: not at hand


def points(layer: int, rows: Floats, asked: Asked) -> Measured:
    """Measure to points, whose boxes are themselves: no file need be opened."""
    rows = rows[asked.nearest(rows[:, 1], rows[:, 2])]
    lons, lats = rows[:, 1], rows[:, 2]
    nowhere = np.zeros(len(rows), dtype=np.bool_)
    drawn: Any = shapely.points(lons, lats)
    return Measured(layer, rows[:, 0].astype(np.int64), lons, lats, nowhere, drawn)


def shaped(
    layers: Sequence[Collection], rows: dict[int, Floats], asked: Asked
) -> Iterator[Measured]:
    """Measure to the nearest part of lines and areas by their shapes, which are kept."""
    wanted = {index: boxes[:, 0].astype(np.int64) for index, boxes in rows.items()}
    found = shapes.shapes([(layers[index], positions) for index, positions in wanted.items()])
    for (index, positions), all_drawn in zip(wanted.items(), found, strict=True):
        there = ~shapely.is_missing(all_drawn)  # what no program can draw has no distance
        drawn, at = all_drawn[there], positions[there]
        if not drawn.size:
            continue
        lon, lat = asked.place.lon, asked.place.lat
        meets = shapely.intersects_xy(drawn, lon, lat)
        ends = np.full((drawn.size, 2), (lon, lat))
        if not meets.all():
            ends[~meets] = _nearest_parts(drawn[~meets], asked)
        nearest = asked.nearest(ends[:, 0], ends[:, 1])
        inside = meets & (shapely.get_dimensions(drawn) == _AREA)
        yield Measured(
            index, at[nearest], ends[nearest, 0], ends[nearest, 1], inside[nearest], drawn[nearest]
        )


def _nearest_parts(drawn: npt.NDArray[Any], asked: Asked) -> Floats:
    flat = np.array((asked.shrink, 1.0))
    moved = shapely.transform(drawn, lambda corners: corners * flat)
    here = shapely.Point(asked.place.lon * asked.shrink, asked.place.lat)
    ways = shapely.get_coordinates(shapely.shortest_line(moved, here))
    ends: Floats = ways[::2] / flat
    return ends


def big(layers: Sequence[Collection], indexes: list[int], asked: Asked) -> Iterator[Measured]:
    """Measure collections too big to be kept in memory, all files in one query."""
    if not indexes:
        return
    shrink = asked.shrink
    source = store.tables([layers[index] for index in indexes])
    closest = (
        "SELECT file_index, file_row_number, ST_Dimension(geometry) AS dimension, "
        f"ST_ShortestLine(ST_Affine(geometry, {shrink!r}, 0, 0, 1, 0, 0), ST_Point(?, ?)) AS way "
        f"FROM {source} WHERE geometry IS NOT NULL AND geometry && ST_MakeEnvelope(?, ?, ?, ?)"
    )
    sql = (
        "SELECT file_index, file_row_number, ST_X(ST_StartPoint(way)), "
        f"ST_Y(ST_StartPoint(way)), dimension = {_AREA} AND ST_Length(way) = 0 "
        f"FROM ({closest}) WHERE way IS NOT NULL QUALIFY row_number() OVER "
        "(PARTITION BY file_index ORDER BY ST_Length(way)) <= ?"
    )
    values = [asked.place.lon * shrink, asked.place.lat, *asked.bounds, asked.share + _SPARE]
    with store.reader() as cursor:
        rows = cursor.execute(sql, values).fetchall()
    by_file: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for file, *row in rows:
        by_file[file].append(tuple(row))
    for file, found in by_file.items():
        positions, x, y, inside = (np.array(column) for column in zip(*found, strict=True))
        yield Measured(indexes[file], positions, x / shrink, y, inside.astype(np.bool_), None)
