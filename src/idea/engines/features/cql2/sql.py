"""Makes an SQL condition of a CQL2 tree: names only from the collection, values only as parameters.

Denials are carried down to the single tests: there NULL and false mean the same, so a test may
skip rows without a geometry.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from idea.engines.features.conditions import Where
from idea.engines.features.cql2 import spatial, temporal
from idea.engines.features.cql2.tree import (
    ARITHMETIC,
    COMPARISONS,
    FOLDS,
    MAX_TESTS,
    SPATIAL,
    TEMPORAL,
    Call,
    Many,
    Node,
    Property,
    bad,
    tests,
)
from idea.engines.features.cql2.values import Kind, Value, column, literal, same
from idea.engines.features.types import CRS84, Crs

_MOST_LISTED = 5_000


def condition(tree: Node, types: Mapping[str, str], crs: Crs = CRS84) -> Where:
    """Return the condition that `tree` is true of a row.

    `types` are DuckDB's types of the columns that may be asked about; `crs` is what the filter's
    geometries are in. Raises BadFilter for what is not there or not of a type that can be asked so.
    """
    if tests(tree) > MAX_TESTS:
        raise bad(_("The filter has more than %(most)d operators.") % {"most": MAX_TESTS})
    return _Maker(types, crs).true(tree, denied=False)


@dataclass(frozen=True, slots=True)
class _Maker:
    types: Mapping[str, str]
    crs: Crs

    def true(self, node: Node, *, denied: bool) -> Where:
        """Return the condition that `node` is true, or where `denied`, that it is false."""
        if isinstance(node, bool):
            return Where("true" if node is not denied else "false")
        if not isinstance(node, Call):
            raise bad(_("A filter is a condition; a property or a value alone is none."))
        if node.op in ("and", "or"):
            word = " AND " if (node.op == "and") is not denied else " OR "
            parts = [self.true(arg, denied=denied) for arg in node.args]
            if not parts:
                raise _arguments(node)
            sql = word.join(part.sql for part in parts)
            return Where(f"({sql})", tuple(value for part in parts for value in part.values))
        if node.op == "not":
            return self.true(*_take(node, 1), denied=not denied)
        if node.op in SPATIAL:
            first, second = _take(node, 2)
            return spatial.condition(node.op, first, second, crs=self.crs, denied=denied)
        tested = self._tested(node)
        return Where(f"(NOT {tested.sql})" if denied else tested.sql, tested.values)

    def _tested(self, node: Call) -> Where:  # noqa: PLR0911  one for each kind
        if node.op in COMPARISONS:
            first, second = _take(node, 2)
            return self._compared(node.op, self.value(first), self.value(second))
        if node.op in TEMPORAL:
            first, second = _take(node, 2)
            return temporal.condition(node.op, first, second, self.value)
        if node.op == "like":
            return self._like(*_take(node, 2))
        if node.op == "between":
            asked, *bounds = (self.value(each) for each in _take(node, 3))
            low, high = bounds
            both = self._compared(">=", asked, low) & self._compared("<=", asked, high)
            return Where(f"({both.sql})", both.values)
        if node.op == "in":
            return self._among(*_take(node, 2))
        if node.op == "isNull":
            (asked_for,) = _take(node, 1)
            if asked_for == Property(spatial.GEOMETRY):
                return Where("(geometry IS NULL)")
            one = self.value(asked_for)
            return Where(f"({one.sql} IS NULL)", one.values)
        raise bad(_("“%(op)s” is no condition.") % {"op": node.op})

    def _compared(self, op: str, left: Value, right: Value) -> Where:
        left, right = same(left, right)
        if left.kind is Kind.BOOLEAN and op not in ("=", "<>"):
            raise bad(_("True and false have no order."))
        return Where(f"({left.sql} {op} {right.sql})", (*left.values, *right.values))

    def _like(self, asked: Node, pattern: Node) -> Where:
        text, like = self.value(asked), self.value(pattern)
        plain = pattern
        while isinstance(plain, Call) and plain.op in FOLDS:
            (plain,) = _take(plain, 1)
        if text.kind is not Kind.TEXT or not isinstance(plain, str):
            raise bad(_("LIKE compares a text with a pattern in quotation marks."))
        if (len(plain) - len(plain.rstrip("\\"))) % 2:
            raise bad(_("The pattern of LIKE ends in the middle of an escape."))
        return Where(f"({text.sql} LIKE {like.sql} ESCAPE '\\')", (*text.values, *like.values))

    def _among(self, asked: Node, listed: Node) -> Where:
        if not isinstance(listed, Many) or not 0 < len(listed.items) <= _MOST_LISTED:
            raise bad(_("IN takes a list of 1 to %(most)d values.") % {"most": _MOST_LISTED})
        one = self.value(asked)
        pairs = [same(one, self.value(item)) for item in listed.items]
        if any(pair[0] != pairs[0][0] for pair in pairs):
            raise bad(_("The values of IN must be of one type."))
        values = tuple(value for _one, item in pairs for value in item.values)
        marks = ", ".join(item.sql for _one, item in pairs)
        return Where(f"({pairs[0][0].sql} IN ({marks}))", (*pairs[0][0].values, *values))

    def value(self, node: Node) -> Value:
        """Return what stands on one side of a comparison."""
        if isinstance(node, Property):
            return column(node.name, self.types)
        if isinstance(node, bool | int | float | str | date | datetime):
            return literal(node)
        if isinstance(node, Call) and node.op in FOLDS:
            text = self.value(*_take(node, 1))
            if text.kind is not Kind.TEXT:
                raise bad(_("CASEI and ACCENTI take a text."))
            function = "lower" if node.op == "casei" else "strip_accents"
            return Value(f"{function}({text.sql})", Kind.TEXT, text.values)
        if isinstance(node, Call) and node.op in ARITHMETIC:
            return self._reckoned(node)
        raise bad(_("A comparison takes properties, values and what is reckoned from them."))

    def _reckoned(self, node: Call) -> Value:
        left, right = (self.value(arg) for arg in _take(node, 2))
        if {left.kind, right.kind} != {Kind.NUMBER}:
            raise bad(_("Only numbers can be reckoned with."))
        values: tuple[Any, ...] = (*left.values, *right.values)
        # In floating point nothing overflows into an error.
        first, second = f"CAST({left.sql} AS DOUBLE)", f"CAST({right.sql} AS DOUBLE)"
        if node.op == "^":
            return Value(f"pow({first}, {second})", Kind.NUMBER, values)
        if node.op == "div":
            return Value(f"trunc({first} / {second})", Kind.NUMBER, values)
        return Value(f"({first} {node.op} {second})", Kind.NUMBER, values)


def _take(node: Call, count: int) -> tuple[Node, ...]:
    if len(node.args) != count:
        raise _arguments(node)
    return node.args


def _arguments(node: Call) -> Exception:
    return bad(_("“%(op)s” has too few or too many arguments.") % {"op": node.op})
