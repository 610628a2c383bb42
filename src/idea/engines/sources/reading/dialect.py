"""Finds out how a text is laid out: delimiter, title lines, header of one or more lines, width.

Looks at the first records only; reading is for `readers.delimited`.
"""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

DELIMITERS = (",", "\t", ";", "|", "，", "；", "｜")
_RECORDS = 200
_VALUE = re.compile(
    r"[+-]?[\d,]*\d(\.\d*)?([eE][+-]?\d+)?\s*[%％]?|[+-]?\.\d+|\d{2,4}([-/.])\d{1,2}\2\d{1,2}.*|\d{1,2}:\d{2}(:\d{2})?|-?\d+\.\d+[,;\s]+-?\d+\.\d+"
)
_YEAR = re.compile(r"(1[89]|20)\d\d|\d{2,3}")
_WIDE = 3
_CJK = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Layout:
    titles: list[str]
    skip: int  # records before the first row of data, blank ones not counted
    header_row: int | None  # number of the record, from 0, that the titles begin in
    header_rows: int
    skipped_titles: int  # lines of a heading above the column names
    english: bool = False  # a second line of names in English was left out


def records(text: str, delimiter: str, *, complete: bool) -> list[list[str]]:
    """Return the first records of `text` that are not blank, the last one only if `complete`."""
    result: list[list[str]] = []
    csv.field_size_limit(1 << 27)
    try:
        for record in csv.reader(_lines(text), delimiter=delimiter):
            if record:
                result.append(record)
            if len(result) > _RECORDS:
                return result[:_RECORDS]
    except csv.Error:
        return result
    return result if complete or len(result) < 2 else result[:-1]  # noqa: PLR2004


def _lines(text: str) -> list[str]:
    return re.split(r"(?<=\n)|(?<=\r)(?!\n)", text.replace("\0", "\ufffd"))


def delimiter(text: str, *, complete: bool) -> str:
    """Return the delimiter that gives the most regular table; a comma where there is none."""
    best, best_score = ",", 0.0
    for candidate in DELIMITERS:
        if candidate not in text:
            continue
        widths = [len(record) for record in records(text, candidate, complete=complete)]
        if not widths:
            continue
        width, count = max(
            Counter(widths).items(), key=lambda item: (item[0] > 1, item[1], item[0])
        )
        if width < 2:  # noqa: PLR2004
            continue
        score = count / len(widths) + min(width, 20) / 1000
        if score > best_score + 1e-9:
            best, best_score = candidate, score
    return best


def layout(rows: Sequence[Sequence[str]], *, width: int = 0) -> Layout:
    """Return where the column names are in the first `rows` (without blank ones), and which.

    A line with a single filled cell above a wider table is a heading. Names over two lines are
    joined where the upper line has gaps; a second line in English under Chinese names is left out.
    """
    width = width or _width(rows)
    start = 0
    while (
        width >= _WIDE
        and start < min(len(rows) - 1, 10)
        and _filled(rows[start]) <= max(1, width // 6)
        and _filled(rows[start + 1]) >= _filled(rows[start])
        and not any(_VALUE.fullmatch(cell.strip()) for cell in rows[start])
    ):
        start += 1
    body = rows[start:]
    if not body or not _is_header(body, width):
        return Layout([""] * width, start, None, 0, start)
    first = _fit(body[0], width)
    if len(body) > 2 and _is_second_line(body, width):  # noqa: PLR2004
        second = _fit(body[1], width)
        if _is_english_of(first, second):
            return Layout(first, start + 2, start, 2, start, english=True)
        return Layout(_join(first, second), start + 2, start, 2, start)
    return Layout(first, start + 1, start, 1, start)


def _width(rows: Sequence[Sequence[str]]) -> int:
    if not rows:
        return 1
    counts = Counter(len(row) for row in rows)
    return max(counts.items(), key=lambda item: (item[1], item[0]))[0]


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _fit(row: Sequence[str], width: int) -> list[str]:
    return [*row[:width], *[""] * (width - len(row))]


def _is_header(rows: Sequence[Sequence[str]], width: int) -> bool:
    first = [cell.strip() for cell in _fit(rows[0], width)]
    values = [cell for cell in first if _VALUE.fullmatch(cell)]
    if not values:
        return True
    if len(rows) == 1:
        return len(values) < _filled(first)
    # Years across the top are names: strictly rising or falling, or all the same distance apart.
    years = [int(cell) for cell in values if _YEAR.fullmatch(cell)]
    if len(years) == len(values) and first[0] not in values and len(years) > 1:
        steps = {b - a for a, b in pairwise(years)}
        if len(steps) == 1 and steps != {0}:
            return True
    return False


def _is_second_line(rows: Sequence[Sequence[str]], width: int) -> bool:
    first, second = _fit(rows[0], width), _fit(rows[1], width)
    if any(_VALUE.fullmatch(cell.strip()) for cell in second):
        return False
    numeric = [
        n
        for n in range(width)
        if sum(bool(_VALUE.fullmatch(_fit(row, width)[n].strip())) for row in rows[2:30])
        >= 0.6 * max(1, sum(bool(_fit(row, width)[n].strip()) for row in rows[2:30]))
        and any(_fit(row, width)[n].strip() for row in rows[2:30])
    ]
    if not numeric:
        return False
    if _is_english_of(first, second):
        return True
    gaps = any(not cell.strip() for cell in first)
    fills = any(b.strip() and not a.strip() for a, b in zip(first, second, strict=True))
    # A row of data would have a number below at least one of the columns of numbers.
    return gaps and fills


def _is_english_of(first: Sequence[str], second: Sequence[str]) -> bool:
    chinese = sum(bool(_CJK.search(cell)) for cell in first)
    return (
        chinese > len(first) // 2
        and _filled(second) >= 0.8 * _filled(first)
        and not any(_CJK.search(cell) for cell in second)
        and sum(bool(re.search(r"[A-Za-z]{2}", cell)) for cell in second) >= 0.8 * _filled(second)
    )


def _join(first: Sequence[str], second: Sequence[str]) -> list[str]:
    joined, above = [], ""
    for a, b in zip(first, second, strict=True):
        if a.strip():
            above = a.strip()
        own = a.strip() or (above if b.strip() else "")
        joined.append(" ".join(part for part in (own, b.strip()) if part))
    return joined
