"""Which one chart says most about a table, by a few plain rules on its columns.

Reads a staged table and gives the numbers to draw; words are in `word.py`, lines in `draw.py`.
Rules, first that fits: a value for each named thing (bar); a value over time, or how many
rows over time (line); how many rows of each kind (bar); how a value is spread (histogram).
Columns that look like personal data, numbers that are names (ids, codes, postcodes) and
coordinates are never drawn.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

import duckdb

from idea.engines.sources.types import Column, ColumnType, Role, Staged
from idea.kernel.duck import quote

BARS: Final = 15
THINGS: Final = 40  # at most this many rows for a bar a row
KINDS: Final = 60
POINTS: Final = 400
BINS: Final = 12
STEADY: Final = 0.35  # spread of rows a moment, relative to their mean, of a panel of readings

Kind = Literal["things", "values", "moments", "kinds", "spread"]

_NUMERIC = {ColumnType.INTEGER, ColumnType.NUMBER}
_WHEN = {ColumnType.DATE, ColumnType.DATETIME}
_PLACE = {Role.LONGITUDE, Role.LATITUDE, Role.EASTING, Role.NORTHING}
_NAME_LIKE = re.compile(
    r"(^|[_\W])(id|no|code|key|zip|zip\d|postal|post|phone|tel|fax|year|month|day|x|y|lon|lng|lat|"
    r"longitude|latitude|class\d*|type|kind|level|seq|index|number|oid|fid|objectid|gid|uid)([_\W]|$)|"
    r"編號|代碼|代號|序號|號碼|郵遞|電話|傳真|統編|識別碼|經度|緯度|座標|項次|類別|分類|等級|年度|年份|月份|日期|時間|里別|鄰|"
    r"^(年|月|日|時|號)$|(id|code|no)$",
    re.IGNORECASE,
)

# When a record was kept is not when its thing happened.
_KEPT = re.compile(r"change|update|modif|creat|upload|更新|異動|建檔|修改|上傳", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Picture:
    """What to draw: `rows` are (label, value), for a histogram (from, to, count)."""

    kind: Kind
    rows: tuple[tuple[Any, ...], ...]
    label: str  # title of the column on the axis of names or times, "" for a histogram
    value: str  # title of the measure, "" where rows are counted
    total: int  # rows behind it
    shown: int = 0  # of how many names these are the first; 0: all are shown
    unit: str = ""  # of time: "", "day", "month", "year"
    averaged: bool = False
    half: tuple[float, float] | None = None  # the middle half of a spread
    of: tuple[str, ...] = ()  # names of the columns it is drawn from


def choose(staged: Staged, connection: duckdb.DuckDBPyConnection) -> Picture | None:
    """Return what to draw of table `rows`, or None where no rule fits."""
    if staged.rows < 3:  # noqa: PLR2004  two numbers are read faster than drawn
        return None
    drawable = [c for c in staged.columns if c.role not in _PLACE | {Role.PERSONAL}]
    varied = _varied([c for c in drawable if c.type in _NUMERIC | _WHEN], connection)
    measures = [c for c in drawable if c.type in _NUMERIC and _is_measure(c, varied)]
    moments = [
        c for c in drawable if c.type in _WHEN and c.name in varied and not _KEPT.search(c.name)
    ]
    words = sorted(
        (c for c in drawable if c.type is ColumnType.STRING and c.role is not Role.ADDRESS),
        key=lambda c: (c.role not in {Role.COUNTY, Role.TOWN}, staged.columns.index(c)),
    )
    return (
        _things(staged, words, measures, connection)
        or _moments(staged, moments, measures, connection)
        or _kinds(staged, words, connection)
        or _spread(staged, measures, connection)
    )


def _varied(columns: list[Column], connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Return which columns have more than two values; most show it in their first rows."""
    counts = _distinct(columns, connection, "(SELECT * FROM rows LIMIT 1000)")
    uniform = [c for c in columns if counts[c.name] <= 2]  # noqa: PLR2004
    counts |= _distinct(uniform, connection)
    return {name for name, count in counts.items() if count > 2}  # noqa: PLR2004


def _distinct(
    columns: list[Column], connection: duckdb.DuckDBPyConnection, relation: str = "rows"
) -> dict[str, int]:
    if not columns:
        return {}
    asked = ", ".join(f"approx_count_distinct({quote(c.name)})" for c in columns)
    found = connection.execute(f"SELECT {asked} FROM {relation}").fetchone() or ()  # noqa: S608
    return dict(zip((c.name for c in columns), found, strict=True))


def _is_measure(column: Column, varied: set[str]) -> bool:
    named = _NAME_LIKE.search(column.name) or _NAME_LIKE.search(column.title)
    return column.name in varied and named is None


def _things(
    staged: Staged,
    words: list[Column],
    measures: list[Column],
    connection: duckdb.DuckDBPyConnection,
) -> Picture | None:
    """Return bars of a short table with a name and a value in each row."""
    if staged.rows > THINGS or not measures:
        return None
    counts = _distinct(words, connection)
    for word in words:
        if counts[word.name] < staged.rows * 0.9:
            continue
        measure = measures[0]
        rows = connection.execute(
            f"SELECT {quote(word.name)}, max({quote(measure.name)}) AS v FROM rows "  # noqa: S608
            f"WHERE {quote(word.name)} <> '' AND {quote(measure.name)} IS NOT NULL "
            "GROUP BY 1 ORDER BY v DESC, 1"
        ).fetchall()
        if len(rows) == staged.rows - word.nulls and len(rows) > 2:  # noqa: PLR2004
            cut = len(rows) if len(rows) > BARS else 0
            return Picture(
                "things",
                tuple(rows[:BARS]),
                word.title,
                measure.title,
                staged.rows,
                shown=cut,
                of=(word.name, measure.name),
            )
    return None


