"""Says in SQL when a feature counts, by its columns of dates; reads dates as Taiwan writes them.

Typed dates and moments are taken as they are. Text and numbers are days or years of the Gregorian
or the ROC calendar, told by the number of digits; what tells neither is not guessed at.
"""
# Names are quoted, moments are written by this file.

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from idea.engines.features.types import Interval, Validity
from idea.kernel import duck
from idea.kernel.clock import TAIPEI

FIRST: Final = "TIMESTAMP '0002-01-01'"  # what lies beyond these, Python cannot hold
LAST: Final = "TIMESTAMP '9999-12-30'"
# 2026-11-23, 2026/11/23 08:00, 115.11.23, 民國115年11月23日 …; 20261123, 1151123; 2026, 115年.
_DAY: Final = r"^(?:中華民國|民國)?\s*(\d{2,4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ].*)?$"
_DIGITS: Final = r"^(\d{3,4})(\d{2})(\d{2})$"
_YEAR: Final = r"^(?:中華民國|民國)?\s*(\d{2,4})年?$"
_EPOCH: Final = (
    r"^(\d{9,10}|\d{12,13})$"  # seconds, or thousandths, since 1970 as programs write them
)
_ROC: Final = 1911  # the year before its first


def valid(validity: Validity, types: Mapping[str, str], interval: Interval) -> str:
    """Return the condition that start <= t < end for a moment t of `interval`, both ends of it in.

    A blank start or end is open. A value that cannot be read, and an end that is not after its
    start, is valid at no time.
    """
    first, last = interval
    parts = []
    start = end = ""
    if validity.start:
        start = moment(validity.start, types[validity.start])
        test = f"{start} <= {literal(last)}" if last is not None else f"{start} IS NOT NULL"
        parts.append(f"({blank(validity.start)} OR {test})")
    if validity.end:
        end = moment(validity.end, types[validity.end], through=validity.through)
        test = f"{end} > {literal(first)}" if first is not None else f"{end} IS NOT NULL"
        parts.append(f"({blank(validity.end)} OR {test})")
    if start and end:
        parts.append(f"({start} IS NULL OR {end} IS NULL OR {start} < {end})")
    return f"({' AND '.join(parts)})"


def blank(name: str) -> str:
    """Return the condition that a column says nothing."""
    column = duck.quote(name)
    return f"({column} IS NULL OR trim({column}::VARCHAR) = '')"


def moment(name: str, kind: str, *, through: bool = False) -> str:
    """Return the moment a column says as a TIMESTAMP of Taiwan, NULL where it cannot be read.

    `through`: what is said is the last day or year that counts, so that the moment is its end.
    """
    column = duck.quote(name)
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"timezone('Asia/Taipei', {column})"
    if kind.startswith("TIMESTAMP"):
        return f"{column}::TIMESTAMP"
    day, year = ("INTERVAL 1 DAY", "INTERVAL 1 YEAR") if through else ("INTERVAL 0 DAY",) * 2
    if kind == "DATE":
        return f"({column} + {day})"
    number = kind in ("DOUBLE", "FLOAT") or kind.startswith("DECIMAL")
    text = f"trim({f'try_cast({column} AS BIGINT)' if number else column}::VARCHAR)"
    seconds = f"{text}::DOUBLE / CASE WHEN length({text}) > 10 THEN 1000 ELSE 1 END"
    epoch = f"timezone('Asia/Taipei', to_timestamp({seconds}))"
    return (
        f"CASE WHEN regexp_matches({text}, '{_EPOCH}') THEN {epoch} "
        f"WHEN regexp_matches({text}, '{_DAY}') THEN {_date(text, _DAY)} + {day} "
        f"WHEN regexp_matches({text}, '{_DIGITS}') THEN {_date(text, _DIGITS)} + {day} "
        f"WHEN regexp_matches({text}, '{_YEAR}') THEN {_date(text, _YEAR)} + {year} END"
    )


def literal(moment: datetime) -> str:
    """Return a moment as the SQL of a TIMESTAMP of Taiwan."""
    local = moment.astimezone(TAIPEI).replace(tzinfo=None)
    return f"TIMESTAMP '{local.isoformat(sep=' ')}'"


def told(local: datetime | None) -> datetime | None:
    """Return a TIMESTAMP of Taiwan as the moment it is, in UTC."""
    return None if local is None else local.replace(tzinfo=TAIPEI).astimezone(UTC)


def _date(text: str, pattern: str) -> str:
    year = f"regexp_extract({text}, '{pattern}', 1)::INTEGER"
    year = f"lpad((CASE WHEN {year} < 1000 THEN {year} + {_ROC} ELSE {year} END)::VARCHAR, 4, '0')"
    month, day = (f"regexp_extract({text}, '{pattern}', {group})" for group in (2, 3))
    rest = "'-01-01'" if pattern == _YEAR else f"'-' || {month} || '-' || {day}"
    return f"try_cast({year} || {rest} AS DATE)"
