"""Temporal functions of CQL2 as SQL (OGC 21-065r2, clause 7.9).

Each side is a begin and an end; where a date meets a moment, the date lasts from its first moment
in Taiwan to its last.
"""

import re
from collections.abc import Callable
from datetime import date, datetime

from django.utils.translation import gettext as _

from idea.engines.features.conditions import Where
from idea.engines.features.cql2.tree import Interval, Node, Property, bad
from idea.engines.features.cql2.values import Kind, Value, as_moment

# b1, e1, b2, e2: begin and end of the first and the second (table 7 of the standard).
_MEANS = {
    "t_after": "{b1} > {e2}",
    "t_before": "{e1} < {b2}",
    "t_contains": "{b1} < {b2} AND {e1} > {e2}",
    "t_disjoint": "({e1} < {b2} OR {b1} > {e2})",
    "t_during": "{b1} > {b2} AND {e1} < {e2}",
    "t_equals": "{b1} = {b2} AND {e1} = {e2}",
    "t_finishedby": "{b1} < {b2} AND {e1} = {e2}",
    "t_finishes": "{b1} > {b2} AND {e1} = {e2}",
    "t_intersects": "{b1} <= {e2} AND {e1} >= {b2}",
    "t_meets": "{e1} = {b2}",
    "t_metby": "{b1} = {e2}",
    "t_overlappedby": "{b1} > {b2} AND {b1} < {e2} AND {e1} > {e2}",
    "t_overlaps": "{b1} < {b2} AND {e1} > {b2} AND {e1} < {e2}",
    "t_startedby": "{b1} = {b2} AND {e1} > {e2}",
    "t_starts": "{b1} = {b2} AND {e1} < {e2}",
}
_OPEN = {Kind.DATE: "'{}infinity'::DATE", Kind.MOMENT: "'{}infinity'::TIMESTAMP"}


def condition(op: str, first: Node, second: Node, value: Callable[[Node], Value]) -> Where:
    """Return the condition that `op` holds of two moments, dates or intervals."""
    sides = (*_ends(first, value), *_ends(second, value))
    dates = all(side is None or side.kind is Kind.DATE for side in sides)
    said: dict[str, Value] = {}
    for name, side in zip(("b1", "e1", "b2", "e2"), sides, strict=True):
        end = name.startswith("e")
        if side is None:
            text = _OPEN[Kind.DATE if dates else Kind.MOMENT].format("" if end else "-")
            said[name] = Value(text, Kind.DATE)
        else:
            said[name] = side if dates else as_moment(side, end=end)
    # A parameter stands once for each time it is asked for, in the order of the text.
    pieces = re.split(r"\{(\w\w)\}", _MEANS[op])
    names = pieces[1::2]
    pieces[1::2] = [said[name].sql for name in names]
    return Where(f"({''.join(pieces)})", tuple(v for name in names for v in said[name].values))


def _ends(node: Node, value: Callable[[Node], Value]) -> tuple[Value | None, Value | None]:
    begin, end = (node.begin, node.end) if isinstance(node, Interval) else (node, node)
    if isinstance(begin, date) and isinstance(end, date) and _first(begin) > _first(end):
        raise bad(_("An interval of the filter ends before it begins."))
    return _time(begin, value), _time(end, value)


def _first(moment: date) -> datetime:
    if isinstance(moment, datetime):
        return moment
    return datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001  local, as columns are


def _time(node: Node | None, value: Callable[[Node], Value]) -> Value | None:
    if node is None:
        return None
    if not isinstance(node, Property | date):
        raise bad(_("Temporal functions take dates, moments, intervals and properties that are."))
    made = value(node)
    if made.kind not in (Kind.DATE, Kind.MOMENT):
        raise bad(_("Temporal functions take dates, moments, intervals and properties that are."))
    return made
