"""What differs between two tables: rows added, removed and changed, found in DuckDB.

Compares snapshots of versions or Parquet files; what a difference is good for is the caller's.
"""
# ruff: noqa: S608  names are quoted, values are bound

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import duckdb
from django.utils.translation import gettext as _

from idea.engines.catalog import reader
from idea.engines.catalog.conf import conf
from idea.engines.catalog.errors import BadRowsQuery
from idea.engines.catalog.types import Version
from idea.kernel.duck import literal, quote

ROW: Final = "_row"  # as a key: rows are matched by their number in the file
GEOMETRY: Final = "geometry"
_LIKELY_KEYS: Final = 8  # columns from the left that may identify a row
_HIDDEN = {ROW, GEOMETRY, "_bbox"}
_Line = tuple[str, int | None, int | None]  # kind, row in the old table, row in the new one
_NUMBERS = {"BIGINT", "INTEGER", "HUGEINT", "DOUBLE", "FLOAT", "SMALLINT", "TINYINT", "UBIGINT"}


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class RowDiff:
    """One row that differs; `old` and `new` are its cells in the order of `Diff.columns`."""

    kind: Kind
    key: tuple[Any, ...]
    old_row: int | None  # the row's number in the old table, None where it was added
    new_row: int | None
    old: tuple[Any, ...] | None
    new: tuple[Any, ...] | None
    changed: tuple[str, ...] = ()  # columns whose cells differ; "geometry" where the place does


@dataclass(frozen=True, slots=True)
class Diff:
    """A page of the rows that differ, in the new table's order, and exact counts of all."""

    key: tuple[str, ...] | None
    columns: tuple[str, ...]  # those both tables have
    added_columns: tuple[str, ...]
    removed_columns: tuple[str, ...]
    added: int
    removed: int
    changed: int
    rows: tuple[RowDiff, ...]

    @property
    def total(self) -> int:
        return self.added + self.removed + self.changed


@dataclass(frozen=True, slots=True)
class _Sides:
    old: str  # SQL of the table
    new: str
    shared: tuple[str, ...]
    cells: dict[str, tuple[str, str]]  # column: how each side's cell is made comparable
    place: bool  # both have a geometry


def diff(
    old: Path | Version,
    new: Path | Version,
    key: tuple[str, ...] | None,
    limit: int = 50,
    offset: int = 0,
    *,
    kinds: Sequence[Kind] = tuple(Kind),
    seconds: float | None = None,
) -> Diff:
    """Return what became of the rows of `old` in `new`.

    Rows are matched by the columns of `key`; by their number for `(ROW,)`; by all they hold for
    None, where a changed row is one removed and one added. Rows that share a key are matched
    in the order of the file. Columns only one side has count for nothing but their names.
    `kinds` chooses what the page shows, the counts are always of all. Snapshots and Parquet
    files with a column `_row` are taken. Raises BadRowsQuery for a key no table has, TooSlow.
    """
    with reader.cursor(seconds=seconds or conf().catalog_query_seconds * 6) as cursor:
        sides, added, removed = _sides(cursor, old, new)
        unknown = [name for name in key or () if name not in (*sides.shared, ROW)]
        if unknown:
            raise BadRowsQuery(
                _("The column %(name)s is not in both tables.") % {"name": unknown[0][:80]},
                remedy=_("Match rows by columns that both have."),
            )
        _match(cursor, sides, key)
        counts = dict(
            cursor.execute("SELECT kind, count(*) FROM differing GROUP BY kind").fetchall()
        )
        lines = _lines(cursor, kinds, max(0, limit), max(0, offset))
        rows = _told(cursor, sides, key, lines)
    return Diff(
        key=key,
        columns=sides.shared,
        added_columns=added,
        removed_columns=removed,
        added=counts.get("added", 0),
        removed=counts.get("removed", 0),
        changed=counts.get("changed", 0),
        rows=tuple(rows),
    )