def _moments(
    staged: Staged,
    moments: list[Column],
    measures: list[Column],
    connection: duckdb.DuckDBPyConnection,
) -> Picture | None:
    for moment in moments:
        name = quote(moment.name)
        first, last, times, steady = connection.execute(
            f"SELECT min(t), max(t), count(*), coalesce(stddev_pop(n) / avg(n), 0) "  # noqa: S608
            f"FROM (SELECT {name} AS t, count(*) AS n FROM rows "
            f"WHERE {name} IS NOT NULL GROUP BY 1)"
        ).fetchone() or (None, None, 0, 0.0)
        if first is None or last is None or times < 3:  # noqa: PLR2004
            continue
        unit = _unit(first, last, times)
        bucket = f"date_trunc('{unit}', {name})" if unit else name
        readings = times >= staged.rows * 0.9 or steady <= STEADY
        if readings and measures:
            value, averaged = measures[0].title, times < staged.rows or bool(unit)
            asked = f"avg({quote(measures[0].name)})"
            present = f"{name} IS NOT NULL AND {quote(measures[0].name)} IS NOT NULL"
        elif not readings or unit:
            value, averaged, asked, present = "", False, "count(*)", f"{name} IS NOT NULL"
            unit = unit or _span(first, last)  # counts need days or months of equal standing
            bucket = f"date_trunc('{unit}', {name})"
        else:
            continue
        rows = connection.execute(
            f"SELECT {bucket} AS t, {asked} AS v FROM rows "  # noqa: S608  quoted names
            f"WHERE {present} GROUP BY 1 ORDER BY 1"
        ).fetchall()
        if 2 < len(rows) <= POINTS:  # noqa: PLR2004
            found = {_iso(t, unit): v for t, v in rows}
            if not value:  # a day without rows is a day with none of them
                found = dict.fromkeys(_every(first, last, unit), 0) | found
            picked = tuple(found.items())
            return Picture(
                "values" if value else "moments",
                picked,
                moment.title,
                value,
                staged.rows,
                unit=unit,
                averaged=averaged,
                of=(moment.name, *(m.name for m in measures[:1] if value)),
            )
    return None


def _unit(first: date, last: date, times: int) -> str:
    if times <= 120:  # noqa: PLR2004  few enough to draw each
        return ""
    return _span(first, last)


def _span(first: date, last: date) -> str:
    days = (last - first).days
    if days <= 120:  # noqa: PLR2004
        return "day"
    return "month" if days <= 366 * 15 else "year"


def _iso(moment: date, unit: str) -> str:
    text = moment.isoformat(sep=" ", timespec="minutes") if isinstance(moment, datetime) else None
    plain = (text or moment.isoformat()).removesuffix("+00:00")
    return {"year": plain[:4], "month": plain[:7], "day": plain[:10]}.get(unit, plain)


def _every(first: date, last: date, unit: str) -> list[str]:
    """Return every day, month or year from `first` to `last`; nothing where there is no unit."""
    if unit == "year":
        return [str(year) for year in range(first.year, last.year + 1)]
    if unit == "month":
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        return [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in months]
    if unit == "day":
        begin, end = first.toordinal(), last.toordinal()
        return [date.fromordinal(day).isoformat() for day in range(begin, end + 1)]
    return []


def _kinds(
    staged: Staged, words: list[Column], connection: duckdb.DuckDBPyConnection
) -> Picture | None:
    counts = _distinct(words, connection)
    for word in words:
        if not 1 < counts[word.name] <= min(KINDS, staged.rows / 2):
            continue
        rows = connection.execute(
            f"SELECT {quote(word.name)} AS k, count(*) AS n FROM rows "  # noqa: S608
            "WHERE k <> '' GROUP BY 1 ORDER BY n DESC, k"
        ).fetchall()
        flat = len({n for _name, n in rows}) == 1  # as many of each: bars would say nothing
        if not flat and max(len(str(name)) for name, _n in rows[:BARS]) <= 40:  # noqa: PLR2004
            cut = len(rows) if len(rows) > BARS else 0
            return Picture(
                "kinds",
                tuple(rows[:BARS]),
                word.title,
                "",
                staged.rows,
                shown=cut,
                of=(word.name,),
            )
    return None


def _spread(
    staged: Staged, measures: list[Column], connection: duckdb.DuckDBPyConnection
) -> Picture | None:
    for measure in measures:
        name = f"{quote(measure.name)}::DOUBLE"
        low, high, quarter, three = connection.execute(
            f"SELECT min({name}), max({name}), quantile_cont({name}, 0.25), "  # noqa: S608
            f"quantile_cont({name}, 0.75) FROM rows WHERE isfinite({name})"
        ).fetchone() or (None, None, None, None)
        if low is None or high is None or quarter is None or three is None or high <= low:
            continue
        width = (high - low) / BINS
        rows = connection.execute(
            f"SELECT least(floor(({name} - ?) / ?), {BINS - 1})::INT AS b, count(*) "  # noqa: S608
            f"FROM rows WHERE isfinite({name}) GROUP BY 1",
            [low, width],
        ).fetchall()
        found = dict(rows)
        bins = tuple((low + i * width, low + (i + 1) * width, found.get(i, 0)) for i in range(BINS))
        half = (quarter, three)
        return Picture(
            "spread", bins, "", measure.title, staged.rows, half=half, of=(measure.name,)
        )
    return None
