"""SQL conditions on a collection's rows, with their parameters, that skip what cannot match."""

from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from idea.engines.features.types import Bounds, Collection


@dataclass(frozen=True, slots=True)
class Where:
    """An SQL condition with its parameters."""

    sql: str
    values: tuple[Any, ...] = ()

    def __and__(self, other: "Where") -> "Where":
        return Where(f"{self.sql} AND {other.sql}", (*self.values, *other.values))


EVERYTHING = Where("true")
_ENVELOPE = "ST_MakeEnvelope(?, ?, ?, ?)"


def intersects(layer: Collection, bounds: Bounds) -> Where:
    """Return the condition that a feature's geometry intersects `bounds` (degrees, CRS84)."""
    west, south, east, north = bounds
    if west > east:  # across the antimeridian: two boxes
        left = intersects(layer, (west, south, 180.0, north))
        right = intersects(layer, (-180.0, south, east, north))
        return Where(f"({left.sql} OR {right.sql})", (*left.values, *right.values))
    if layer.layer.kind == "Point":  # a point's box is the point
        return Where(f"(geometry IS NOT NULL AND geometry && {_ENVELOPE})", bounds)
    return related("ST_Intersects", box(bounds))


def related(function: str, shape: BaseGeometry) -> Where:
    """Return the condition that a feature's geometry stands in a relation to `shape` (CRS84).

    `function` is one of DuckDB's that hold only where the two boxes touch.
    """
    # The test of the boxes is what row groups are skipped by. Where statistics say that a whole
    # row group lies inside, DuckDB 1.5 drops it and would let rows without a geometry through.
    boxes = " OR ".join(f"geometry && {_ENVELOPE}" for _part in _parts(shape))
    sides = [side for part in _parts(shape) for side in part.bounds]
    test = f"{function}(geometry, ST_GeomFromWKB(?))"
    return Where(
        f"(geometry IS NOT NULL AND ({boxes}) AND {test})", (*sides, shapely.to_wkb(shape))
    )


def box(bounds: Bounds) -> BaseGeometry:
    """Return a box as a shape; one without breadth is the line or the point it is."""
    west, south, east, north = bounds
    if west > east:  # across the antimeridian
        halves = [(west, south, 180.0, north), (-180.0, south, east, north)]
        return shapely.union_all([box(half) for half in halves])
    if west == east and south == north:
        return shapely.Point(west, south)
    if west == east or south == north:
        return shapely.LineString([(west, south), (east, north)])
    return shapely.box(*bounds)


def _parts(shape: BaseGeometry) -> list[BaseGeometry]:
    """Return the parts to look for one by one: few that lie far apart, else the whole."""
    few = 4
    parts = list(shapely.get_parts(shape))
    return parts if 1 < len(parts) <= few else [shape]
