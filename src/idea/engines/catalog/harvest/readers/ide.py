"""Reads another site of this platform: the export it makes for this, a data set a line.

What is published there as a table is offered here by its downloads there; nothing is copied.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

import orjson
from django.utils.translation import gettext as _

from idea.engines.catalog.faces.exchange import FORM
from idea.engines.catalog.harvest.compose import Told, ToldLink, compose, issue
from idea.engines.catalog.harvest.errors import NotACatalog
from idea.engines.catalog.harvest.readers import opening
from idea.engines.catalog.harvest.readers.loose import objects, text, texts
from idea.engines.catalog.harvest.types import Kind, Page, Reading, Record, Series
from idea.engines.catalog.types import License

_EXPORT: Final = "/api/v1/datasets/export.jsonl"


def first(url: str) -> str:
    parts = urlsplit(url)
    return url if "/api/" in parts.path else f"{parts.scheme}://{parts.netloc}{_EXPORT}"


def read(page: Page, *, now: datetime) -> Reading:
    """Read an export. NotACatalog where it is none."""
    lines = opening.lines(page.path)
    head = _object(next(lines, b""))
    if head is None or head.get("form") != FORM:
        raise NotACatalog(_("This is no export of another site."))
    total = head.get("total")
    return Reading(
        records=_records(lines, now),
        kind=Kind.IDEA,
        expected=total if isinstance(total, int) else None,
    )


def _records(lines: Iterator[bytes], now: datetime) -> Iterator[Record]:
    for row, line in enumerate(lines, 1):
        if not line.strip():
            continue
        item = _object(line)
        broken = [issue("broken-row", row=row, severity="error")]
        yield compose(Told(row=row, issues=broken) if item is None else _told(item, row), now=now)


def _object(line: bytes) -> Mapping[str, Any] | None:
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return found if isinstance(found, Mapping) else None


def _told(item: Mapping[str, Any], row: int) -> Told:
    page = text(item.get("url"))
    said: dict[str, Any] = {
        name: text(item.get(name))
        for name in (
            "title", "title_en", "description", "description_en", "frequency", "contact_name",
            "contact_email", "contact_phone", "language", "start", "end", "place", "access",
            "access_why", "fee", "conforms_to", "provenance", "notes",
        )
    }  # fmt: skip
    terms = (text(item.get(name)) for name in ("license", "license_given", "license_url"))
    return Told(
        # The page's address is the data set's name in the whole web, wherever it is told of.
        identifier=page or text(item.get("id")),
        publisher=text(item.get("organization")),
        licenses=tuple(term for term in terms if term != License.OTHER),
        themes=texts(item.get("theme")),
        keywords=texts(item.get("keywords")),
        page=page,
        bbox=_box(item.get("bbox")),
        issued=text(item.get("published_at")),
        modified=text(item.get("modified_at")),
        related=(*texts(item.get("landing_page")), *texts(item.get("related"))),
        extra={"identifier": text(item.get("identifier"))},
        links=[_link(each) for each in objects(item.get("distributions"))],
        series=next((_series(each) for each in objects(item.get("series"))), None),
        base=page,
        row=row,
        **said,
    )


def _box(said: Any) -> str:
    return ",".join(map(str, said)) if isinstance(said, list) else ""


def _series(said: Mapping[str, Any]) -> Series:
    return Series(*(text(said.get(n)) for n in ("identifier", "title", "title_en", "description")))


def _link(said: Mapping[str, Any]) -> ToldLink:
    names = (
        "access_url", "download_url", "title", "description", "format", "media_type", "encoding",
        "size", "license", "issued", "modified", "checksum", "rows", "identifier",
    )  # fmt: skip
    pairs = said.get("fields")
    fields = [pair for pair in pairs if isinstance(pair, list)] if isinstance(pairs, list) else []
    return ToldLink(
        **{name: text(said.get(name)) for name in names},
        fields=tuple((text(p[0]), text(p[1])) for p in fields if len(p) == 2),  # noqa: PLR2004
        service=said.get("service") is True,
    )
