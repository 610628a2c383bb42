"""Where accepted changes belong in the version that is current now, and which no longer fit.

Rows are found again by their key. By number only where the whole row is still what it was:
a number says nothing once rows moved. A change whose old value is gone is a conflict.
"""
# ruff: noqa: S608  names are quoted, values are bound

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import duckdb

from idea.engines.catalog import diffing, reader
from idea.engines.catalog.corrections.types import Change, Kind
from idea.engines.catalog.types import Version
from idea.kernel.duck import quote

Cells = dict[str, str]


@dataclass(slots=True)
class Plan:
    """What to write over the current version."""

    edits: list[tuple[int, str, str]] = field(default_factory=list)  # row, column, new text
    gone: list[int] = field(default_factory=list)
    added: list[Cells] = field(default_factory=list)
    fits: list[int] = field(default_factory=list)  # positions of the changes that can be made
    done: list[int] = field(default_factory=list)  # the rows say so already
    conflicts: list[int] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not (self.edits or self.gone or self.added)


def place(changes: Iterable[Change], key: tuple[str, ...], base: Version, current: Version) -> Plan:
    """Return how the changes, found in `base`, are made in `current`."""
    changes, plan = list(changes), Plan()
    by_number = key == (diffing.ROW,)
    if not by_number and any(name not in _names(current) for name in key):
        plan.conflicts = [change.position for change in changes]  # the key's column is gone
        return plan
    rows = _rows_by_number if by_number else _rows_by_key
    found, repeated = rows(changes, key, base, current)
    for change in changes:
        if change.kind is Kind.ADDED:
            continue
        _place(plan, change, found.get(_known_by(change, by_number=by_number)), repeated)
    _place_added(plan, [c for c in changes if c.kind is Kind.ADDED], found, current, by_number)
    return plan


def _known_by(change: Change, *, by_number: bool) -> tuple[str, ...]:
    return (str(change.row),) if by_number else change.key


def _place(
    plan: Plan, change: Change, row: tuple[int, Cells] | None, repeated: set[tuple[str, ...]]
) -> None:
    if row is None:
        into = plan.done if change.kind is Kind.REMOVED else plan.conflicts
        into.append(change.position)
        return
    number, cells = row
    if change.key in repeated:
        plan.conflicts.append(change.position)
    elif change.kind is Kind.REMOVED:
        same = all(_same(cells.get(name, ""), text) for name, text in change.cells.items())
        if same:
            plan.gone.append(number)
        (plan.fits if same else plan.conflicts).append(change.position)
    elif change.column not in cells:
        plan.conflicts.append(change.position)
    elif _same(cells[change.column], change.old):
        plan.edits.append((number, change.column, change.new))
        plan.fits.append(change.position)
    else:
        same = _same(cells[change.column], change.new)
        (plan.done if same else plan.conflicts).append(change.position)


def _place_added(
    plan: Plan,
    changes: list[Change],
    found: dict[tuple[str, ...], tuple[int, Cells]],
    current: Version,
    by_number: bool,  # noqa: FBT001  one of two ways to know a row
) -> None:
    there = _whole_rows(changes, current) if by_number and changes else Counter[tuple[str, ...]]()
    names = _names(current)
    for change in changes:
        if by_number:
            whole = tuple(change.cells.get(name, "") for name in names)
            taken = there[whole] > 0
            there[whole] -= taken
            into = plan.done if taken else plan.fits
        elif change.key in found:
            cells = found[change.key][1]
            same = all(_same(cells.get(name, ""), text) for name, text in change.cells.items())
            into = plan.done if same else plan.conflicts
        else:
            into = plan.fits
        into.append(change.position)
        if into is plan.fits:
            plan.added.append(change.cells)


