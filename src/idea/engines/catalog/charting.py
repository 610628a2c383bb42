"""The chart of a publication: chosen, worded and drawn while the file is still staged.

A chart is a courtesy: whatever goes wrong with it is logged, and the file is published.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import structlog

from idea.engines.catalog.charts.choose import choose
from idea.engines.catalog.charts.draw import draw
from idea.engines.catalog.charts.word import words
from idea.engines.catalog.opened import is_closed
from idea.engines.sources.types import Format, Staged
from idea.kernel import duck

LANGUAGES = ("zh-hant", "en")
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Files in the work folder, and what the version keeps: words by language, and the rows."""

    files: tuple[str, ...]
    stored: dict[str, Any]


def draw_chart(staged: Staged, work: Path, shut: frozenset[str] = frozenset()) -> Drawn | None:
    """Draw the chart of a staged table in each language; None where there is nothing to draw.

    `shut` are the columns nobody may read (`opened.closed`).
    """
    if staged.format in (Format.TILES_3D, Format.TILES_3D_ZIP):
        return None  # of documents that point to tiles there is no finding
    try:
        return _draw(staged, work, shut)
    except Exception:  # the drawing library and odd data may fail in any way
        log.exception("chart_failed", filename=staged.filename)
        return None


def chart_file(language: str) -> str:
    return f"chart-{language}.svg"


def _draw(staged: Staged, work: Path, shut: frozenset[str]) -> Drawn | None:
    seen = replace(staged, columns=tuple(c for c in staged.columns if not is_closed(c.name, shut)))
    connection = duck.connect(staged.database, read_only=True)
    try:
        picture = choose(seen, connection)
    finally:
        connection.close()
    if picture is None:
        return None
    stored: dict[str, Any] = {
        "rows": [[_plain(cell) for cell in row] for row in picture.rows],
        "of": list(picture.of),
    }
    for language in LANGUAGES:
        stored[language] = words(picture, language)
        svg = draw(picture, stored[language], language)
        (work / chart_file(language)).write_text(svg, encoding="utf-8")
    return Drawn(tuple(chart_file(language) for language in LANGUAGES), stored)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value
