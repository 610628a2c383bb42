"""Finds in a layer's data what a symbology leaves open: categories, class breaks, counts.

Asks DuckDB once a column; what a style says is for `reading`, how it looks for `compiling`.
"""
# ruff: noqa: S608  names are quoted, values are parameters

from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

import numpy as np
from django.utils.translation import gettext as _

from idea.engines.features import store
from idea.engines.features.limits import limited
from idea.engines.features.styles import breaks, compiling
from idea.engines.features.styles.types import (
    OTHER,
    Entry,
    Legend,
    Method,
    Symbology,
)
from idea.engines.features.types import Collection
from idea.kernel import duck

MOST_CATEGORIES: Final = 12
_SAMPLE: Final = 100_000  # rows that breaks are found from, where there are more
_QUANTILES: Final = 2_000  # numbers that natural breaks are found from: exact up to there
_SIZES: Final = 3  # circles a legend shows


def text_of(layer: Collection, column: str) -> str:
    """Return the SQL of a value as MapLibre's `to-string` writes it; NULL where there is none."""
    kind = store.column_types(layer)[column]
    value = store.json_value(column, kind)
    if kind in ("DOUBLE", "FLOAT") or kind.startswith("DECIMAL"):
        whole = f"{value} = floor({value}) AND abs({value}) < 1e15"
        return f"CASE WHEN {whole} THEN ({value})::BIGINT::VARCHAR ELSE ({value})::VARCHAR END"
    return f"({value})::VARCHAR"


def filled(of: Symbology, layer: Collection) -> Symbology:
    """Return the symbology with its classes found in the layer's data."""
    if of.method is Method.CATEGORIES:
        return of if of.values else replace(of, values=_commonest(of, layer))
    if of.method is Method.GRADUATED and not of.starts:
        values = _numbers(of.column, layer)
        if of.breaks == "natural" and len(values) > _QUANTILES:
            values = np.quantile(values, np.linspace(0, 1, _QUANTILES), method="inverted_cdf")
        return replace(of, starts=tuple(breaks.starts(values, of.breaks, of.classes)))
    if of.method is Method.PROPORTIONAL and not of.greatest:
        values = _numbers(of.column, layer)
        return replace(of, greatest=float(values.max()) if len(values) else 0.0)
    return of


def _commonest(of: Symbology, layer: Collection) -> tuple[str, ...]:
    text = text_of(layer, of.column)
    with store.reader() as cursor, limited(cursor):
        rows = cursor.execute(
            f"SELECT {text} AS v, count(*) FROM {store.table(layer)} WHERE v <> '' "
            f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {min(of.classes, MOST_CATEGORIES)}"
        ).fetchall()
    return tuple(str(value) for value, _count in rows)


def _numbers(column: str, layer: Collection) -> breaks.Numbers:
    """Return the finite numbers of a column, a fair sample where there are very many."""
    name = f"{duck.quote(column)}::DOUBLE"
    sample = "USING SAMPLE reservoir(100000 ROWS) REPEATABLE (7)"
    with store.reader() as cursor, limited(cursor):
        found = cursor.execute(
            f"SELECT v FROM (SELECT {name} AS v FROM {store.table(layer)} WHERE isfinite({name})) "
            f"{sample if layer.layer.rows > _SAMPLE else ''}"
        ).fetchnumpy()["v"]
        ends = cursor.execute(
            f"SELECT min({name}), max({name}) FROM {store.table(layer)} WHERE isfinite({name})"
        ).fetchone()
    values = np.asarray(found, dtype=np.float64)
    if ends and ends[0] is not None:  # a sample may miss the ends
        values = np.append(values, [float(end) for end in ends])
    return values


def rank_sql(of: Symbology, layer: Collection) -> str:
    """Return the SQL of a row's class: its color's number, and one more for what has none."""
    if of.method is Method.CATEGORIES and of.values:
        text = text_of(layer, of.column)
        cases = " ".join(
            f"WHEN {duck.literal(value)} THEN {at}" for at, value in enumerate(of.values)
        )
        return f"(CASE {text} {cases} ELSE {len(of.values)} END)"
    if of.method is Method.GRADUATED and of.starts:
        value = f"{duck.quote(of.column)}::DOUBLE"
        last = len(of.starts) - 1
        cases = " ".join(
            f"WHEN {value} >= {of.starts[at]!r} THEN {at}" for at in range(last, 0, -1)
        )
        none = f"WHEN {value} IS NULL OR NOT isfinite({value}) THEN {last + 1}"
        return f"(CASE {none} {cases} ELSE 0 END)"
    return "0"


def legend(of: Symbology, layer: Collection, title: str = "", *, counted: bool = True) -> Legend:
    """Return the lines of the legend, each class with the number of its features.

    Where they are not `counted`, the data are not asked, and what has no class has its line.
    """
    single = layer.layer.kind.removeprefix("Multi")
    sign = {"Point": "point", "LineString": "line"}.get(single, "area")
    if of.method is Method.PROPORTIONAL:
        shares = [part / _SIZES for part in range(_SIZES, 0, -1)]
        entries = tuple(
            Entry(number(of.greatest * part), of.color, radius=max(1.5, of.largest * part**0.5))
            for part in shares
        )
        return Legend(of.column, sign, entries)
    counts: dict[int, int] = {}
    if counted:
        counts = dict(_counts(rank_sql(of, layer), layer.lake_key, store.table(layer)))
    shown = compiling.class_colors(of)
    if of.method is Method.SINGLE or not (of.values or of.starts):
        return Legend("", sign, (Entry(title or _("Features"), of.color, sum(counts.values())),))
    words = list(of.values) if of.method is Method.CATEGORIES else _spans(of.starts)
    entries = tuple(
        Entry(each, color, counts.get(at, 0))
        for at, (each, color) in enumerate(zip(words, shown, strict=True))
    )
    rest = counts.get(len(words), 0)
    if rest or not counted:
        none = _("Others") if of.method is Method.CATEGORIES else _("No number")
        entries += (Entry(none, OTHER, rest),)
    return Legend(of.column, sign, entries)


@lru_cache(maxsize=256)
def _counts(rank: str, _version: str, source: str) -> tuple[tuple[int, int], ...]:
    """Return the features of each class; files never change, so the answer is kept."""
    with store.reader() as cursor, limited(cursor):
        rows: list[tuple[Any, Any]] = cursor.execute(
            f"SELECT {rank} AS class, count(*) FROM {source} WHERE geometry IS NOT NULL GROUP BY 1"
        ).fetchall()
    return tuple((int(rank_), int(count)) for rank_, count in rows)


def _spans(starts: tuple[float, ...]) -> list[str]:
    if len(starts) == 1:
        return [f"≥ {number(starts[0])}"]
    middle = [f"{number(a)} – {number(b)}" for a, b in pairwise(starts[1:])]
    return [f"< {number(starts[1])}", *middle, f"≥ {number(starts[-1])}"]


def number(value: float) -> str:
    """Return a number as a legend shows it: four digits that count."""
    if value == int(value) or abs(value) >= 10_000:  # noqa: PLR2004
        return f"{value:,.0f}"
    return f"{value:.4g}"
