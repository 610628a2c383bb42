"""Reads features: by box, by value, by date, page by page, or one by its number.

Answers in plain GeoJSON; links, headers and media types are for `http/`.
"""
# ruff: noqa: S608  names are quoted, values are parameters

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import orjson
from django.utils.translation import gettext as _

from idea.engines.features import store
from idea.engines.features.conf import features_settings
from idea.engines.features.errors import BadParameter, NoFeature
from idea.engines.features.queries import collection
from idea.engines.features.types import Bounds, Collection, Page, Query
from idea.kernel import duck

_BIGGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Where:
    """An SQL condition with its parameters."""

    sql: str
    values: tuple[Any, ...] = ()

    def __and__(self, other: "Where") -> "Where":
        return Where(f"{self.sql} AND {other.sql}", (*self.values, *other.values))


EVERYTHING = Where("true")


def query(collection_id: str, wanted: Query) -> Page:
    """Return a page of features with the exact number that match.

    Raises NoCollection, and BadParameter for a property that is not there or a value that is not
    of its type.
    """
    return read(collection(collection_id), wanted)


def read(
    layer: Collection, wanted: Query, *, geometry: Callable[[str], Any] = orjson.loads
) -> Page:
    """Do what `query` does for a collection at hand; `geometry` makes what GeoJSON text becomes."""
    source, types = store.table(layer), store.column_types(layer)
    names = _chosen(types, wanted.properties)
    where = _where(layer, wanted, types)
    limit = max(1, min(wanted.limit, features_settings().features_page))
    after = -1 if wanted.after is None else max(-1, min(wanted.after, _BIGGEST - limit - 2))
    span = "file_row_number > ?"
    bounds = [after]
    if where is EVERYTHING:  # then positions follow one another, and others need not be read
        span = "file_row_number BETWEEN ? AND ?"
        bounds = [after + 1, after + 1 + limit]
    sql = (
        f"SELECT file_row_number, {_feature_columns(types, names)} FROM {source} "
        f"WHERE {span} AND {where.sql} ORDER BY file_row_number LIMIT {limit + 1}"
    )
    with store.reader() as cursor:
        rows = _run(cursor, sql, (*bounds, *where.values))
        matched = layer.layer.rows
        if where is not EVERYTHING:
            count = f"SELECT count(*) FROM {source} WHERE {where.sql}"
            matched = _run(cursor, count, where.values)[0][0]
    return Page(
        features=[as_feature(names, row[1:], geometry) for row in rows[:limit]],
        matched=matched,
        next_after=rows[limit - 1][0] if len(rows) > limit else None,
    )


def feature(collection_id: str, row: int) -> dict[str, Any]:
    """Return the feature of row number `row` or raise NoCollection or NoFeature."""
    layer = collection(collection_id)
    source, types = store.table(layer), store.column_types(layer)
    if 0 <= row <= _BIGGEST:
        # The number alone is looked for first: reading every column of every group is slower.
        with store.reader() as cursor:
            found = cursor.execute(
                f"SELECT file_row_number FROM {source} WHERE _row = ?",
                [row],
            ).fetchone()
            if found:
                rows = cursor.execute(
                    f"SELECT {_feature_columns(types, list(types))} FROM {source} "
                    "WHERE file_row_number = ?",
                    [found[0]],
                ).fetchall()
                return as_feature(list(types), rows[0])
    raise NoFeature(_("Layer “%(id)s” has no feature %(row)s.") % {"id": collection_id, "row": row})


def as_feature(
    names: Sequence[str], row: Sequence[Any], geometry: Callable[[str], Any] = orjson.loads
) -> dict[str, Any]:
    """Return a GeoJSON feature (RFC 7946) of a row (`_row`, geometry as GeoJSON text, values…)."""
    return {
        "type": "Feature",
        "id": row[0],
        "geometry": None if row[1] is None else geometry(row[1]),
        "properties": dict(zip(names, row[2:], strict=True)),
    }


def feature_columns(layer: Collection) -> tuple[str, list[str]]:
    """Return the SQL columns `as_feature` takes, and the names of the properties."""
    types = store.column_types(layer)
    return _feature_columns(types, list(types)), list(types)


def intersects(layer: Collection, bounds: Bounds) -> Where:
    """Return the condition that a feature's geometry intersects `bounds` (degrees, CRS84)."""
    west, south, east, north = bounds
    if west > east:  # across the antimeridian: two boxes
        left = intersects(layer, (west, south, 180.0, north))
        right = intersects(layer, (-180.0, south, east, north))
        return Where(f"({left.sql} OR {right.sql})", (*left.values, *right.values))
    box = (west, south, east, north)
    envelope = "ST_MakeEnvelope(?, ?, ?, ?)"
    # Where statistics say that a whole row group lies inside, DuckDB 1.5 drops the test of the box
    # and would let rows without a geometry through.
    if layer.layer.kind == "Point":  # a point's box is the point
        return Where(f"(geometry IS NOT NULL AND geometry && {envelope})", box)
    # A box without breadth is no valid polygon, so it is met as the line or the point it is.
    shape, values = envelope, box
    if west == east or south == north:
        shape = "ST_MakeLine(ST_Point(?, ?), ST_Point(?, ?))"
        if west == east and south == north:
            shape, values = "ST_Point(?, ?)", (west, south)  # type: ignore[assignment]
    sql = f"(geometry IS NOT NULL AND geometry && {envelope} AND ST_Intersects(geometry, {shape}))"
    return Where(sql, (*box, *values))


def _where(layer: Collection, wanted: Query, types: dict[str, str]) -> Where:
    where = EVERYTHING
    if wanted.bbox is not None:
        where &= intersects(layer, wanted.bbox)
    for name, value in wanted.equals.items():
        if name not in types:
            raise BadParameter(_("There is no property “%(name)s”.") % {"name": name[:80]})
        # Cast the value, not the column: then statistics still skip what cannot match.
        where &= Where(f"{duck.quote(name)} = CAST(? AS {_comparable(types[name])})", (value,))
    time = store.schema(layer).time if wanted.interval is not None else ""
    if wanted.interval is not None and time:
        where &= Where(*_as_pair(store.within(time, types[time], wanted.interval)))
    return where


def _as_pair(pair: tuple[str, list[Any]]) -> tuple[str, tuple[Any, ...]]:
    return pair[0], tuple(pair[1])


def _comparable(kind: str) -> str:
    return "VARCHAR" if kind.endswith(("[]", ")")) and not kind.startswith("DECIMAL") else kind


def _chosen(types: dict[str, str], wanted: Sequence[str] | None) -> list[str]:
    if wanted is None:
        return list(types)
    for name in wanted:
        if name not in types:
            raise BadParameter(_("There is no property “%(name)s”.") % {"name": name[:80]})
    return [name for name in types if name in set(wanted)]


def _feature_columns(types: dict[str, str], names: Sequence[str]) -> str:
    values = [store.json_value(name, types[name]) for name in names]
    return ", ".join(["_row", "ST_AsGeoJSON(geometry)", *values])


def _run(cursor: Any, sql: str, values: Sequence[Any]) -> list[Any]:
    try:
        rows: list[Any] = cursor.execute(sql, list(values)).fetchall()
    except (duckdb.ConversionException, duckdb.OutOfRangeException, duckdb.InvalidInputException):
        raise BadParameter(
            _("A value is not of the type of its property."),
            remedy=_("Look at the properties of the collection for their types."),
        ) from None
    return rows
