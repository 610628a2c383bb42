"""A result, or why there is none, as the page shows it: cells, a chart, the place of a mistake."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language

from idea.engines.catalog import api as catalog
from idea.engines.catalog.types import Chart
from idea.engines.catalog.workbench import api as workbench
from idea.engines.catalog.workbench.errors import BadQuery
from idea.engines.catalog.workbench.types import Result, Source
from idea.kernel.errors import Problem

ROWS = 100  # shown; the downloads have them all
CELL = 200  # letters shown of a cell
_NUMBERS = ("INT", "DECIMAL", "DOUBLE", "FLOAT")
_FORMATS = (("CSV", "csv"), ("Parquet", "parquet"), ("JSON", "json"))


@dataclass(frozen=True, slots=True)
class Head:
    name: str
    type: str
    number: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A result as the template needs it."""

    result: Result
    heads: list[Head]
    rows: list[list[tuple[str, str]]]  # cell and its class
    more: int
    chart: Chart | None
    chart_picture: str
    downloads: list[tuple[str, str]]
    sources: list[tuple[Source, str]]  # and the words of its license
    license_words: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """Why there is no result. Before, at and after the place in its line, where one is to blame."""

    problem: Problem
    before: str = ""
    at: str = ""
    after: str = ""


def shown(result: Result) -> Shown:
    heads = [
        Head(column.name, column.type, any(kind in column.type for kind in _NUMBERS))
        for column in result.columns
    ]
    chart = workbench.picture(result, language=get_language() or "zh-hant")
    svg = base64.b64encode(chart.svg.encode()).decode() if chart else ""
    covering = workbench.license_of(result.sources)
    return Shown(
        result=result,
        heads=heads,
        rows=[_cells(row, heads) for row in result.rows[:ROWS]],
        more=max(0, len(result.rows) - ROWS),
        chart=chart,
        chart_picture=f"data:image/svg+xml;base64,{svg}" if svg else "",
        downloads=[(words, download(result.sql, form)) for words, form in _FORMATS],
        sources=[(source, catalog.license_label(source.license)) for source in result.sources],
        license_words=catalog.license_label(covering) if covering else "",
    )


def mistake(problem: Problem, sql: str) -> Mistake:
    if not isinstance(problem, BadQuery) or not problem.line:
        return Mistake(problem)
    line = [*sql.split("\n"), ""][problem.line - 1]
    place = problem.column - 1
    return Mistake(problem, line[:place], line[place : place + 1] or " ", line[place + 1 :])


def download(sql: str, form: str) -> str:
    """Return the address of a query's rows in the API."""
    query = urlencode({"sql": sql, "format": form})
    return f"{reverse('api:workbench-query')}?{query}"


def run_url(sql: str) -> str:
    """Return the page that runs a query."""
    return f"{reverse('portal:workbench')}?{urlencode({'sql': sql})}#result"


def draft_url(sql: str) -> str:
    """Return the page with a query in its box, not run."""
    return f"{reverse('portal:workbench')}?{urlencode({'draft': sql})}"


def _cells(row: Sequence[Any], heads: list[Head]) -> list[tuple[str, str]]:
    return [
        (_cell(value), "number" if head.number else "")
        for value, head in zip(row, heads, strict=True)
    ]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.12g}"
    text = str(value)
    return text if len(text) <= CELL else f"{text[: CELL - 1]}…"
