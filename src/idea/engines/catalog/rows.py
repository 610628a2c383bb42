"""Reading the rows of a version: filter, sort, search, page by page.

Pages follow one another by the last row seen (keyset paging), so that the thousandth page is
as quick as the first. A cursor is a row's number in the file: it stays good for ever, since a
version never changes.
"""

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any, Final

import duckdb
from django.utils.translation import gettext as _

from idea.engines.catalog import queries, reader, rowfile
from idea.engines.catalog.conditions import Where, column, where
from idea.engines.catalog.conf import conf
from idea.engines.catalog.errors import BadRowsQuery
from idea.engines.catalog.types import Rows, Version
from idea.engines.sources.types import Column
from idea.kernel.duck import quote

MOST: Final = 10_000
WINDOW: Final = 20


def rows(
    slug: str,
    *,
    number: int | None = None,
    limit: int = 50,
    after: int | None = None,
    sort: str = "",
    equals: Mapping[str, str] | None = None,
    search: str = "",
    select: Sequence[str] = (),
) -> Rows:
    """Return a page of rows, how many match, and the cursor of the next page.

    `sort` is a column's name, with `-` before it for the greatest first; empty values come
    last either way, and rows that are equal keep the file's order. `equals` maps columns, or
    columns with an operator (`conditions.OPERATORS`), to the text of the value wanted (""
    finds empty ones). `search` finds rows that hold the text in any column, whatever its case.
    `select` names the columns to give; none: all. Raises BadRowsQuery, TooSlow,
    VersionNotFound, DatasetWithdrawn.
    """
    version = queries.version(slug, number, with_issues=False)
    return page(
        version,
        limit=limit,
        after=after,
        sort=sort,
        equals=equals or {},
        search=search,
        select=select,
    )


def page(
    version: Version,
    *,
    limit: int,
    after: int | None,
    sort: str,
    equals: Mapping[str, str],
    search: str,
    select: Sequence[str] = (),
) -> Rows:
    """Return a page of one version's rows; see `rows`."""
    check_limit(limit)
    condition = where(version, equals, search)
    order = column(version, sort.removeprefix("-")) if sort else None
    descending = sort.startswith("-")
    shown = tuple(column(version, name) for name in select) or version.columns
    in_order = order is None and condition.sql == "true"
    source = rowfile.source(version, small=in_order)
    names = ", ".join(quote(each.name) for each in shown)
    with reader.cursor(seconds=conf().catalog_query_seconds, small=in_order) as cursor:
        total = _total(cursor, source, version, condition)
        seek = _seek(cursor, source, order, after, descending=descending)
        by = "_row"
        if order is not None:
            by = f"{quote(order.name)} {'DESC' if descending else 'ASC'} NULLS LAST, _row"
        sql = f"SELECT {names}, _row FROM {source} WHERE {condition.sql} AND {seek.sql}"  # noqa: S608
        values = [*condition.values, *seek.values]
        found = []
        if in_order:
            # Few rows are missing in a file: the page is nearly always within this window, and
            # zone maps find it without looking at the rest. To sort is quicker here than there.
            window = (after or 0) + limit + max(WINDOW, limit // 4)
            found = _fetched(cursor, f"{sql} AND _row <= {window}", values)
            found.sort(key=itemgetter(-1))
        if len(found) <= limit:
            found = _fetched(cursor, f"{sql} ORDER BY {by} LIMIT {limit + 1}", values)
    more = len(found) > limit
    found = found[:limit]
    return Rows(
        columns=shown,
        rows=[row[:-1] for row in found],
        total=total,
        next_after=found[-1][-1] if more else None,
        numbers=[row[-1] for row in found],
    )


def check_limit(limit: int) -> None:
    if not 1 <= limit <= MOST:
        raise BadRowsQuery(
            _("A page holds 1 to %(most)d rows.") % {"most": MOST},
            remedy=_("Ask for fewer, and follow the cursor."),
        )


def _fetched(
    cursor: duckdb.DuckDBPyConnection, sql: str, values: Sequence[object]
) -> list[tuple[Any, ...]]:
    """Run a query: only with values does DuckDB look for pandas, which takes half a millisecond."""
    done = cursor.execute(sql, values) if values else cursor.execute(sql)
    rows: list[tuple[Any, ...]] = done.fetchall()
    return rows


def _total(cursor: duckdb.DuckDBPyConnection, source: str, version: Version, asked: Where) -> int:
    if asked.sql == "true":
        return version.rows
    sql = f"SELECT count(*) FROM {source} WHERE {asked.sql}"  # noqa: S608  quoted, bound
    answer = cursor.execute(sql, asked.values).fetchone()
    return int(answer[0]) if answer else 0


def _seek(
    cursor: duckdb.DuckDBPyConnection,
    source: str,
    order: Column | None,
    after: int | None,
    *,
    descending: bool,
) -> Where:
    """Return the condition of what comes after the row the cursor names."""
    if after is None:
        return Where("true", [])
    if order is None:
        return Where(f"_row > {after:d}", [])
    name = quote(order.name)
    asked = f"SELECT {name} FROM {source} WHERE _row = ?"  # noqa: S608  quoted, bound
    last = cursor.execute(asked, [after]).fetchone()
    if last is None:
        raise BadRowsQuery(
            _("There is no row %(after)d to go on from.") % {"after": after},
            remedy=_("Take the cursor from the answer before."),
        )
    if last[0] is None:
        return Where(f"({name} IS NULL AND _row > ?)", [after])
    further = "<" if descending else ">"
    return Where(
        f"({name} {further} ? OR ({name} = ? AND _row > ?) OR {name} IS NULL)",
        [last[0], last[0], after],
    )
