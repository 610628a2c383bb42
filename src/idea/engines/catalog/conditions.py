"""Which rows a query string asks for: columns, operators and values as SQL with bound values.

A key is a column's name, or a name and an operator (`人數__gte=100`). A column whose own name
ends like an operator wins.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from idea.engines.catalog import reader
from idea.engines.catalog.errors import BadRowsQuery
from idea.engines.catalog.types import Version
from idea.engines.sources.types import Column, ColumnType
from idea.kernel.duck import quote

LISTED: Final = 1_000  # values of one `__in`
_SQL_TYPES: Final[dict[ColumnType, str]] = {
    ColumnType.INTEGER: "HUGEINT",
    ColumnType.NUMBER: "DOUBLE",
    ColumnType.BOOLEAN: "BOOLEAN",
    ColumnType.DATE: "DATE",
    ColumnType.DATETIME: "TIMESTAMPTZ",
    ColumnType.TIME: "TIME",
}
_COMPARED: Final = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


@dataclass(frozen=True, slots=True)
class Where:
    sql: str
    values: list[Any]


def where(version: Version, wanted: Mapping[str, str], search: str) -> Where:
    """Return the condition of all `wanted` and of a text in any column. Raises BadRowsQuery."""
    parts = [_condition(version, key, text) for key, text in wanted.items()]
    if search:
        haystack = " || chr(10) || ".join(
            f"coalesce({quote(column.name)}::VARCHAR, '')" for column in version.columns
        )
        parts.append(Where(f"contains(lower({haystack}), lower(?))", [search]))
    return Where(
        " AND ".join(part.sql for part in parts) or "true",
        [value for part in parts for value in part.values],
    )


def column(version: Version, name: str) -> Column:
    """Return the column of this name, or raise BadRowsQuery that tells the names there are."""
    for each in version.columns:
        if each.name == name:
            return each
    raise BadRowsQuery(
        _("There is no column %(name)s.") % {"name": name[:80]},
        remedy=_("The columns are: %(names)s.")
        % {"names": ", ".join(each.name for each in version.columns[:50])},
    )


def _condition(version: Version, key: str, text: str) -> Where:
    names = {each.name for each in version.columns}
    name, mark, operator = key.rpartition("__")
    if key in names or not mark or operator not in OPERATORS:
        return _equal(column(version, key), text)
    return OPERATORS[operator](column(version, name), text)


def _equal(of: Column, text: str) -> Where:
    name = quote(of.name)
    if text == "":
        also = f" OR {name} = ''" if of.type is ColumnType.STRING else ""
        return Where(f"({name} IS NULL{also})", [])
    return Where(f"{name} = ?", [_value(of, text)])


def _not_equal(of: Column, text: str) -> Where:
    equal = _equal(of, text)
    return Where(f"NOT coalesce({equal.sql}, false)", equal.values)


def _compared(sign: str) -> Callable[[Column, str], Where]:
    def compare(of: Column, text: str) -> Where:
        return Where(f"{quote(of.name)} {sign} ?", [_value(of, text)])

    return compare


def _among(of: Column, text: str) -> Where:
    values = [_value(of, part) for part in text.split(",")[:LISTED]]
    return Where(f"{quote(of.name)} IN ({', '.join('?' * len(values))})", values)


def _holds(of: Column, text: str) -> Where:
    return Where(f"contains(lower({quote(of.name)}::VARCHAR), lower(?))", [text])


def _begins(of: Column, text: str) -> Where:
    return Where(f"starts_with(lower({quote(of.name)}::VARCHAR), lower(?))", [text])


def _is_null(of: Column, text: str) -> Where:
    if text.lower() not in {"true", "false", "1", "0"}:
        raise BadRowsQuery(
            _("%(name)s__isnull takes true or false.") % {"name": of.name},
        )
    empty = _equal(of, "")
    return empty if text.lower() in {"true", "1"} else Where(f"NOT {empty.sql}", [])


OPERATORS: Final[dict[str, Callable[[Column, str], Where]]] = {
    "ne": _not_equal,
    **{name: _compared(sign) for name, sign in _COMPARED.items()},
    "in": _among,
    "contains": _holds,
    "startswith": _begins,
    "isnull": _is_null,
}


def _value(of: Column, text: str) -> Any:
    """Return the value a text stands for in a column, or raise BadRowsQuery."""
    kind = _SQL_TYPES.get(of.type)
    if kind is None:
        return text
    with reader.cursor() as cursor:
        answer = cursor.execute(f"SELECT TRY_CAST(? AS {kind})", [text]).fetchone()
    if answer is None or answer[0] is None:
        raise BadRowsQuery(
            _("%(value)s is no value of the column %(name)s.")
            % {"value": text[:80], "name": of.name},
            remedy=_("Write dates as 2026-11-22, numbers without units, true or false."),
        )
    return answer[0]
