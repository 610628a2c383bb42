"""Values of a result as JSON can carry them: exact where JSON is exact, else as text.

The column's type, sent along, says how to read them again.
"""

from datetime import date, datetime, time
from typing import Any, Final

import duckdb

_WHOLE: Final = 1 << 53  # beyond it programs that read JSON lose digits
# Types that Python gets as they are; every other is asked for as text.
PLAIN: Final = frozenset(
    (
        "BOOLEAN",
        "TINYINT",
        "SMALLINT",
        "INTEGER",
        "BIGINT",
        "UTINYINT",
        "USMALLINT",
        "UINTEGER",
        "UBIGINT",
        "HUGEINT",
        "UHUGEINT",
        "FLOAT",
        "DOUBLE",
        "VARCHAR",
        "DATE",
    )
)


def selection(relation: duckdb.DuckDBPyRelation) -> str:
    """Return the list of columns that asks for what JSON cannot carry as text."""
    return ", ".join(
        f"#{place}" if str(kind) in PLAIN else f"#{place}::VARCHAR"
        for place, kind in enumerate(relation.types, start=1)
    )


def cell(value: Any) -> Any:
    """Return one value: integers too long for JSON and days are texts, NaN is the text "NaN"."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int):
        return value if -_WHOLE <= value <= _WHOLE else str(value)
    if isinstance(value, float):
        return value if value - value == 0 else str(value)
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return str(value)
