"""Numbers that carry a check digit or a fixed form: business numbers, postal codes, identity cards.

Looks at distinct values; names of areas are in `places.py`.
"""

import re
from collections.abc import Callable
from typing import Final

from idea.engines.catalog import reader
from idea.engines.catalog.quality.checks.table import FIRST, shown
from idea.engines.catalog.quality.types import BadRow, Finding, Measured, State
from idea.engines.catalog.types import Version
from idea.engines.sources.types import Column
from idea.kernel.duck import quote

_BUSINESS: Final = re.compile(
    r"統一編號|統編|business.?(no|num|id)|tax.?id|unified.?business", re.IGNORECASE
)
_POSTAL: Final = re.compile(r"郵遞區號|zip.?code|^zip$|postal.?code|postcode", re.IGNORECASE)
_WEIGHTS: Final = (1, 2, 1, 2, 1, 2, 4, 1)
_DISTINCT: Final = 200_000
_MOSTLY: Final = 0.6


def codes(version: Version) -> Measured:
    """Return the finding on numbers with a known form, and the first bad ones."""
    key = "content.ids"
    bad: list[BadRow] = []
    count = columns = 0
    for column in version.columns:
        test = _test(column)
        if test is None:
            continue
        wrong, total = _wrong(version, column, test[0])
        if not total or sum(n for _v, n, _r in wrong) > (1 - _MOSTLY) * total:
            continue  # a column of something else
        columns += 1
        count += sum(n for _value, n, _row in wrong)
        bad.extend(
            BadRow(key, row, column.name, shown(value), test[1])
            for value, _n, row in sorted(wrong, key=lambda one: one[2])[:FIRST]
        )
    if not columns:
        return Measured((Finding(key, State.NONE, note="no_such_column"),))
    if not count:
        return Measured((Finding(key, State.GOOD, note="cells_good", facts={"columns": columns}),))
    names = ", ".join(dict.fromkeys(row.column for row in bad))
    facts = {"count": count, "columns": names}
    return Measured((Finding(key, State.BAD, note="cells_bad", facts=facts),), tuple(bad))


def is_business_number(text: str) -> bool:
    """Tell whether `text` is a business number (統一編號), its check digit included.

    Ministry of Finance, rule of 2023: the digits of the products must add up to a multiple of 5;
    a 7 in the seventh place may count 0 or 1.
    """
    if not (len(text) == len(_WEIGHTS) and text.isascii() and text.isdigit()):
        return False
    products = (int(digit) * weight for digit, weight in zip(text, _WEIGHTS, strict=True))
    total = sum(product // 10 + product % 10 for product in products)
    return total % 5 == 0 or (text[6] == "7" and (total + 1) % 5 == 0)


def is_postal_code(text: str) -> bool:
    """Tell whether `text` has the form of a postal code: 3, 5 or 6 digits, the first no 0."""
    return bool(re.fullmatch(r"[1-9]\d{2}(\d{2,3})?", text))


def _test(column: Column) -> tuple[Callable[[str], bool], str] | None:
    title = column.title or column.name
    if _BUSINESS.search(title):
        return is_business_number, "no_business_number"
    if _POSTAL.search(title):
        return is_postal_code, "no_postal_code"
    return None


def _wrong(
    version: Version, column: Column, test: Callable[[str], bool]
) -> tuple[list[tuple[str, int, int]], int]:
    name = f"trim({quote(column.name)}::VARCHAR)"
    with reader.cursor() as cursor:
        groups = cursor.execute(
            f"SELECT {name}, count(*), min(_row) FROM {reader.table(version.lake_key)} "  # noqa: S608  quoted
            f"WHERE {name} <> '' GROUP BY 1 LIMIT {_DISTINCT}"
        ).fetchall()
    wrong = [(value, int(n), int(row)) for value, n, row in groups if not test(value)]
    return wrong, sum(int(group[1]) for group in groups)
