"""How text becomes a value: each kind of column with the SQL that reads one cell.

Holds the expressions only. Every expression gives NULL for text that is not of its kind, so that
the same SQL serves to recognize a kind on a sample and to convert the whole file. Dates follow
`idea.kernel.clock`: what can be read in two ways is not a date.
"""
# ruff: noqa: E501  patterns and SQL read best unbroken

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from idea.engines.sources.types import ColumnType
from idea.kernel.duck import literal

# Words that stand for "no value" in columns of numbers and dates; in text they are kept.
NULL_MARKERS = (
    "", "-", "--", "---", "－", "—", "–", "──", "…", "...", "⋯", "……", "n/a", "na", "n.a.", "nan",
    "null", "none", "nil", "#n/a", "無", "无", "未提供", "無資料", "無數據", "不詳", "未填", "缺值", "\\n",
)  # fmt: skip
MARKERS_SQL = ", ".join(literal(word) for word in NULL_MARKERS)

_Y = r"(1[5-9]|2[0-4])\d\d"
_GREGORIAN = rf"{_Y}(-\d{{1,2}}-\d{{1,2}}|/\d{{1,2}}/\d{{1,2}}|\.\d{{1,2}}\.\d{{1,2}}|年\d{{1,2}}月\d{{1,2}}[日號])"
_ROC = (
    r"([01]\d\d|3[2-9]|[4-9]\d)(-\d{1,2}-\d{1,2}|/\d{1,2}/\d{1,2}|\.\d{1,2}\.\d{1,2})"
    r"|((中華)?民國\s*)?\d{1,3}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*[日號]"
    r"|(中華)?民國\s*\d{1,3}([-/.])\d{1,2}([-/.])\d{1,2}"
)
_MIDNIGHT = r"([ T]0?0:00(:00(\.0+)?)?)?"
_CLOCK = r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d([.,]\d{1,9})?)?"
_COMPACT = rf"{_Y}\d{{4}}"
_ROC_COMPACT = r"[01]\d{6}"
_DAY_AND_CLOCK = rf"({_GREGORIAN}|{_ROC})( +|T){_CLOCK}"
_HALF_DAYS = rf"({_GREGORIAN}|{_ROC}) *(上午|下午|AM|PM|am|pm) *(0?\d|1[0-2]):[0-5]\d(:[0-5]\d)?"
_SHORT_CLOCK = r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?"
_ZONE = r"(Z|z|[+-]\d{2}(:?\d{2})?)"
_ZONED = rf"({_Y}[-/]\d{{1,2}}[-/]\d{{1,2}})( |T){_CLOCK} ?{_ZONE}"
DATE_NAME = re.compile(r"日期|年月日|時間|日$|date|day|roc|time|month|月份", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Kind:
    code: str
    type: ColumnType
    duck: str  # DuckDB's name of the type
    sql: Callable[[str], str]  # from an SQL expression of trimmed text to one of `duck` or NULL
    # The plainest form of the kind, tried first on a whole file because it costs a tenth.
    fast: Callable[[str], str] | None = None
    note: str = ""  # a msgid, shown where the text was not the plain form
    needs_name: bool = False  # too risky unless the column's name speaks of dates


def _matches(x: str, pattern: str) -> str:
    return f"regexp_full_match({x}, {literal(pattern)})"


def _integer(x: str) -> str:
    # A number that writes itself back the same has no leading zero, sign, point or exponent.
    number = f"TRY_CAST({x} AS BIGINT)"
    return (
        f"CASE WHEN CAST({number} AS VARCHAR) = {x} THEN {number}"
        f" WHEN {_matches(x, '[+-]?(0|[1-9][0-9]{0,17})')} THEN {number} END"
    )


def _number(x: str) -> str:
    number = f"TRY_CAST({x} AS DOUBLE)"
    return (
        f"CASE WHEN isfinite({number}) AND NOT contains({x}, '_')"
        f" AND NOT ({x} LIKE '0_%' AND {x} NOT LIKE '0.%' AND {x} NOT LIKE '0e%' AND {x} NOT LIKE '0E%')"
        f" AND (length({x}) < 16 OR contains({x}, '.') OR contains({x}, 'e') OR contains({x}, 'E'))"
        f" THEN {number} END"
    )


def _bare(x: str) -> str:
    return f"replace(replace({x}, ',', ''), '，', '')"


def _fast_integer(x: str) -> str:
    number = f"TRY_CAST({x} AS BIGINT)"
    return f"CASE WHEN CAST({number} AS VARCHAR) = {x} THEN {number} END"


def _fast_number(x: str) -> str:
    number = f"TRY_CAST({x} AS DOUBLE)"
    return (
        f"CASE WHEN isfinite({number}) AND NOT contains({x}, '_')"
        # The first test spares most numbers those after it.
        f" AND ({x} >= '1' AND {x} < ':' AND strlen({x}) < 16"
        f" OR ({x} < '00' OR {x} >= '0:') AND ({x} < '-00' OR {x} >= '-0:')"
        f" AND (strlen({x}) < 16 OR strlen({x}) < 20 AND contains({x}, '.'))) THEN {number} END"
    )


def _fast_day(x: str) -> str:
    day = f"TRY_CAST({x} AS DATE)"
    return f"CASE WHEN strlen({x}) = 10 AND {x} >= '1500-' AND {x} < '2500' THEN {day} END"


def _fast_moment(x: str) -> str:
    moment = f"TRY_CAST({x} AS TIMESTAMP)"
    return f"CASE WHEN strlen({x}) = 19 AND {x} >= '1500-' AND {x} < '2500' THEN {moment} END"


def _grouped_integer(x: str) -> str:
    pattern = r"[+-]?([1-9]\d{0,2}([,，]\d{3}){1,5}|0|[1-9]\d{0,17})"
    return f"CASE WHEN {_matches(x, pattern)} THEN TRY_CAST({_bare(x)} AS BIGINT) END"


def _grouped_number(x: str) -> str:
    pattern = r"[+-]?([1-9]\d{0,2}([,，]\d{3}){1,4}|0|[1-9]\d{0,14})(\.\d*)?"
    return f"CASE WHEN {_matches(x, pattern)} THEN TRY_CAST({_bare(x)} AS DOUBLE) END"


def _percent(x: str) -> str:
    pattern = r"[+-]?(\d{1,15}|\d{1,3}(,\d{3})+)(\.\d+)?\s*[%％]"
    number = f"regexp_replace({_bare(x)}, '\\s*[%％]', '')"
    return f"CASE WHEN {_matches(x, pattern)} THEN TRY_CAST({number} AS DOUBLE) END"


def _ymd(x: str) -> str:
    """Return the digits of a Gregorian date with dashes between them."""
    return f"regexp_replace(rtrim({x}, '日號'), '[/.年月]', '-', 'g')"


def _roc_ymd(x: str) -> str:
    digits = f"regexp_extract_all({x}, '\\d+')"
    year = f"(CAST({digits}[1] AS INTEGER) + 1911)"
    return f"CASE WHEN CAST({digits}[1] AS INTEGER) > 0 THEN {year} || '-' || {digits}[2] || '-' || {digits}[3] END"


def _day(x: str) -> str:
    iso = f"TRY_CAST({x} AS DATE)"
    no_midnight = f"regexp_replace({x}, '[ T]0?0:00(:00(\\.0+)?)?$', '')"
    return (
        f"CASE WHEN CAST({iso} AS VARCHAR) = {x} AND {x} >= '1500' AND {x} < '2500' THEN {iso}"
        f" WHEN {_matches(x, f'({_GREGORIAN}){_MIDNIGHT}')} THEN TRY_CAST({_ymd(no_midnight)} AS DATE)"
        f" WHEN {_matches(x, f'({_ROC}){_MIDNIGHT}')} THEN TRY_CAST({_roc_ymd(x)} AS DATE) END"
    )


def _compact_day(x: str) -> str:
    roc = f"(CAST({x}[1:3] AS INTEGER) + 1911) || '-' || {x}[4:5] || '-' || {x}[6:7]"
    return (
        f"CASE WHEN {_matches(x, _COMPACT)} THEN TRY_CAST({x}[1:4] || '-' || {x}[5:6] || '-' || {x}[7:8] AS DATE)"
        f" WHEN {_matches(x, _ROC_COMPACT)} AND {x}[1:3] > '000' THEN TRY_CAST({roc} AS DATE) END"
    )


def _moment(x: str) -> str:
    iso = f"TRY_CAST({x} AS TIMESTAMP)"
    day = f"regexp_extract({x}, {literal(f'^({_GREGORIAN}|{_ROC})')})"
    clock = f"replace(regexp_extract({x}, {literal(_CLOCK + '$')}), ',', '.')"
    stamp = f"TRY_CAST(CAST({_day(day)} AS VARCHAR) || ' ' || {clock} AS TIMESTAMP)"
    half = f"regexp_extract({x}, '(上午|下午|AM|PM|am|pm)')"
    hours = f"CAST(regexp_extract({x}, '(\\d{{1,2}}):[0-5]\\d', 1) AS INTEGER)"
    shift = (
        f"CASE WHEN lower({half}) IN ('下午', 'pm') AND {hours} < 12 THEN to_hours(12)"
        f" WHEN lower({half}) IN ('上午', 'am') AND {hours} = 12 THEN to_hours(-12) ELSE to_hours(0) END"
    )
    # An offset names a moment: it is told in the time of Taiwan (UTC+8, no summer time since 1979).
    zoned = (
        f"make_timestamp(epoch_us(TRY_CAST(replace({x}, '/', '-') AS TIMESTAMPTZ)) + 28800000000)"
    )
    no_half = f"regexp_replace({x}, '\\s*(上午|下午|AM|PM|am|pm)\\s*', ' ')"
    return (
        f"CASE WHEN length({x}) = 19 AND CAST({iso} AS VARCHAR) = {x} AND {x} >= '1500' AND {x} < '2500' THEN {iso}"
        f" WHEN {_matches(x, _DAY_AND_CLOCK)} THEN {stamp}"
        f" WHEN {_matches(x, _ZONED)} THEN {zoned}"
        f" WHEN {_matches(x, _HALF_DAYS)}"
        f" THEN {stamp.replace(clock, clock.replace(x, no_half))} + {shift}"
        f" ELSE CAST({_day(x)} AS TIMESTAMP) END"
    )


def _clock(x: str) -> str:
    return f"CASE WHEN {_matches(x, _SHORT_CLOCK)} THEN TRY_CAST({x} AS TIME) END"


def _boolean(x: str) -> str:
    return f"CASE lower({x}) WHEN 'true' THEN true WHEN 'false' THEN false END"


INTEGER = Kind("integer", ColumnType.INTEGER, "BIGINT", _integer, _fast_integer)
NUMBER = Kind("number", ColumnType.NUMBER, "DOUBLE", _number, _fast_number)
# In order of preference: the first of those with the fewest misfits is taken.
KINDS = (
    Kind("day-compact", ColumnType.DATE, "DATE", _compact_day,
         note=_("Dates written without separators (20150727 or 1040727) were turned into ISO 8601."), needs_name=True),
    INTEGER,
    NUMBER,
    Kind("grouped-integer", ColumnType.INTEGER, "BIGINT", _grouped_integer,
         note=_("Thousands separators were removed.")),
    Kind("grouped-number", ColumnType.NUMBER, "DOUBLE", _grouped_number,
         note=_("Thousands separators were removed.")),
    Kind("percent", ColumnType.NUMBER, "DOUBLE", _percent,
         note=_("Percent signs were removed: 12.5 means 12.5 %.")),
    Kind("day", ColumnType.DATE, "DATE", _day, _fast_day),
    Kind("moment", ColumnType.DATETIME, "TIMESTAMP", _moment, _fast_moment),
    Kind("clock", ColumnType.TIME, "TIME", _clock),
    Kind("boolean", ColumnType.BOOLEAN, "BOOLEAN", _boolean),
)  # fmt: skip
TEXT = Kind("text", ColumnType.STRING, "VARCHAR", lambda x: x)
ROC_SQL = f"regexp_full_match(v, {literal(f'({_ROC})({_MIDNIGHT}|[ T].*)')})"
CODE_SQL = r"regexp_full_match(v, '[+-]?0\d+')"
ZONE_SQL = f"regexp_full_match(v, {literal(_ZONED)})"
