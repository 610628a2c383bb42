"""Pages in the order of a property: what comes after the last feature of the page before.

The order is whole, for equals follow by their position in the file; nulls come last.
"""
# ruff: noqa: S608  names are quoted, values are parameters

from collections.abc import Mapping, Sequence
from typing import Any

from idea.engines.features.conditions import EVERYTHING, Where
from idea.kernel import duck

Keys = Sequence[tuple[str, bool]]  # names of columns, and whether the greatest comes first


def order(keys: Keys) -> str:
    """Return what stands after ORDER BY."""
    parts = [f"{duck.quote(name)} {'DESC' if down else 'ASC'} NULLS LAST" for name, down in keys]
    return ", ".join([*parts, "file_row_number"])


def after(cursor: Any, source: str, keys: Keys, types: Mapping[str, str], position: int) -> Where:
    """Return the condition that a row comes after the one at `position` of the file; -1: any."""
    if position < 0:
        return EVERYTHING
    names = ", ".join(f"CAST({duck.quote(name)} AS VARCHAR)" for name, _down in keys)
    last = cursor.execute(
        f"SELECT {names} FROM {source} WHERE file_row_number = ?", [position]
    ).fetchone()
    if last is None:
        return Where("false")
    said = Where("file_row_number > ?", (position,))
    for (name, down), value in reversed(list(zip(keys, last, strict=True))):
        column = duck.quote(name)
        if value is None:
            said = Where(f"({column} IS NULL AND {said.sql})", said.values)
            continue
        bound = f"CAST(? AS {types[name]})"  # a constant, so that statistics skip what is before
        sign = "<" if down else ">"
        sql = (
            f"({column} {sign} {bound} OR {column} IS NULL OR ({column} = {bound} AND {said.sql}))"
        )
        said = Where(sql, (value, value, *said.values))
    return said
