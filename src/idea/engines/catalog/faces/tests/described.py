"""Data sets made in memory, for the pure functions of the faces."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from idea.engines.catalog.types import (
    Access,
    Dataset,
    Distribution,
    Draft,
    Frequency,
    License,
)

BORN = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
_SAME = {f.name for f in fields(Draft)} & {f.name for f in fields(Dataset)}


def described(draft: Draft, links: Sequence[Distribution] = (), **more: Any) -> Dataset:
    """Return the data set a site would hold after this draft was registered."""
    said = {name: getattr(draft, name) for name in _SAME}
    said |= {
        "license": License(draft.license or License.OGDL),
        "frequency": Frequency(draft.frequency or Frequency.IRREGULAR),
        "access": Access(draft.access or Access.OPEN),
        "synthetic": bool(draft.synthetic),
        "organization": draft.organization or "甲局",
        "series": "",
        "id": UUID("01990000-0000-7000-8000-000000000001"),
        "slug": draft.slug or "set",
        "organization_id": UUID("01990000-0000-7000-8000-000000000002"),
        "organization_en": "",
        "organization_slug": "jia",
        "published_at": BORN,
        "modified_at": BORN,
        "withdrawn_at": None,
        "current": None,
        "linked": tuple(links),
        "formats": tuple(dict.fromkeys(link.format for link in links if link.format)),
    }
    return Dataset(**said | more)
