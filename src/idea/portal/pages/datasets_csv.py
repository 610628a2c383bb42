"""The list of data sets as CSV: exactly what the list page shows, all its pages in one file."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import reverse

from idea.engines.catalog import api as catalog
from idea.engines.catalog.http.exports import counted
from idea.engines.catalog.types import Dataset, Filter
from idea.portal.pages.datasets import asked

BATCH = 1000
MOST = 100_000
FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # Chinese Excel takes the wide signs, too
COLUMNS = (
    "slug",
    "title",
    "title_en",
    "organization",
    "theme",
    "keywords",
    "license",
    "frequency",
    "format",
    "rows",
    "version",
    "has_map",
    "published_at",
    "modified_at",
    "url",
)


class Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def as_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Stream the list; UTF-8 with a byte order mark, which spreadsheets need."""
    counted(request)
    return StreamingHttpResponse(
        _lines(asked(request)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="datasets.csv"'},
    )


def _lines(wanted: Filter) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield "\ufeff"
    yield writer.writerow(COLUMNS)
    for offset in range(0, MOST, BATCH):
        found = catalog.listing(replace(wanted, limit=BATCH, offset=offset)).datasets
        for dataset in found:
            yield writer.writerow([harmless(cell) for cell in _cells(dataset)])
        if len(found) < BATCH:
            return


def _cells(dataset: Dataset) -> list[Any]:
    current = dataset.current
    return [
        dataset.slug,
        dataset.title,
        dataset.title_en,
        dataset.organization,
        dataset.theme,
        " ".join(dataset.keywords),
        dataset.license,
        dataset.frequency,
        " ".join(dataset.formats),
        dataset.rows,
        current.number if current else None,
        dataset.has_map,
        dataset.published_at.isoformat(),
        dataset.modified_at.isoformat(),
        settings.IDEA_SITE_URL + reverse("portal:dataset", args=[dataset.slug]),
    ]


def harmless(cell: Any) -> Any:
    """Return a text that no spreadsheet runs as a formula (OWASP, CSV injection)."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
