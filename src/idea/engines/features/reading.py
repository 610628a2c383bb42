"""Reads features: by box, by filter, by value, by date, page by page, or one by its number.

Answers in plain GeoJSON; links, headers and media types are for `http/`.
"""
# ruff: noqa: S608  names are quoted, values are parameters

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import duckdb
import orjson
from django.utils.translation import gettext as _

from idea.engines.features import crs, geojson, points, sorting, store
from idea.engines.features.conditions import EVERYTHING, Where, intersects, related
from idea.engines.features.conf import features_settings
from idea.engines.features.cql2 import encoded, text
from idea.engines.features.cql2.sql import condition
from idea.engines.features.errors import BadParameter, NoFeature
from idea.engines.features.queries import collection
from idea.engines.features.types import (
    CRS84,
    Bounds,
    Collection,
    Crs,
    Interval,
    Page,
    Query,
    Written,
)
from idea.engines.features.validity.reading import valid
from idea.kernel import duck

_BIGGEST = 2**63 - 1


def query(collection_id: str, wanted: Query) -> Page:
    """Return a page of features with the exact number that match.

    Raises NoCollection, BadParameter for a property that is not there or a value that is not of
    its type, and BadFilter for a filter that cannot be understood.
    """
    return read(collection(collection_id), wanted)


def read(
    layer: Collection, wanted: Query, *, geometry: Callable[[str], Any] = orjson.loads
) -> Page:
    """Do what `query` does for a collection at hand; `geometry` makes what GeoJSON text becomes."""
    types = store.column_types(layer)
    names = _chosen(types, wanted.properties)
    for name, _down in wanted.sortby:
        _known(name, types)
    limit, after = _span(wanted)
    if (bounds := _plain_box(wanted)) is not None and (quick := points.ready(layer)):
        return quick.page(bounds, names, limit=limit, after=after, crs=wanted.crs)
    where = _where(layer, wanted, types)
    source, columns = store.table(layer), geojson.columns(types, names, crs.geojson(wanted.crs))
    with store.reader() as cursor:
        if wanted.sortby:
            span = sorting.after(cursor, source, wanted.sortby, types, after)
        elif (
            where is EVERYTHING and layer.during is None
        ):  # positions follow one another, and others need not be read
            span = Where("file_row_number BETWEEN ? AND ?", (after + 1, after + 1 + limit))
        else:
            span = Where("file_row_number > ?", (after,))
        page = span & where
        sql = f"SELECT file_row_number, {columns} FROM {source} WHERE {page.sql}"
        sql += f" ORDER BY {sorting.order(wanted.sortby)} LIMIT {limit + 1}"
        rows = _run(cursor, sql, page.values)
        matched = layer.layer.rows
        if where is not EVERYTHING:
            sql = f"SELECT count(*) FROM {source} WHERE {where.sql}"
            matched = _run(cursor, sql, where.values)[0][0]
    return Page(
        features=[geojson.feature(names, row[1:], geometry) for row in rows[:limit]],
        matched=matched,
        next_after=rows[limit - 1][0] if len(rows) > limit else None,
    )


def write(layer: Collection, wanted: Query) -> Written:
    """Return what `read` does as JSON; of points in a box it is put together, not made."""
    bounds = _plain_box(wanted)
    whole = wanted.properties is None and wanted.crs is CRS84
    if whole and bounds is not None and (quick := points.ready(layer)):
        limit, after = _span(wanted)
        return quick.written(bounds, limit=limit, after=after)
    page = read(layer, wanted, geometry=orjson.Fragment)
    features = orjson.dumps(page.features, option=orjson.OPT_NON_STR_KEYS)
    return Written(features, len(page.features), page.matched, page.next_after)


def feature(collection_id: str, row: int, wanted: Crs = CRS84) -> dict[str, Any]:
    """Return the feature of row number `row` in `wanted`, or raise NoCollection or NoFeature."""
    return feature_of(collection(collection_id), row, wanted)


