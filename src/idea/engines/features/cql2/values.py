"""Columns and literals as SQL values of a known kind; to be compared they are brought to one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from django.utils.translation import gettext as _

from idea.engines.features.cql2.tree import bad
from idea.kernel import duck


class Kind(Enum):
    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"
    DATE = "date"
    MOMENT = "moment"  # local time in Taiwan, as columns without a zone are read


@dataclass(frozen=True, slots=True)
class Value:
    sql: str
    kind: Kind
    values: tuple[Any, ...] = ()


_NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE", "DECIMAL")


def column(name: str, types: Mapping[str, str]) -> Value:  # noqa: PLR0911  one for each kind
    """Return a collection's column, or raise BadFilter where it has none of that name."""
    if name not in types:
        raise bad(_("There is no property “%(name)s”.") % {"name": name[:80]})
    quoted, kind = duck.quote(name), types[name]
    if kind.endswith("[]"):
        return Value(f"CAST({quoted} AS VARCHAR)", Kind.TEXT)  # as features show it
    if kind.removeprefix("U").startswith(_NUMBERS):
        return Value(quoted, Kind.NUMBER)
    if kind == "BOOLEAN":
        return Value(quoted, Kind.BOOLEAN)
    if kind == "DATE":
        return Value(quoted, Kind.DATE)
    if kind == "TIMESTAMP WITH TIME ZONE":
        return Value(f"timezone('Asia/Taipei', {quoted})", Kind.MOMENT)
    if kind.startswith("TIMESTAMP"):
        return Value(quoted, Kind.MOMENT)
    return Value(quoted if kind == "VARCHAR" else f"CAST({quoted} AS VARCHAR)", Kind.TEXT)


def literal(value: bool | float | str | date | datetime) -> Value:  # noqa: FBT001  one of the values
    if isinstance(value, bool):
        return Value("?::BOOLEAN", Kind.BOOLEAN, (value,))
    if isinstance(value, int | float):
        return Value("?", Kind.NUMBER, (value,))
    if isinstance(value, str):
        return Value("?::VARCHAR", Kind.TEXT, (value,))
    if isinstance(value, datetime):
        return Value("?::TIMESTAMP", Kind.MOMENT, (value,))
    return Value("?::DATE", Kind.DATE, (value,))


def same(left: Value, right: Value) -> tuple[Value, Value]:
    """Return two values as ones of the same kind, or raise BadFilter."""
    if left.kind is right.kind:
        return left, right
    if {left.kind, right.kind} == {Kind.DATE, Kind.MOMENT}:
        return as_moment(left), as_moment(right)
    raise bad(_("Values of different types are compared; dates are written DATE('2026-11-22')."))


def as_moment(value: Value, *, end: bool = False) -> Value:
    """Return a date as the moment it begins, or with `end` its last."""
    if value.kind is Kind.MOMENT:
        return value
    sql = f"CAST({value.sql} AS TIMESTAMP)"
    if end:
        sql = f"({sql} + INTERVAL 1 DAY - INTERVAL 1 MICROSECOND)"
    return Value(sql, Kind.MOMENT, value.values)
