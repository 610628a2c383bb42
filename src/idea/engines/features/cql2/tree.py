"""What a CQL2 filter says, whichever encoding it came in (OGC 21-065r2).

Knows no collection: whether a property is there and of the right type is found out in `sql`.
"""

import math
from dataclasses import dataclass
from datetime import date, datetime

import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from idea.engines.features.errors import BadFilter
from idea.engines.features.types import Bounds
from idea.kernel.clock import TAIPEI

# Deeper than anybody writes by hand, and far from where Python, GEOS or DuckDB run out of stack.
MAX_DEPTH = 40
MAX_TESTS = 500  # each is made of every row that is left
MAX_LENGTH = 100_000  # characters; a county's outline fits, simplified for asking
OPEN = ".."

LOGICAL = frozenset({"and", "or", "not"})
COMPARISONS = frozenset({"=", "<>", "<", "<=", ">", ">="})
ARITHMETIC = frozenset({"+", "-", "*", "/", "%", "div", "^"})
FOLDS = frozenset({"casei", "accenti"})
SPATIAL = frozenset(
    f"s_{name}"
    for name in (
        "intersects", "contains", "crosses", "disjoint", "equals", "overlaps", "touches", "within",
    )
)  # fmt: skip
TEMPORAL = frozenset(
    f"t_{name}"
    for name in (
        "after", "before", "contains", "disjoint", "during", "equals", "finishedby", "finishes",
        "intersects", "meets", "metby", "overlappedby", "overlaps", "startedby", "starts",
    )
)  # fmt: skip
FUNCTIONS = FOLDS | SPATIAL | TEMPORAL


@dataclass(frozen=True, slots=True)
class Property:
    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """An operator or function and what it is asked about; names as CQL2-JSON has them."""

    op: str
    args: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Interval:
    """Two moments; each a property, a date, a moment, or None where open."""

    begin: "Node | None"
    end: "Node | None"


@dataclass(frozen=True, slots=True)
class Shape:
    """A geometry, in the axis order of the filter's own reference system."""

    geometry: BaseGeometry


@dataclass(frozen=True, slots=True)
class Box:
    """A box, as Shape; its west may lie east of its east: across the antimeridian."""

    bounds: Bounds


@dataclass(frozen=True, slots=True)
class Many:
    items: tuple["Node", ...]


Node = Property | Call | Interval | Shape | Box | Many | str | int | float | bool | date | datetime


def tests(node: Node) -> int:
    """Return how many operators and functions stand in a tree."""
    if isinstance(node, Call):
        return 1 + sum(map(tests, node.args))
    return sum(map(tests, node.items)) if isinstance(node, Many) else 0


def moment(text: str) -> datetime:
    """Return the moment an RFC 3339 text names, as local time in Taiwan, or raise BadFilter."""
    try:
        made = datetime.fromisoformat(text)
        if "T" not in text or made.tzinfo is None:
            raise bad(_("“%(text)s” is no moment with its offset.") % {"text": text[:40]})
        return made.astimezone(TAIPEI).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise bad(_("“%(text)s” is no moment with its offset.") % {"text": text[:40]}) from None


def day(text: str) -> date:
    """Return the date an RFC 3339 text names, or raise BadFilter."""
    try:
        if len(text) != len("2026-11-22"):
            raise bad(_("“%(text)s” is no date.") % {"text": text[:40]})
        return date.fromisoformat(text)
    except ValueError:
        raise bad(_("“%(text)s” is no date.") % {"text": text[:40]}) from None


def instant(text: str) -> Node | None:
    """Return what an end of an interval says: a date, a moment, or None for "..": open."""
    if text == OPEN:
        return None
    return moment(text) if "T" in text else day(text)


def number(text: str) -> int | float:
    """Return a number as exactly as it was written, or raise BadFilter where it is beyond all."""
    # Digits beyond what any column holds are read as the nearest number of floating point.
    whole = text.lstrip("+-").isdigit() and len(text) < 20  # noqa: PLR2004  a BIGINT has 19 digits
    value = int(text) if whole else float(text)
    if not math.isfinite(value):
        raise bad(_("The number “%(text)s” is too large.") % {"text": text[:40]})
    return value


def shape(geometry: BaseGeometry) -> Shape:
    """Return a geometry that can be asked about, or raise BadFilter."""
    if geometry.is_empty or not all(map(math.isfinite, geometry.bounds)):
        raise bad(_("A geometry of the filter is empty or not made of finite numbers."))
    flat = shapely.force_2d(geometry)
    if not flat.is_valid:
        raise bad(
            _("A geometry of the filter is not valid: %(why)s.")
            % {"why": shapely.is_valid_reason(flat)}
        )
    return Shape(flat)


def box(numbers: list[float]) -> Box:
    """Return the box of 4 numbers, or of 6 with heights, which are not used."""
    if len(numbers) not in (4, 6) or not all(map(math.isfinite, numbers)):
        raise bad(_("A BBOX has 4 or 6 finite numbers."))
    half = len(numbers) // 2
    low, high = numbers[:half], numbers[half:]
    return Box((low[0], low[1], high[0], high[1]))


def bad(detail: str) -> BadFilter:
    return BadFilter(
        detail, remedy=_("A filter is written in CQL2, for example: kind = 7 AND NOT name = 'a'.")
    )


def too_deep() -> BadFilter:
    return bad(_("The filter is nested deeper than %(most)d levels.") % {"most": MAX_DEPTH})