def _rows_by_key(
    changes: list[Change], key: tuple[str, ...], base: Version, current: Version
) -> tuple[dict[tuple[str, ...], tuple[int, Cells]], set[tuple[str, ...]]]:
    del base
    names = [f"k{number}" for number in range(len(key))]
    matched = " AND ".join(
        f"coalesce(t.{quote(column)}::VARCHAR, '') = asked.{name}"
        for column, name in zip(key, names, strict=True)
    )
    found: dict[tuple[str, ...], tuple[int, Cells]] = {}
    repeated: set[tuple[str, ...]] = set()
    with reader.cursor() as cursor:
        _fill(cursor, "asked", names, {change.key for change in changes})
        rows = cursor.execute(
            f"SELECT t._row, {_texts(current)} FROM {reader.table(current.lake_key)} t "
            f"JOIN asked ON {matched} ORDER BY t._row"
        ).fetchall()
    for number, *cells in rows:
        row = dict(zip(_names(current), cells, strict=True))
        known = tuple(row[column] for column in key)
        if known in found:
            repeated.add(known)
        found.setdefault(known, (number, row))
    return found, repeated


def _rows_by_number(
    changes: list[Change], key: tuple[str, ...], base: Version, current: Version
) -> tuple[dict[tuple[str, ...], tuple[int, Cells]], set[tuple[str, ...]]]:
    del key
    numbers = sorted({change.row for change in changes if change.row is not None})
    found = _numbered(current, numbers)
    if current.id != base.id:
        before = _numbered(base, numbers)
        asked: dict[int, Cells] = {}
        for change in changes:
            if change.row is not None and change.column:
                asked.setdefault(change.row, {})[change.column] = change.new
        found = {
            number: cells
            for number, cells in found.items()
            if _still(before.get(number, {}), cells, asked.get(number, {}))
        }
    return {(str(number),): (number, cells) for number, cells in found.items()}, set()


def _still(before: Cells, now: Cells, asked: Cells) -> bool:
    """Tell whether it is the same row: each cell as it was, or already as asked for."""
    return before.keys() == now.keys() and all(
        _same(now[name], text) or (name in asked and _same(now[name], asked[name]))
        for name, text in before.items()
    )


def _numbered(version: Version, numbers: list[int]) -> dict[int, Cells]:
    with reader.cursor() as cursor:
        _fill(cursor, "asked", ["k0"], {(str(number),) for number in numbers})
        rows = cursor.execute(
            f"SELECT t._row, {_texts(version)} FROM {reader.table(version.lake_key)} t "
            "JOIN asked ON t._row = asked.k0::BIGINT"
        ).fetchall()
    return {row[0]: dict(zip(_names(version), row[1:], strict=True)) for row in rows}


def _whole_rows(changes: list[Change], current: Version) -> "Counter[tuple[str, ...]]":
    """Count the rows of the current version that are wholly like one of the added."""
    names = _names(current)
    marks = [f"k{number}" for number in range(len(names))]
    wanted = {tuple(change.cells.get(name, "") for name in names) for change in changes}
    matched = " AND ".join(
        f"coalesce(t.{quote(name)}::VARCHAR, '') = asked.{mark}"
        for name, mark in zip(names, marks, strict=True)
    )
    with reader.cursor() as cursor:
        _fill(cursor, "asked", marks, wanted)
        rows = cursor.execute(
            f"SELECT {_texts(current)} FROM {reader.table(current.lake_key)} t "
            f"JOIN asked ON {matched}"
        ).fetchall()
    return Counter(tuple(row) for row in rows)


def _fill(
    cursor: duckdb.DuckDBPyConnection, name: str, columns: list[str], rows: set[tuple[str, ...]]
) -> None:
    shape = ", ".join(f"unnest(?::VARCHAR[]) AS {column}" for column in columns)
    given = sorted(rows)
    cursor.execute(
        f"CREATE TEMP TABLE {name} AS SELECT {shape}",
        [[row[at] for row in given] for at in range(len(columns))],
    )


def _texts(version: Version) -> str:
    return ", ".join(f"coalesce(t.{quote(c.name)}::VARCHAR, '')" for c in version.columns)


def _names(version: Version) -> list[str]:
    return [column.name for column in version.columns]


def _same(one: str, other: str) -> bool:
    """Tell whether two texts mean one value: 1200 and 1200.0 do."""
    if one == other:
        return True
    try:
        return float(one) == float(other)
    except ValueError:
        return False
