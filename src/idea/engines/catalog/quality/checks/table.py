"""The rows of a version against their Table Schema, asked of DuckDB in one pass over the snapshot.

Counts every cell that breaks a promise and names the first; the words are in `words.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import duckdb

from idea.engines.catalog import patterns, reader
from idea.engines.catalog.quality.types import BadRow, Finding, Measured, State
from idea.engines.catalog.types import Declared, Version
from idea.engines.sources.types import Column, ColumnType
from idea.kernel.duck import literal, quote

FIRST: Final = 5  # bad rows named of each promise
KEYS: Final = ("rows", "types", "required", "unique", "pattern", "range", "codes")
# Which types Table Schema knows limits for (clause "Constraints").
ORDERED: Final = frozenset(
    {
        ColumnType.INTEGER,
        ColumnType.NUMBER,
        ColumnType.DATE,
        ColumnType.DATETIME,
        ColumnType.TIME,
    }
)
_DUCK: Final = {
    ColumnType.INTEGER: "HUGEINT",
    ColumnType.NUMBER: "DOUBLE",
    ColumnType.BOOLEAN: "BOOLEAN",
    ColumnType.DATE: "DATE",
    ColumnType.DATETIME: "TIMESTAMP",
    ColumnType.TIME: "TIME",
}
# How Table Schema writes each type by default; what a cast would read beyond it is not valid.
_WRITTEN: Final = {
    ColumnType.INTEGER: r"[+-]?\d+",
    ColumnType.NUMBER: r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|NaN|-?INF",
    ColumnType.BOOLEAN: r"true|True|TRUE|1|false|False|FALSE|0",
    ColumnType.DATE: r"\d{4}-\d{2}-\d{2}",
    ColumnType.DATETIME: r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})?",
    ColumnType.TIME: r"\d{2}:\d{2}:\d{2}",
}
_WIDENS: Final = {(ColumnType.INTEGER, ColumnType.NUMBER)}


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing promised of one column; `broken` is SQL that is true where a row breaks it."""

    key: str
    column: str
    broken: str
    note: str
    facts: dict[str, Any] = field(default_factory=dict)


def table(version: Version, declared: tuple[Declared, ...]) -> Measured:
    """Return the findings on the rows, and the first bad ones."""
    source = reader.table(version.lake_key)
    with reader.cursor() as cursor:
        promises = list(_promises(cursor, version, declared))
        counts = _counts(cursor, source, promises)
        bad = [
            row
            for promise, count in zip(promises, counts, strict=True)
            if count
            for row in first_rows(cursor, source, promise)
        ]
    found = [_finding(name, promises, counts) for name in KEYS]
    return Measured(tuple(found), tuple(sorted(bad, key=lambda row: row.row)))


def _finding(name: str, promises: list[Promise], counts: list[int]) -> Finding:
    key = f"table.{name}"
    mine = [(one, n) for one, n in zip(promises, counts, strict=True) if one.key == key]
    if not mine:
        kept = name == "types"  # by reading: a cell of another type was left out, or made it text
        return Finding(key, State.GOOD if kept else State.NONE, note="read" if kept else "none")
    broken = sum(n for _one, n in mine)
    columns = ", ".join(dict.fromkeys(one.column for one, n in mine if n and one.column))
    if broken:
        facts = {"count": broken, "columns": columns or "—"}
        return Finding(key, State.BAD, note="cells_bad", facts=facts)
    return Finding(key, State.GOOD, note="cells_good", facts={"columns": len(mine)})


def _promises(
    cursor: duckdb.DuckDBPyConnection,
    version: Version,
    declared: tuple[Declared, ...],
) -> Iterator[Promise]:
    if version.columns:
        blank = " AND ".join(empty(column) for column in version.columns)
        yield Promise("table.rows", "", blank, "blank_row")
    said = {one.name: one for one in declared}
    for column in version.columns:
        if (one := said.get(column.name)) is not None:
            yield from _of_column(cursor, column, one)


