"""Which postal code a number has: the ranges of Chunghwa Post (投遞範圍) as rules; pure.

Along a street a lane counts as its number does: 50巷 lies between 48號 and 52號.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from idea.engines.features.addresses.types import Parts

_MOST = 99_999
_LEAST = (0, 0)
Bound = tuple[int, int]  # number, sub-number

_INSIDE = re.compile(
    r"^(?:([0-9]+(?:之[0-9]+)?)巷(?=[全單雙連0-9]))?(?:([0-9]+)弄(?=[全單雙連0-9]))?([單雙連])?(.*)$"
)
_FLOORS = re.compile(r"^(.*號)(地下)?([0-9]+)(?:至([0-9]+))?樓(以上|以下)?.*$")
_ONE = re.compile(r"^([0-9]+)?(?:之([0-9]+))?(?:[號巷弄])?$")
_ALSO = re.compile(r"(含附號全|含附號|附號全)")


@dataclass(frozen=True, slots=True)
class Rule:
    """The numbers that one postal code holds."""

    lane: str = ""  # 12 or 12之1; "" along the street
    alley: str = ""
    parity: int | None = None  # 1 odd, 0 even
    low: Bound = _LEAST
    high: Bound = (_MOST, _MOST)
    floors: Bound | None = None

    @property
    def breadth(self) -> tuple[bool, bool, bool, int]:
        """Sorts rules, the narrowest first."""
        return (self.floors is None, not self.lane, not self.alley, self.high[0] - self.low[0])


@lru_cache(maxsize=65_536)
def rule(scope: str) -> Rule | None:
    """Return the rule of a scope without spaces (單99號以下); None for what is not understood."""
    match = _INSIDE.match(scope)
    if match is None:
        return None
    lane, alley, side, body = match[1] or "", match[2] or "", match[3], match[4]
    parity = {"單": 1, "雙": 0}.get(side or "")
    floors = None
    if storeys := _FLOORS.match(body):
        body, first = storeys[1], int(storeys[3]) * (-1 if storeys[2] else 1)
        last = int(storeys[4]) if storeys[4] else _MOST if storeys[5] == "以上" else first
        floors = (first, last)
    if body in ("", "全"):
        return Rule(lane, alley, parity, floors=floors) if scope else None
    also = _ALSO.search(body)
    only_subs = bool(also and also[1] == "附號全")
    body = _ALSO.sub("", body)
    bounds = _bounds(body)
    if bounds is None:
        return None
    low, high = bounds
    if only_subs:
        low = (low[0], 1)
    if also:
        high = (high[0], _MOST)
    return Rule(lane, alley, parity, low, high, floors)


def _bounds(body: str) -> tuple[Bound, Bound] | None:
    if body.endswith("以下"):
        high = _one(body.removesuffix("以下"))
        return (_LEAST, high) if high else None
    if body.endswith("以上"):
        low = _one(body.removesuffix("以上"))
        return (low, (_MOST, _MOST)) if low else None
    first, to, last = body.partition("至")
    low = _one(first)
    if low is None or (to and not last):
        return None
    high = _one(last, low[0]) if last else low
    return (low, high) if high else None


def _one(text: str, number: int | None = None) -> Bound | None:
    match = _ONE.match(text)
    if match is None or (match[1] is None and (number is None or match[2] is None)):
        return None
    sub = int(match[2] or 0)
    if text.endswith(("巷", "弄")) and not sub:
        sub = 0 if number is None else _MOST
    return (int(match[1]) if match[1] else number or 0, sub)


def code_of(parts: Parts, rules: Sequence[tuple[str, Rule]]) -> str:
    """Return the postal code of an address on a street that has these rules; "" where unsure."""
    codes = {code for code, _rule in rules}
    if len(codes) == 1:
        return codes.pop()
    if not (parts.lane or parts.number):
        return ""
    for whole in (True, False):  # 28之1 is with 28 where no rule names it
        fitting = [(r.breadth, code) for code, r in rules if _holds(r, parts, whole=whole)]
        if fitting:
            return min(fitting)[1]
    return ""


def _holds(one: Rule, parts: Parts, *, whole: bool) -> bool:
    if (one.lane and one.lane != parts.lane) or (one.alley and one.alley != parts.alley):
        return False
    if one.floors is not None:
        floor = _floor(parts.floor)
        if floor is None or not one.floors[0] <= floor <= one.floors[1]:
            return False
    if one.alley:
        text = parts.number
    elif one.lane:
        text = parts.alley or parts.number
    else:
        text = parts.lane or parts.number
    if one.low == _LEAST and one.high[0] == _MOST and one.parity is None:
        return True
    match = re.match(r"([0-9]+)(?:之([0-9]+))?", text)
    if match is None:
        return False
    place = (int(match[1]), int(match[2] or 0) if whole else 0)
    if one.parity is not None and place[0] % 2 != one.parity:
        return False
    return one.low <= place <= one.high


def _floor(text: str) -> int | None:
    match = re.match(r"(地下)?([0-9]+)樓", text)
    return int(match[2]) * (-1 if match[1] else 1) if match else None
