"""Aware time and the calendars of Taiwan: reads what people write, writes what people read.

Dates, moments and their words; what a date is for belongs to the engine that holds it.
Inside, a moment is aware and UTC; a text without an offset is read as Taipei time.
"""
# ruff: noqa: PLR2004  the numbers are the clock's own

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

TAIPEI = ZoneInfo("Asia/Taipei")
ROC_EPOCH = 1911  # the Republic's year 1 is 1912 (民國元年)

_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")}
_DIGITS |= {"零": 0, "○": 0, "兩": 2}
_CHINESE = "〇零○一二兩三四五六七八九十百廿卅元"

_GREGORIAN = re.compile(
    r"(?P<y>(?:1[5-9]|2[0-4])\d\d)(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})"
)
_COMPACT = re.compile(r"(?P<y>(?:1[89]|2[01])\d\d)(?P<m>\d\d)(?P<d>\d\d)")
# A year of the Republic needs no word before it when it cannot be a day or a month: three digits
# (a leading 0 is usual), or two digits above 31.
_ROC = re.compile(
    r"(?P<y>[01]\d\d|3[2-9]|[4-9]\d)(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})"
)
_ROC_COMPACT = re.compile(r"(?P<y>[01]\d\d)(?P<m>\d\d)(?P<d>\d\d)")
_ROC_SAID = re.compile(
    r"(?:中華)?民國(?P<before>前)?(?P<y>\d{1,3})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})"
)
_NUMBER = rf"(?:\d{{1,3}}|[{_CHINESE}]{{1,6}})"
_WORDS = re.compile(
    rf"(?P<era>(?:中華)?民國(?P<before>前)?|西元|公元)?(?P<y>\d{{4}}|{_NUMBER})年"
    rf"(?P<m>{_NUMBER})月(?:(?P<d>{_NUMBER})[日號])?"
)
_WEEKDAY = re.compile(
    r"\s*\((?:星期|週|周|禮拜)?[一二三四五六日天]\)|\s*(?:星期|週|周|禮拜)[一二三四五六日天](?=\s|$)"
)
_TIME = re.compile(
    r"(?P<half>上午|下午|中午|凌晨|早上|晚上|AM|PM)?"
    r"(?P<h>\d{1,2})(?::(?P<min>\d{2})(?::(?P<s>\d{2})(?:[.,](?P<f>\d{1,9}))?)?"
    r"|[時點](?:(?P<cmin>\d{1,2})分(?:(?P<cs>\d{1,2})秒)?|整|(?P<thirty>半))?)"
    r"(?P<half_after>AM|PM)?"
    r"(?P<zone>Z|UTC|[+-]\d{2}(?::?\d{2})?)?",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"^(?P<date>.*?[\d日號])(?:T|\s+|(?=上午|下午|中午|凌晨|早上|晚上)|(?<=[日號)]))(?P<time>\S.*)$"
)
_COMPACT_MOMENT = re.compile(r"(?P<date>\d{8})T?(?P<h>\d{2})(?P<min>\d{2})(?P<s>\d{2})(?P<zone>Z)?")
_LONGEST = 60  # no date that people write is longer; a cell of 10 MB is not worth a look


def now() -> datetime:
    """Return this moment, aware, UTC."""
    return datetime.now(UTC)


def parse_date(text: str) -> date | None:
    """Return the day that `text` names, or None.

    Reads ISO 8601 (2015-07-27, 20150727), 2015/7/27, 2015.7.27, 2015年7月27日, years
    of the Republic (104/7/27, 104.07.27, 104-7-27, 1040727, 民國104年7月27日,
    民國一百零四年七月二十七日, 民國前1年…),
    full-width forms, a weekday after the day, a time of exactly midnight (spreadsheets add one).
    104年7月 is the first day of that month. What can be read in two ways is refused: 7/27/2015,
    27-07-2015, 10/11/12.
    """
    if not text or len(text) > _LONGEST:
        return None
    text = _normal(text)
    if (day := _date(text)) is not None:
        return day
    if (parts := _SPLIT.match(text)) and re.fullmatch(r"0?0:00(:00(\.0+)?)?", parts["time"]):
        return _date(parts["date"].strip())
    return None


def parse_moment(text: str) -> datetime | None:
    """Return the moment that `text` names in UTC, or None; without an offset it is Taipei time.

    A date that `parse_date` reads, then a time: 10:05, 10:05:33.25, 上午 10:05, 下午3時5分,
    10:05 PM, with Z, +08:00 or nothing; also 20150727T100533Z and 20150727100533. 24:00 is the
    next midnight (ISO 8601-1:2019 clause 5.3.2). A date alone is no moment.
    """
    if not text or len(text) > _LONGEST:
        return None
    text = _normal(text)
    if compact := _COMPACT_MOMENT.fullmatch(text):
        day, found = _date(compact["date"]), compact
    elif (parts := _SPLIT.match(text)) and (
        match := _TIME.fullmatch(re.sub(r"\s+", "", parts["time"]))
    ):
        day, found = _date(parts["date"].strip()), match
    else:
        return None
    if day is None:
        return None
    clock = _time(found.groupdict())
    if clock is None:
        return None
    try:
        zone = _zone(found["zone"])
        return (datetime.combine(day, time(), zone) + clock).astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def roc_year(day: date) -> int:
    """Return the year of the Republic: 2015 is 104; 1911 is -1 (民國前1年; there is no year 0)."""
    year = day.year - ROC_EPOCH
    return year if year > 0 else year - 1


