"""Records as stored rows: a data set with its links, keywords and search entry.

Builds unsaved rows only; which of them are written, and when, is `preparing.py`'s to say.
"""

from datetime import datetime
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

from django.utils.translation import override

from idea.engines.catalog import labels, models
from idea.engines.catalog.harvest.types import Record
from idea.engines.catalog.metadata import FIELDS, LISTS
from idea.engines.catalog.naming import KIND
from idea.engines.catalog.outward import page_path
from idea.engines.catalog.types import Access, Distribution, Frequency, License
from idea.kernel import bulk
from idea.kernel.ids import uuid7
from idea.kernel.search.api import Document

# What a harvest writes of a data set that is there; its slug, versions and measures stay.
UPDATED: Final = (
    *FIELDS,
    *LISTS,
    "extra",
    "series_id",
    "organization_id",
    "origin",
    "origin_url",
    "format",
    "formats",
    "modified_at",
    "withdrawn_at",
    "withdrawn_why",
)


class Origin:
    """What all rows of one source share, looked up once."""

    def __init__(self, *, slug: str, url: str, agencies: dict[str, UUID], now: datetime) -> None:
        self.slug = slug
        self.url = url
        self.agencies = agencies
        self.now = now
        self.series: dict[str, UUID] = {}  # by their identifiers there


def write_on(row: models.Dataset, record: Record, origin: Origin) -> None:
    """Make a row say what the record says, and no more: what is left out there is empty here."""
    draft = record.draft
    for name in FIELDS:
        setattr(row, name, getattr(draft, name))
    row.license = draft.license or License.OTHER
    row.frequency = draft.frequency or Frequency.UNKNOWN
    row.access = draft.access or Access.OPEN
    row.keywords, row.related = list(draft.keywords), list(draft.related)
    row.bbox = list(draft.bbox) if draft.bbox else None
    row.declared = []
    row.extra = dict(draft.extra)
    row.series_id = origin.series.get(record.series.identifier) if record.series else None
    row.organization_id = origin.agencies.get(draft.organization) or origin.agencies[""]
    row.origin = origin.slug
    row.origin_url = (record.url or origin.url)[:1000]
    row.formats = list(dict.fromkeys(link.format for link in record.distributions if link.format))
    row.format = row.formats[0][:20] if row.formats else ""
    row.modified_at = origin.now


def first_published(record: Record, now: datetime) -> datetime:
    """Return when the source first offered the data set, as far as that can be believed."""
    said = record.draft.extra.get("issued")
    try:
        return min(datetime.fromisoformat(str(said)), now) if said else now
    except ValueError:
        return now


def link_row(dataset_id: UUID, position: int, link: Distribution) -> list[Any]:
    """Return a link as `bulk.insert` takes it: a catalog brings a quarter of a million of them."""
    known: dict[str, Any] = {
        "id": uuid7(),
        "dataset_id": dataset_id,
        "position": position,
        "license": link.license or "",
        "fields": [list(pair) for pair in link.fields],
    }
    return [
        convert(known[name] if name in known else getattr(link, name))
        for name, convert in bulk.converters(models.Distribution)
    ]


class Documents:
    """Makes search entries as `outward.document` does, without asking the database for each."""

    def __init__(self, names: dict[UUID, str]) -> None:
        self._names = names  # both names of an agency
        self._path = page_path("SLUG")
        self._themes: dict[str, str] = {}

    def of(self, row: models.Dataset) -> Document:
        return Document(
            key=f"{KIND}:{row.id}",
            kind=KIND,
            url=self._path.replace("SLUG", quote(row.slug)),
            title=row.title,
            title_en=row.title_en,
            body=f"{row.description}\n",
            body_en=row.description_en,
            keywords=" ".join(filter(None, [*row.keywords, self._theme(row.theme)])),
            organization=self._names.get(row.organization_id, ""),
            updated_at=row.modified_at,
        )

    def _theme(self, theme: str) -> str:
        if theme not in self._themes:
            words: list[Any] = []
            for language in ("zh-hant", "en"):
                with override(language):
                    words.append(labels.theme_label(theme))
            self._themes[theme] = " ".join(words) if theme else ""
        return self._themes[theme]