def _of_column(
    cursor: duckdb.DuckDBPyConnection, column: Column, one: Declared
) -> Iterator[Promise]:
    name, wanted = quote(column.name), type_of(column, one)
    there = f"NOT ({empty(column)})"
    if one.type in set(ColumnType):
        broken = f"{there} AND {_not_of_type(column, wanted)}"
        yield Promise("table.types", column.name, broken, "not_of_type", {"type": str(wanted)})
    if one.required:
        yield Promise("table.required", column.name, empty(column), "empty_cell")
    if one.unique:
        again = f"{there} AND _row > first_value(_row) OVER (PARTITION BY {name} ORDER BY _row)"
        yield Promise("table.unique", column.name, again, "again")
    if one.pattern and wanted is ColumnType.STRING:
        broken = f"{there} AND {_off_pattern(cursor, column, one.pattern)}"
        yield Promise("table.pattern", column.name, broken, "off_pattern", {"value": one.pattern})
    if wanted in ORDERED:
        for limit, sign, note in ((one.minimum, "<", "too_low"), (one.maximum, ">", "too_high")):
            if limit:
                broken = f"{there} AND {_cast(column, wanted)} {sign} {_limit(limit, wanted)}"
                yield Promise("table.range", column.name, broken, note, {"value": limit})
    if one.codes:
        codes = ", ".join(literal(code) for code, _words in one.codes)
        broken = f"{there} AND {name}::VARCHAR NOT IN ({codes})"
        if wanted in _DUCK:
            values = ", ".join(_limit(code, wanted) for code, _words in one.codes)
            broken = f"{there} AND coalesce({_cast(column, wanted)} NOT IN ({values}), true)"
        yield Promise("table.codes", column.name, broken, "no_code")


def type_of(column: Column, declared: Declared) -> ColumnType:
    """Return the type a column is held to: the declared one, else the one detected."""
    return ColumnType(declared.type) if declared.type in set(ColumnType) else column.type


def empty(column: Column) -> str:
    """Return SQL that is true where a cell holds nothing."""
    name = quote(column.name)
    if column.type is ColumnType.STRING:
        return f"({name} IS NULL OR {name} = '')"
    return f"{name} IS NULL"


def _not_of_type(column: Column, wanted: ColumnType) -> str:
    if wanted in (column.type, ColumnType.STRING) or (column.type, wanted) in _WIDENS:
        return "false"
    text = f"{quote(column.name)}::VARCHAR"
    written = literal(_WRITTEN[wanted])
    if wanted is ColumnType.BOOLEAN:
        return f"NOT regexp_full_match({text}, {written})"
    cast = f"TRY_CAST({text} AS {_DUCK[wanted]})"
    return f"(NOT regexp_full_match({text}, {written}) OR {cast} IS NULL)"


def _cast(column: Column, wanted: ColumnType) -> str:
    return f"TRY_CAST({quote(column.name)}::VARCHAR AS {_DUCK[wanted]})"


def _limit(text: str, wanted: ColumnType) -> str:
    return f"TRY_CAST({literal(text)} AS {_DUCK[wanted]})"


def _off_pattern(cursor: duckdb.DuckDBPyConnection, column: Column, pattern: str) -> str:
    """Return SQL for "does not match the whole pattern"; RE2, whose time is linear in the text."""
    if patterns.refusal(pattern, cursor):
        return "false"  # declared before such patterns were refused: nothing is said of the cells
    return f"NOT regexp_full_match({quote(column.name)}::VARCHAR, {literal(pattern)})"


def _counts(cursor: duckdb.DuckDBPyConnection, source: str, promises: list[Promise]) -> list[int]:
    """Count what breaks each promise; windows (unique) need a row each, so all is one subquery."""
    if not promises:
        return []
    flags = ", ".join(f"({one.broken}) AS b{n}" for n, one in enumerate(promises))
    sums = ", ".join(f"count(*) FILTER (WHERE b{n})" for n in range(len(promises)))
    answer = cursor.execute(f"SELECT {sums} FROM (SELECT {flags} FROM {source})").fetchone()  # noqa: S608  quoted
    return [int(n) for n in answer or ()]


def first_rows(
    cursor: duckdb.DuckDBPyConnection, source: str, promise: Promise, most: int = FIRST
) -> list[BadRow]:
    """Return the first rows that break a promise, in the file's order."""
    value = f"{quote(promise.column)}::VARCHAR" if promise.column else "NULL"
    asked = (
        f"SELECT _row, v FROM (SELECT _row, {value} AS v, ({promise.broken}) AS b FROM {source}) "  # noqa: S608  quoted
        f"WHERE b ORDER BY _row LIMIT {most}"
    )
    return [
        BadRow(promise.key, int(row), promise.column, shown(v), promise.note, promise.facts)
        for row, v in cursor.execute(asked).fetchall()
    ]


def shown(value: object) -> str:
    """Return a cell's text as evidence: at most 80 characters."""
    return "" if value is None else str(value)[:80]