def likely_key(version: Version) -> tuple[str, ...]:
    """Return the columns that identify a row of a version: the first that never repeats or lacks.

    `(ROW,)` where no single column of the first few does: then a row is known by its number.
    """
    full = [c.name for c in version.columns if not c.nulls][:_LIKELY_KEYS]
    if not full or not version.rows:
        return (ROW,)
    table = reader.table(version.lake_key)
    # An estimate throws out most columns for the price of one pass; the rest are counted exactly.
    guesses = ", ".join(f"approx_count_distinct({quote(name)})" for name in full)
    with reader.cursor(seconds=conf().catalog_query_seconds) as cursor:
        estimates = cursor.execute(f"SELECT {guesses} FROM {table}").fetchone() or ()
        for name, estimate in zip(full, estimates, strict=True):
            if estimate < 0.8 * version.rows:
                continue
            found = cursor.execute(f"SELECT count(DISTINCT {quote(name)}) FROM {table}").fetchone()
            if found and found[0] == version.rows:
                return (name,)
    return (ROW,)


def _sides(
    cursor: duckdb.DuckDBPyConnection, old: Path | Version, new: Path | Version
) -> tuple[_Sides, tuple[str, ...], tuple[str, ...]]:
    sources = [_table(side) for side in (old, new)]
    types = [
        {name: kind for name, kind, *_rest in cursor.execute(f"DESCRIBE FROM {source}").fetchall()}
        for source in sources
    ]
    names = [tuple(name for name in side if name not in _HIDDEN) for side in types]
    shared = tuple(name for name in names[0] if name in types[1])
    cells = {name: _comparable(name, types[0][name], types[1][name]) for name in shared}
    place = all(str(side.get(GEOMETRY, "")).startswith("GEOMETRY") for side in types)
    return (
        _Sides(sources[0], sources[1], shared, cells, place),
        tuple(name for name in names[1] if name not in types[0]),
        tuple(name for name in names[0] if name not in types[1]),
    )


def _table(side: Path | Version) -> str:
    if isinstance(side, Version):
        return reader.table(side.lake_key)
    return f"read_parquet({literal(str(side))})"


def _comparable(name: str, old: str, new: str) -> tuple[str, str]:
    """Return how to write a cell of each side so that equal values are equal.

    A column that was read as whole numbers once and with decimals another time holds the same
    1; other differences of type are compared as text.
    """
    cell = quote(name)
    if old == new:
        return cell, cell
    if old in _NUMBERS and new in _NUMBERS:
        return f"{cell}::DOUBLE", f"{cell}::DOUBLE"
    return f"{cell}::VARCHAR", f"{cell}::VARCHAR"


def _match(cursor: duckdb.DuckDBPyConnection, sides: _Sides, key: tuple[str, ...] | None) -> None:
    """Make the table `differing` (kind, old_row, new_row): small where few rows differ.

    Only keys and a digest of each row are joined, so that wide rows cost no memory; what does
    not fit spills to disk.
    """
    both = [_side(cursor, sides, key, at) for at in (0, 1)]
    matched = " AND ".join(f"o.{name} IS NOT DISTINCT FROM n.{name}" for name in both[0][1])
    cursor.execute(
        "CREATE TEMP TABLE differing AS SELECT CASE WHEN o._row IS NULL THEN 'added' "
        "WHEN n._row IS NULL THEN 'removed' ELSE 'changed' END AS kind, "
        "o._row AS old_row, n._row AS new_row "
        f"FROM ({both[0][0]}) o FULL JOIN ({both[1][0]}) n ON {matched} "
        "WHERE o._row IS NULL OR n._row IS NULL OR o._digest <> n._digest"
    )


def _side(
    cursor: duckdb.DuckDBPyConnection, sides: _Sides, key: tuple[str, ...] | None, at: int
) -> tuple[str, list[str]]:
    """Return the SQL of one side's keys and digests, and the names to join by."""
    source = (sides.old, sides.new)[at]
    cells = [sides.cells[name][at] for name in sides.shared]
    if sides.place:
        cells.append(f"ST_AsWKB({GEOMETRY})")
    digest = f"hash({', '.join(cells)})" if cells else "0::UBIGINT"
    if key == (ROW,):
        return f"SELECT _row, _row AS k0, {digest} AS _digest FROM {source}", ["k0"]
    keys = [digest] if key is None else [sides.cells[name][at] for name in key]
    named = [f"k{number}" for number in range(len(keys))]
    chosen = ", ".join(f"{cell} AS {name}" for cell, name in zip(keys, named, strict=True))
    plain = f"SELECT _row, {chosen}, {digest} AS _digest FROM {source}"
    # Rows with the same key are the first, the second … of that key on either side.
    by = ", ".join(named)
    turn = f"row_number() OVER (PARTITION BY {by} ORDER BY _row)"
    if key is not None and not _repeats(cursor, sides, key):
        return plain, named
    return f"SELECT *, {turn} AS turn FROM ({plain})", [*named, "turn"]


