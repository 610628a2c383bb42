"""Cuts a collection down to what is valid in a span of time: a collection like any other.

Its key tells the span, so that whatever is kept of it (tiles, pictures, ETags) is told apart from
what is kept of the whole. Nothing is written: the rows are the collection's own, fewer of them.
"""
# ruff: noqa: S608  names are quoted

from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from typing import Any

from idea.engines.features import store
from idea.engines.features.types import Collection, Interval
from idea.engines.features.validity.reading import FIRST, LAST, blank, moment, told

_KEPT = 512


def during(layer: Collection, interval: Interval | None) -> Collection:
    """Return the part of a collection that is valid at a moment of `interval`.

    The collection itself where no span is asked for, or where it does not tell time.
    """
    if interval is None or layer.validity is None:
        return layer
    mark = sha256(repr((layer.validity, interval)).encode()).hexdigest()[:16]
    key = f"{store.base(layer.lake_key)}{store.CUT}{mark}"
    return _cut(replace(layer, lake_key=key, during=interval))


def extent(layer: Collection) -> Interval | None:
    """Return from when to when a collection tells of; None at an end that is open.

    Where no validity is declared: the least and the greatest of its first column of dates.
    """
    if layer.validity is None:
        return store.schema(layer).interval
    begin, end, open_begin, open_end = _sides(store.base(layer.lake_key), layer)
    return (None if open_begin else begin), (None if open_end else end)


def known(layer: Collection) -> Interval:
    """Return the first and the last moment that anything of a collection begins or ends at."""
    if layer.validity is None:
        return store.schema(layer).interval or (None, None)
    begin, end, _open_begin, _open_end = _sides(store.base(layer.lake_key), layer)
    return begin, end


@lru_cache(maxsize=_KEPT)
def _cut(layer: Collection) -> Collection:
    with store.reader() as cursor:
        found = cursor.execute(
            "SELECT count(*), count(geometry) FILTER (NOT ST_IsEmpty(geometry)) "
            f"FROM {store.table(layer)}"
        ).fetchone()
    rows, count = found or (0, 0)
    # The bounds stay those of the whole: maps of two dates show the same part of the world.
    return replace(layer, layer=replace(layer.layer, count=count, rows=rows))


@lru_cache(maxsize=_KEPT)
def _sides(key: str, layer: Collection) -> tuple[Any, Any, bool, bool]:  # noqa: ARG001  another version is another answer
    """Return the least and greatest moment that is said, and whether a start, an end is open."""
    validity, types = layer.validity, store.column_types(layer)
    if validity is None:
        raise ValueError("the collection tells no time")
    starts, ends = "NULL::TIMESTAMP", "NULL::TIMESTAMP"
    open_start, open_end = "true", "true"
    if validity.start:
        starts = moment(validity.start, types[validity.start])
        open_start = blank(validity.start)
    if validity.end:
        ends = moment(validity.end, types[validity.end], through=validity.through)
        open_end = blank(validity.end)
    start, end = (_held(part) for part in (starts, ends))
    with store.reader() as cursor:
        found = cursor.execute(
            f"SELECT least(min({start}), min({end})), greatest(max({start}), max({end})), "
            f"bool_or({open_start}), bool_or({open_end}) "
            f"FROM {store.table(replace(layer, during=None))}"
        ).fetchone()
    begin, last, no_start, no_end = found or (None, None, True, True)
    return told(begin), told(last), bool(no_start), bool(no_end)


def _held(part: str) -> str:
    return f"CASE WHEN ({part}) BETWEEN {FIRST} AND {LAST} THEN ({part}) END"
