"""Rows of a version as text with their numbers, as people point at them and correct them.

Reads; what is proposed instead is checked in `checking.py`.
"""
# ruff: noqa: S608  names are quoted, values are bound

from dataclasses import dataclass

from django.utils.translation import gettext as _

from idea.engines.catalog import diffing, reader
from idea.engines.catalog.conf import conf
from idea.engines.catalog.corrections.errors import BadCorrection
from idea.engines.catalog.types import Version
from idea.engines.sources.types import Column
from idea.kernel.duck import quote


@dataclass(frozen=True, slots=True)
class Numbered:
    """One row: its number in the file, and its cells as text (empty: no value)."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    rows: list[Numbered]
    total: int


def find(version: Version, text: str = "", *, limit: int = 20, offset: int = 0) -> Found:
    """Return rows that hold `text` in any column, in the file's order, and how many there are."""
    columns = version.columns
    haystack = " || chr(10) || ".join(_text(column) for column in columns) or "''"
    where = f"contains(lower({haystack}), lower(?))" if text else "true"
    values = [text] if text else []
    source = reader.table(version.lake_key)
    with reader.cursor(seconds=conf().catalog_query_seconds) as cursor:
        counted = cursor.execute(f"SELECT count(*) FROM {source} WHERE {where}", values).fetchone()
        found = cursor.execute(
            f"SELECT {_cells(columns)} FROM {source} WHERE {where} ORDER BY _row LIMIT ? OFFSET ?",
            [*values, limit, offset],
        ).fetchall()
    return Found([_numbered(columns, row) for row in found], counted[0] if counted else 0)


def at(version: Version, number: int) -> Numbered:
    """Return the row with this number; BadCorrection where there is none."""
    with reader.cursor(seconds=conf().catalog_query_seconds) as cursor:
        row = cursor.execute(
            f"SELECT {_cells(version.columns)} FROM {reader.table(version.lake_key)} "
            "WHERE _row = ?",
            [number],
        ).fetchone()
    if row is None:
        raise BadCorrection(
            _("There is no row %(number)d in version %(version)d.")
            % {"number": number, "version": version.number},
            remedy=_("Look for the row again: a newer version may be out."),
        )
    return _numbered(version.columns, row)


def key_of(cells: dict[str, str], number: int | None, key: tuple[str, ...]) -> list[str]:
    """Return what tells the row from others, as text."""
    return [str(number) if name == diffing.ROW else cells.get(name, "") for name in key]


def _cells(columns: tuple[Column, ...]) -> str:
    return ", ".join(["_row", *(_text(column) for column in columns)])


def _text(column: Column) -> str:
    return f"coalesce({quote(column.name)}::VARCHAR, '')"


def _numbered(columns: tuple[Column, ...], row: tuple[object, ...]) -> Numbered:
    names = [column.name for column in columns]
    cells = {name: str(cell) for name, cell in zip(names, row[1:], strict=True)}
    return Numbered(int(str(row[0])), cells)