def format_date(day: date, language: str) -> str:
    """Return `2026 年 11 月 22 日（日）`, or `Sun 22 November 2026` where not Chinese."""
    if language.lower().startswith("zh"):
        return f"{day.year} 年 {day.month} 月 {day.day} 日（{'一二三四五六日'[day.weekday()]}）"
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def format_moment(moment: datetime, language: str) -> str:
    """Return date and 24-hour time in Taipei: `2026 年 11 月 22 日（日）14:05`."""
    local = moment.astimezone(TAIPEI)
    between = "" if language.lower().startswith("zh") else ", "
    return f"{format_date(local.date(), language)}{between}{local:%H:%M}"


def format_roc(day: date) -> str:
    """Return `民國 115 年 11 月 22 日`, for where the law asks for it."""
    year = roc_year(day)
    era = f"民國 {year}" if year > 0 else f"民國前 {-year}"
    return f"{era} 年 {day.month} 月 {day.day} 日"


_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def _normal(text: str) -> str:
    """Return `text` in half-width forms and without a day of the week, which decides nothing."""
    return _WEEKDAY.sub(" ", unicodedata.normalize("NFKC", text)).strip()


def _date(text: str) -> date | None:
    if found := _GREGORIAN.fullmatch(text) or _COMPACT.fullmatch(text):
        return _day(int(found["y"]), found)
    if found := _ROC.fullmatch(text) or _ROC_COMPACT.fullmatch(text):
        return _day(_from_roc(int(found["y"])), found)
    squeezed = re.sub(r"\s+", "", text)
    if found := _ROC_SAID.fullmatch(squeezed):
        return _day(_from_roc(int(found["y"]), before=bool(found["before"])), found)
    if found := _WORDS.fullmatch(squeezed):
        return _spoken(found)
    return None


def _spoken(found: re.Match[str]) -> date | None:
    year, month = _number(found["y"]), _number(found["m"])
    day = 1 if found["d"] is None else _number(found["d"])
    if year is None or month is None or day is None:
        return None
    gregorian = len(found["y"]) == 4 and found["y"].isdecimal()
    era = found["era"] or ""
    if era and gregorian == era.endswith(("民國", "前")):
        return None  # 民國2015年 and 西元104年 are slips: which of the two words is wrong?
    if not gregorian:
        year = _from_roc(year, before=bool(found["before"]))
    return _make(year, month, day)


def _from_roc(year: int, *, before: bool = False) -> int:
    if year == 0:
        return 0  # there was none, and `_make` refuses it
    return ROC_EPOCH + 1 - year if before else ROC_EPOCH + year


def _day(year: int, found: re.Match[str]) -> date | None:
    return _make(year, int(found["m"]), int(found["d"]))


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(text: str) -> int | None:
    """Read 27, 二十七, 廿七, 一百零四, 一〇四 or 元."""
    if text.isdecimal():
        return int(text)
    if text == "元":
        return 1
    text = text.replace("廿", "二十").replace("卅", "三十")
    if all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    found = re.fullmatch(
        r"(?:(?P<hundreds>[一二兩三四五六七八九])?(?P<hundred>百)(?:[零〇○](?=[一二三四五六七八九]$))?)?"
        r"(?:(?P<tens>[一二三四五六七八九])?(?P<ten>十))?(?P<ones>[一二三四五六七八九])?",
        text,
    )
    if not found:
        return None
    hundreds = _DIGITS.get(found["hundreds"], 1) if found["hundred"] else 0
    tens = _DIGITS.get(found["tens"], 1) if found["ten"] else 0
    return hundreds * 100 + tens * 10 + _DIGITS.get(found["ones"], 0)


def _time(found: dict[str, str | None]) -> timedelta | None:
    half = (found.get("half") or found.get("half_after") or "").upper()
    if found.get("half") and found.get("half_after"):
        return None
    hour = int(found["h"] or 0)
    minute = 30 if found.get("thirty") else int(found.get("min") or found.get("cmin") or 0)
    second = int(found.get("s") or found.get("cs") or 0)
    if half:
        if not 1 <= hour <= 12:
            return None
        afternoon = half in ("下午", "晚上", "中午", "PM")
        hour = hour % 12 + (12 if afternoon and not (half == "中午" and hour == 11) else 0)
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and (minute or second)):
        return None
    microsecond = int((found.get("f") or "0").ljust(6, "0")[:6])
    if hour == 24 and microsecond:
        return None
    return timedelta(hours=hour, minutes=minute, seconds=second, microseconds=microsecond)


def _zone(text: str | None) -> timezone | ZoneInfo:
    if not text:
        return TAIPEI
    if text.upper() in ("Z", "UTC"):
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if int(digits[2:]) > 59:
        raise ValueError(f"no such offset: {text}")
    return timezone(-offset if text[0] == "-" else offset)
