"""Counts, sums and means of a version's rows, by the groups a caller names.

Words such as `sum:人數` become SQL of quoted names; which rows count is said as for pages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from idea.engines.catalog import queries, reader, rowfile
from idea.engines.catalog.conditions import column, where
from idea.engines.catalog.conf import conf
from idea.engines.catalog.errors import BadRowsQuery
from idea.engines.catalog.types import Version
from idea.engines.sources.types import ColumnType
from idea.kernel.duck import quote

MOST: Final = 10_000  # groups
_SQL: Final = {
    "count": "count({0})",
    "distinct": "count(DISTINCT {0})",
    "sum": "sum({0})",
    "avg": "avg({0})",
    "min": "min({0})",
    "max": "max({0})",
    "median": "median({0})",
}
_OF_NUMBERS: Final = frozenset({"sum", "avg", "median"})


@dataclass(frozen=True, slots=True)
class Groups:
    """One row a group; `names` are the group's columns, then the figures as they were asked for."""

    names: tuple[str, ...]
    rows: Sequence[Sequence[Any]]
    total: int  # groups there are; more than `rows` where a limit cut them


def aggregate(
    slug: str,
    *,
    figures: Sequence[str],
    group: Sequence[str] = (),
    number: int | None = None,
    sort: str = "",
    limit: int = 100,
    equals: Mapping[str, str] | None = None,
    search: str = "",
) -> Groups:
    """Return figures (`count`, `sum:column`, avg, min, max, median, distinct) of each group.

    `sort` is one of the names, `-` before it for the greatest first; without it the groups come
    in their own order. Raises BadRowsQuery, TooSlow, VersionNotFound, DatasetWithdrawn.
    """
    version = queries.version(slug, number, with_issues=False)
    if not 1 <= limit <= MOST:
        raise BadRowsQuery(_("An answer holds 1 to %(most)d groups.") % {"most": MOST})
    condition = where(version, equals or {}, search)
    by = [quote(column(version, name).name) for name in group]
    asked = [_figure(version, words) for words in figures]
    names = (*group, *figures)
    order = ", ".join(by) or "1"
    if sort:
        plain = sort.removeprefix("-")
        if plain not in names:
            raise BadRowsQuery(
                _("Groups cannot be sorted by %(sort)s.") % {"sort": plain[:80]},
                remedy=_("Use one of: %(sorts)s.") % {"sorts": ", ".join(names)},
            )
        down = "DESC" if sort.startswith("-") else "ASC"
        order = f"{names.index(plain) + 1} {down} NULLS LAST, {order}"
    head = ", ".join([*by, *asked])
    tail = f" GROUP BY {', '.join(by)}" if by else ""
    sql = f"SELECT {head} FROM {rowfile.source(version)} WHERE {condition.sql}{tail}"  # noqa: S608
    with reader.cursor(seconds=conf().catalog_query_seconds) as cursor:
        rows = cursor.execute(f"{sql} ORDER BY {order} LIMIT {limit}", condition.values).fetchall()
        total = len(rows)
        if total == limit:
            counted = f"SELECT count(*) FROM ({sql})"  # noqa: S608  quoted, bound
            answer = cursor.execute(counted, condition.values).fetchone()
            total = int(answer[0]) if answer else total
    return Groups(names, rows, total)


def _figure(version: Version, words: str) -> str:
    name, mark, of = words.partition(":")
    if name not in _SQL or (not mark and name != "count"):
        raise BadRowsQuery(
            _("%(figure)s is no figure.") % {"figure": words[:80]},
            remedy=_("Write count, or one of %(names)s and a column: sum:%(column)s.")
            % {"names": ", ".join(_SQL), "column": version.columns[0].name},
        )
    if not mark:
        return "count(*)"
    found = column(version, of)
    if name in _OF_NUMBERS and found.type not in {ColumnType.INTEGER, ColumnType.NUMBER}:
        raise BadRowsQuery(
            _("%(column)s holds no numbers: %(figure)s cannot be had of it.")
            % {"column": found.name, "figure": name}
        )
    return _SQL[name].format(quote(found.name))
