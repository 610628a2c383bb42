"""Reads of the charts that were drawn at publish."""

from django.utils.translation import get_language

from idea.engines.catalog import models
from idea.engines.catalog.charting import LANGUAGES, chart_file
from idea.engines.catalog.queries import version
from idea.engines.catalog.types import Chart
from idea.kernel.lake import lake


def chart(slug: str, *, number: int | None = None, language: str = "") -> Chart | None:
    """Return a version's chart in `language` (default: the one of the moment), if it has one."""
    found = version(slug, number)
    stored = models.Version.objects.values_list("chart", flat=True).get(pk=found.id)
    if stored is None or not found.has_chart:
        return None
    language = _known(language or get_language() or "")
    words = stored[language]
    return Chart(
        svg=_read(found.lake_key, language),
        title=words["title"],
        subtitle=words["subtitle"],
        columns=tuple(words["columns"]),
        table=tuple(tuple(row) for row in stored["rows"]),
    )


def chart_svg(slug: str, *, number: int | None = None, language: str = "") -> str | None:
    """Return the drawing alone."""
    found = version(slug, number)
    return _read(found.lake_key, _known(language)) if found.has_chart else None


def _known(language: str) -> str:
    return "en" if language.startswith("en") else LANGUAGES[0]


def _read(lake_key: str, language: str) -> str:
    folder = lake_key.rpartition("/")[0]
    return lake().local(f"{folder}/{chart_file(language)}").read_text(encoding="utf-8")
