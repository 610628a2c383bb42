"""Pages of a version's rows: filter, sort, search, and a cursor that stays fast on any page.

The cursor is `_row` of the last row seen (keyset paging): page 10,000 costs what page 1 does,
and a page never repeats or skips a row, since a version never changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb
from django.utils.translation import gettext as _

from idea.engines.catalog import queries, reader
from idea.engines.catalog.conf import conf
from idea.engines.catalog.errors import BadRowsQuery
from idea.engines.catalog.kept import kept
from idea.engines.catalog.types import Rows, Version
from idea.engines.sources.types import Column, ColumnType
from idea.kernel.duck import literal, quote

MOST: Final = 10_000
SCATTERED: Final = 50_000  # rows that are sorted at each question without anyone noticing
GROUP: Final = 20_480

_SQL_TYPES: dict[ColumnType, str] = {
    ColumnType.INTEGER: "HUGEINT",
    ColumnType.NUMBER: "DOUBLE",
    ColumnType.BOOLEAN: "BOOLEAN",
    ColumnType.DATE: "DATE",
    ColumnType.DATETIME: "TIMESTAMPTZ",
    ColumnType.TIME: "TIME",
}


@dataclass(frozen=True, slots=True)
class _Where:
    sql: str
    values: list[Any]


def rows(
    slug: str,
    *,
    number: int | None = None,
    limit: int = 50,
    after: int | None = None,
    sort: str = "",
    equals: Mapping[str, str] | None = None,
    search: str = "",
) -> Rows:
    """Return a page of rows, how many match, and the cursor of the next page.

    `sort` is a column's name, with `-` before it for the greatest first; empty values come
    last either way, and rows that are equal keep the file's order. `equals` maps columns to
    the text of the value wanted ("" finds empty ones). `search` finds rows that hold the
    text in any column, whatever its case. Raises BadRowsQuery, TooSlow, VersionNotFound,
    DatasetWithdrawn.
    """
    version = queries.version(slug, number)
    return page(version, limit=limit, after=after, sort=sort, equals=equals or {}, search=search)


def page(
    version: Version,
    *,
    limit: int,
    after: int | None,
    sort: str,
    equals: Mapping[str, str],
    search: str,
) -> Rows:
    """Return a page of one version's rows; see `rows`."""
    if not 1 <= limit <= MOST:
        raise BadRowsQuery(
            _("A page holds 1 to %(most)d rows.") % {"most": MOST},
            remedy=_("Ask for fewer, and follow the cursor."),
        )
    where = _where(version, equals, search)
    order = _column(version, sort.removeprefix("-")) if sort else None
    descending = sort.startswith("-")
    source = _source(version)
    names = ", ".join(quote(column.name) for column in version.columns)
    with reader.cursor(seconds=conf().catalog_query_seconds) as cursor:
        total = _total(cursor, source, version, where)
        seek = _seek(cursor, source, order, after, descending=descending)
        by = "_row"
        if order is not None:
            by = f"{quote(order.name)} {'DESC' if descending else 'ASC'} NULLS LAST, _row"
        found = cursor.execute(
            f"SELECT {names}, _row FROM {source} WHERE {where.sql} AND {seek.sql} "  # noqa: S608
            f"ORDER BY {by} LIMIT {limit + 1}",
            [*where.values, *seek.values],
        ).fetchall()
    more = len(found) > limit
    found = found[:limit]
    return Rows(
        columns=version.columns,
        rows=[row[:-1] for row in found],
        total=total,
        next_after=found[-1][-1] if more else None,
    )


def _source(version: Version) -> str:
    """Return the SQL of the rows, in a file that has them in the file's order.

    A snapshot with places is sorted along a curve over the map; to page through a large one
    in order would read it all each time, so it is put in order once.
    """
    if version.layer is None or version.rows <= SCATTERED:
        return reader.table(version.lake_key)
    return f"read_parquet({literal(str(kept(version, 'rows', _put_in_order)))})"


def _put_in_order(version: Version, out: Path) -> None:
    names = ", ".join(quote(column.name) for column in version.columns)
    with reader.cursor() as cursor:
        cursor.execute(
            f"COPY (SELECT {names}, _row FROM {reader.table(version.lake_key)} ORDER BY _row) "  # noqa: S608
            f"TO {literal(str(out))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {GROUP})"
        )


def _total(cursor: duckdb.DuckDBPyConnection, source: str, version: Version, where: _Where) -> int:
    if where.sql == "true":
        return version.rows
    asked = f"SELECT count(*) FROM {source} WHERE {where.sql}"  # noqa: S608  quoted, bound
    answer = cursor.execute(asked, where.values).fetchone()
    return int(answer[0]) if answer else 0


def _seek(
    cursor: duckdb.DuckDBPyConnection,
    source: str,
    order: Column | None,
    after: int | None,
    *,
    descending: bool,
) -> _Where:
    """Return the condition of what comes after the row the cursor names."""
    if after is None:
        return _Where("true", [])
    if order is None:
        return _Where("_row > ?", [after])
    name = quote(order.name)
    asked = f"SELECT {name} FROM {source} WHERE _row = ?"  # noqa: S608  quoted, bound
    last = cursor.execute(asked, [after]).fetchone()
    if last is None:
        raise BadRowsQuery(
            _("There is no row %(after)d to go on from.") % {"after": after},
            remedy=_("Take the cursor from the answer before."),
        )
    if last[0] is None:
        return _Where(f"({name} IS NULL AND _row > ?)", [after])
    further = "<" if descending else ">"
    return _Where(
        f"({name} {further} ? OR ({name} = ? AND _row > ?) OR {name} IS NULL)",
        [last[0], last[0], after],
    )


def _where(version: Version, equals: Mapping[str, str], search: str) -> _Where:
    conditions: list[str] = []
    values: list[Any] = []
    for key, wanted in equals.items():
        column = _column(version, key)
        name = quote(column.name)
        if wanted == "":
            text = column.type is ColumnType.STRING
            conditions.append(f"({name} IS NULL{f' OR {name} = ' + chr(39) * 2 if text else ''})")
            continue
        conditions.append(f"{name} = ?")
        values.append(_value(column, wanted))
    if search:
        haystack = " || chr(10) || ".join(
            f"coalesce({quote(column.name)}::VARCHAR, '')" for column in version.columns
        )
        conditions.append(f"contains(lower({haystack}), lower(?))")
        values.append(search)
    return _Where(" AND ".join(conditions) or "true", values)


def _column(version: Version, name: str) -> Column:
    for column in version.columns:
        if column.name == name:
            return column
    raise BadRowsQuery(
        _("There is no column %(name)s.") % {"name": name[:80]},
        remedy=_("The columns are: %(names)s.")
        % {"names": ", ".join(column.name for column in version.columns[:50])},
    )


def _value(column: Column, text: str) -> Any:
    """Return the value a text stands for in a column, or raise BadRowsQuery."""
    kind = _SQL_TYPES.get(column.type)
    if kind is None:
        return text
    with reader.cursor() as cursor:
        answer = cursor.execute(f"SELECT TRY_CAST(? AS {kind})", [text]).fetchone()
    if answer is None or answer[0] is None:
        raise BadRowsQuery(
            _("%(value)s is no value of the column %(name)s.")
            % {"value": text[:80], "name": column.name},
            remedy=_("Write dates as 2026-11-22, numbers without units, true or false."),
        )
    return answer[0]