def _repeats(cursor: duckdb.DuckDBPyConnection, sides: _Sides, key: tuple[str, ...]) -> bool:
    """Tell whether a key stands on two rows of either side: numbering them costs a sort."""
    for at, source in enumerate((sides.old, sides.new)):
        cells = ", ".join(sides.cells[name][at] for name in key)
        found = cursor.execute(
            f"SELECT 1 FROM {source} GROUP BY {cells} HAVING count(*) > 1 LIMIT 1"
        ).fetchone()
        if found is not None:
            return True
    return False


def _lines(
    cursor: duckdb.DuckDBPyConnection, kinds: Sequence[Kind], limit: int, offset: int
) -> list[_Line]:
    wanted = ", ".join("?" for _kind in kinds) or "NULL"
    lines: list[_Line] = cursor.execute(
        f"SELECT kind, old_row, new_row FROM differing WHERE kind IN ({wanted}) "
        "ORDER BY coalesce(new_row, old_row), kind LIMIT ? OFFSET ?",
        [*(str(kind) for kind in kinds), limit, offset],
    ).fetchall()
    return lines


def _told(
    cursor: duckdb.DuckDBPyConnection,
    sides: _Sides,
    key: tuple[str, ...] | None,
    lines: list[_Line],
) -> list[RowDiff]:
    """Return the lines with the cells of both sides."""
    before = _cells(cursor, sides, 0, [old for _kind, old, _new in lines if old is not None])
    after = _cells(cursor, sides, 1, [new for _kind, _old, new in lines if new is not None])
    page = []
    for kind, old_row, new_row in lines:
        old, new = before.get(old_row), after.get(new_row)
        page.append(
            RowDiff(
                kind=Kind(kind),
                key=_key_of(sides, key, old if old is not None else new, old_row or new_row),
                old_row=old_row,
                new_row=new_row,
                old=old and old[: len(sides.shared)],
                new=new and new[: len(sides.shared)],
                changed=_changed(sides, old, new),
            )
        )
    return page


def _cells(
    cursor: duckdb.DuckDBPyConnection, sides: _Sides, at: int, numbers: list[int]
) -> dict[int | None, tuple[Any, ...]]:
    if not numbers:
        return {}
    source = (sides.old, sides.new)[at]
    names = [quote(name) for name in sides.shared]
    if sides.place:
        names.append(f"ST_AsText({GEOMETRY})")
    marks = ", ".join("?" for _number in numbers)
    found = cursor.execute(
        f"SELECT {', '.join(['_row', *names])} FROM {source} WHERE _row IN ({marks})", numbers
    ).fetchall()
    return {row[0]: tuple(row[1:]) for row in found}


def _key_of(
    sides: _Sides, key: tuple[str, ...] | None, cells: tuple[Any, ...] | None, number: int | None
) -> tuple[Any, ...]:
    if key is None or cells is None:
        return ()
    return tuple(number if name == ROW else cells[sides.shared.index(name)] for name in key)


def _changed(
    sides: _Sides, old: tuple[Any, ...] | None, new: tuple[Any, ...] | None
) -> tuple[str, ...]:
    if old is None or new is None:
        return ()
    names = (*sides.shared, GEOMETRY) if sides.place else sides.shared
    return tuple(
        name for name, was, now in zip(names, old, new, strict=True) if not _same(was, now)
    )


def _same(was: Any, now: Any) -> bool:
    """Tell whether two cells are equal; of two types, as text (see `_comparable`)."""
    if was == now or (was != was and now != now):  # noqa: PLR0124  not-a-number equals itself here
        return True
    if was is None or now is None or type(was) is type(now):
        return False
    if isinstance(was, (int, float)) and isinstance(now, (int, float)):
        return False
    return str(was) == str(now)
