"""A data set as another site of this platform takes it: all that is said, in our own words.

What the public may not have is not told; read back by `harvest/readers/ide.py`.
"""

from dataclasses import asdict
from typing import Any, Final

from django.conf import settings

from idea.engines.catalog.faces.load import State
from idea.engines.catalog.faces.types import SeriesInfo
from idea.engines.catalog.faces.ways import ways
from idea.engines.catalog.linked import page_url, series_url
from idea.engines.catalog.types import Dataset

FORM: Final = "idea-catalog"
_SAID: Final = [
    "id",
    "title",
    "title_en",
    "organization",
    "organization_en",
    "license",
    "license_given",
    "license_url",
    "frequency",
    "frequency_given",
    "theme",
    "keywords",
    "landing_page",
    "identifier",
    "contact_name",
    "contact_email",
    "contact_phone",
    "language",
    "start",
    "end",
    "place",
    "bbox",
    "access",
    "access_why",
    "fee",
    "conforms_to",
    "provenance",
    "notes",
    "related",
    "published_at",
    "modified_at",
]


def head(state: State) -> dict[str, Any]:
    """Return the first line: what follows, from where, and how many."""
    return {"form": FORM, "site": settings.IDEA_SITE_URL, "total": state.count}


def entry(dataset: Dataset, series: SeriesInfo | None = None) -> dict[str, Any]:
    """Return one data set with every way to have it; `series` is the one it is in."""
    said = {name: getattr(dataset, name) for name in _SAID}
    written = dataset.described  # what was made of the columns is made there again
    return said | {
        "url": page_url(dataset.slug),
        "description": dataset.description if written else "",
        "description_en": dataset.description_en if written else "",
        "series": None
        if series is None
        else {
            "identifier": series_url(series.slug),
            "title": series.title,
            "title_en": series.title_en,
            "description": series.description,
        },
        "distributions": [
            {name: value for name, value in asdict(way).items() if name != "id"}
            for way in ways(dataset)
        ],
    }