def feature_of(layer: Collection, row: int, wanted: Crs = CRS84) -> dict[str, Any]:
    """Do what `feature` does for a collection at hand."""
    source, types = store.table(layer), store.column_types(layer)
    if 0 <= row <= _BIGGEST:
        # The number alone is looked for first: reading every column of every group is slower.
        columns = geojson.columns(types, list(types), crs.geojson(wanted))
        with store.reader() as cursor:
            found = cursor.execute(
                f"SELECT file_row_number FROM {source} WHERE _row = ?",
                [row],
            ).fetchone()
            if found:
                rows = cursor.execute(
                    f"SELECT {columns} FROM {source} WHERE file_row_number = ?",
                    [found[0]],
                ).fetchall()
                return geojson.feature(list(types), rows[0])
    raise NoFeature(_("Layer “%(id)s” has no feature %(row)s.") % {"id": layer.id, "row": row})


def _span(wanted: Query) -> tuple[int, int]:
    """Return how many features, and the position they come after."""
    limit = max(1, min(wanted.limit, features_settings().features_page))
    after = -1 if wanted.after is None else max(-1, min(wanted.after, _BIGGEST - limit - 2))
    return limit, after


def _plain_box(wanted: Query) -> Bounds | None:
    """Return the box where nothing else is asked, so that points can be found in memory."""
    other = wanted.equals or wanted.filter or wanted.sortby or wanted.interval
    if other or wanted.bbox is None or wanted.bbox_crs is not CRS84:
        return None
    return wanted.bbox


def _where(layer: Collection, wanted: Query, types: dict[str, str]) -> Where:
    where = EVERYTHING
    if wanted.bbox is not None and wanted.bbox_crs.projected:
        where &= related("ST_Intersects", crs.outline(wanted.bbox, wanted.bbox_crs))
    elif wanted.bbox is not None:
        where &= intersects(layer, wanted.bbox)
    for name, value in wanted.equals.items():
        kind = _known(name, types)
        # Cast the value, not the column: then statistics still skip what cannot match.
        where &= Where(f"{duck.quote(name)} = CAST(? AS {_comparable(kind)})", (value,))
    if wanted.interval is not None:
        where &= _when(layer, wanted.interval, types)
    if wanted.filter:
        tree = (encoded if wanted.filter_json else text).parse(wanted.filter)
        where &= condition(tree, types, wanted.filter_crs)
    return where


def _when(layer: Collection, interval: Interval, types: dict[str, str]) -> Where:
    """Return the condition that a feature is of `interval` (17-069r4, clause 7.15.4).

    A collection that tells no time has its features at every time.
    """
    if layer.validity is not None:
        return Where(valid(layer.validity, types, interval))
    time = store.schema(layer).time
    return Where(*_as_pair(store.within(time, types[time], interval))) if time else EVERYTHING


def _known(name: str, types: Mapping[str, str]) -> str:
    if name not in types:
        raise BadParameter(_("There is no property “%(name)s”.") % {"name": name[:80]})
    return types[name]


def _as_pair(pair: tuple[str, list[Any]]) -> tuple[str, tuple[Any, ...]]:
    return pair[0], tuple(pair[1])


def _comparable(kind: str) -> str:
    return "VARCHAR" if kind.endswith(("[]", ")")) and not kind.startswith("DECIMAL") else kind


def _chosen(types: dict[str, str], wanted: Sequence[str] | None) -> list[str]:
    if wanted is None:
        return list(types)
    for name in wanted:
        _known(name, types)
    return [name for name in types if name in set(wanted)]


def _run(cursor: Any, sql: str, values: Sequence[Any]) -> list[Any]:
    try:
        rows: list[Any] = cursor.execute(sql, list(values)).fetchall()
    except (duckdb.ConversionException, duckdb.OutOfRangeException, duckdb.InvalidInputException):
        raise BadParameter(
            _("A value is not of the type of its property."),
            remedy=_("Look at the properties of the collection for their types."),
        ) from None
    return rows
