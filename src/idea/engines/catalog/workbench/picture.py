"""The chart of a result, chosen and drawn on the server by the rules all charts follow.

A chart is a courtesy: whatever goes wrong with it is logged, and the rows are shown.
"""

from pathlib import Path
from typing import Final

import duckdb
import structlog

from idea.engines.catalog.charts.choose import choose
from idea.engines.catalog.charts.draw import draw
from idea.engines.catalog.charts.word import words
from idea.engines.catalog.types import Chart
from idea.engines.catalog.workbench.types import Result
from idea.engines.catalog.workbench.writing import arrow_table, unique
from idea.engines.sources.types import Column, ColumnType, Format, Staged

_KINDS: Final = {
    "BOOLEAN": ColumnType.BOOLEAN,
    "DATE": ColumnType.DATE,
    "TIME": ColumnType.TIME,
    "TIMESTAMP": ColumnType.DATETIME,
    "FLOAT": ColumnType.NUMBER,
    "DOUBLE": ColumnType.NUMBER,
}
log = structlog.get_logger(__name__)


def picture(result: Result, *, language: str) -> Chart | None:
    """Return the chart of a result in `language`; None where no rule fits or it cannot be drawn."""
    try:
        return _picture(result, "en" if language.startswith("en") else "zh-hant")
    except Exception:  # the drawing library and odd data may fail in any way
        log.exception("workbench_chart_failed")
        return None


def _picture(result: Result, language: str) -> Chart | None:
    names = unique([column.name for column in result.columns])
    columns = tuple(
        Column(name=name, title=name, type=_kind(column.type), nulls=_nulls(result, place))
        for place, (name, column) in enumerate(zip(names, result.columns, strict=True))
    )
    if len({name.casefold() for name in names}) < len(names):
        return None  # DuckDB would not tell them apart
    staged = Staged(
        database=Path(),
        filename="",
        format=Format.PARQUET,
        encoding="",
        columns=columns,
        rows=len(result.rows),
        rejected=0,
    )
    with duckdb.connect(config={"threads": "1", "memory_limit": "256MB"}) as connection:
        connection.register("rows", arrow_table(result))
        chosen = choose(staged, connection)
    if chosen is None:
        return None
    said = words(chosen, language)
    return Chart(
        svg=draw(chosen, said, language),
        title=said["title"],
        subtitle=said["subtitle"],
        columns=tuple(said["columns"]),
        table=chosen.rows,
    )


def _kind(kind: str) -> ColumnType:
    if kind in _KINDS:
        return _KINDS[kind]
    if kind.startswith("DECIMAL"):
        return ColumnType.NUMBER
    return ColumnType.INTEGER if kind.endswith("INT") or kind == "INTEGER" else ColumnType.STRING


def _nulls(result: Result, place: int) -> int:
    return sum(row[place] is None for row in result.rows)
