"""Reads moments and spans of time as requests write them; what is none is an error, never a guess.

OGC API Features part 1 (17-069r4), clause 7.15.4; a whole day, month or year is that of Taiwan.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from idea.engines.features.errors import BadParameter
from idea.engines.features.types import Interval
from idea.kernel.clock import TAIPEI

_INSTANT: Final = re.compile(
    r"\d{4}-\d\d-\d\d(?P<time>T\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d))?", re.ASCII
)
_COARSE: Final = re.compile(r"(\d{4})(?:-(\d\d))?", re.ASCII)
_TICK: Final = timedelta(microseconds=1)
_LONGEST: Final = 80


def span(text: str) -> Interval:
    """Return the moments an instant or an interval (a/b, a/.., ../b) begins and ends at."""
    ends = text.split("/") if len(text) <= _LONGEST else []
    if len(ends) not in (1, 2):
        raise _bad()
    if len(ends) == 1:
        return _instant(ends[0], last=False), _instant(ends[0], last=True)
    begin, end = (None if part in ("", "..") else part for part in ends)
    if begin is None and end is None:
        raise _bad()
    first = None if begin is None else _instant(begin, last=False)
    last = None if end is None else _instant(end, last=True)
    if first is not None and last is not None and first > last:
        raise BadParameter(_("“datetime” ends before it begins."))
    return first, last


def coarse(text: str) -> Interval:
    """Return what `span` does; a whole year or month may stand too (ISO 8601, as WMS has it)."""
    found = _COARSE.fullmatch(text)
    if found is None:
        return span(text)
    try:
        year, month = int(found[1]), int(found[2] or 1)
        begin = datetime(year, month, 1, tzinfo=TAIPEI)
        months = year * 12 + month - 1 + (1 if found[2] else 12)
        end = datetime(months // 12, months % 12 + 1, 1, tzinfo=TAIPEI)
        return begin.astimezone(UTC), (end - _TICK).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _bad() from None


def _instant(text: str, *, last: bool) -> datetime:
    """Return an RFC 3339 moment; of a whole day, its first or last moment in Taiwan."""
    matched = _INSTANT.fullmatch(text)
    try:
        if matched is None:
            raise _bad()
        moment = datetime.fromisoformat(text)
        if not matched["time"]:
            moment = moment.replace(tzinfo=TAIPEI)
            if last:
                moment += timedelta(days=1) - _TICK
        moment.astimezone(TAIPEI)  # what Taiwan has no date for is compared with nothing
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise _bad() from None


def _bad() -> BadParameter:
    return BadParameter(
        _("“datetime” must be a date, a moment with its offset, or an interval of two."),
        remedy=_("For example datetime=2026-11-01/2026-11-30 or 2026-11-22T08:00:00Z."),
    )
