"""What somebody did, in words: entries of the audit log with the name of what they are about.

Names what may still be looked at; of what is gone the deed alone is told.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import get_language

from idea.engines.catalog import api as catalog
from idea.engines.identity import api as identity
from idea.kernel.audit.types import AuditEntry
from idea.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Deed:
    entry: AuditEntry
    about: str = ""  # a title or a name; empty: oneself, or what is no more
    url: str = ""


def deeds(entries: Iterable[AuditEntry]) -> list[Deed]:
    """Return the entries with what each was about, every thing looked up once."""
    english = (get_language() or "").startswith("en")
    named = lru_cache(maxsize=None)(lambda target: _named(target, english=english))
    return [Deed(entry, *named(entry.target)) for entry in entries]


def _named(target: str, *, english: bool) -> tuple[str, str]:
    kind, _colon, key = target.partition(":")
    try:
        if kind == "dataset":
            dataset = catalog.dataset(key)
            title = (dataset.title_en if english else "") or dataset.title
            return title, reverse("portal:desk_dataset", args=[dataset.slug])
        if kind == "organization":
            agency = identity.organization(key)
            name = (agency.name_en if english else "") or agency.name
            return name, reverse("identity:agency", args=[agency.slug])
    except NotFound:
        pass
    return "", ""
