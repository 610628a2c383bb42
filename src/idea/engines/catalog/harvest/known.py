"""By what one data set is known in several catalogs: identifier, page, or title and files.

Pure: turns a record into short keys; equal keys of two sources mean the same data set.
"""

import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final
from urllib.parse import urlsplit

from idea.engines.catalog.harvest.types import Record
from idea.kernel.search.text import fold

# An identifier names a data set beyond its own portal where nobody else could have given it.
_WORLDWIDE: Final = re.compile(
    r"(?:https?://|urn:|doi:|10\.\d{4,9}/|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Keys:
    """Empty where a record gives nothing to be known by."""

    by_id: str = ""
    by_page: str = ""
    by_files: str = ""


def keys_of(record: Record) -> Keys:
    named = _WORLDWIDE.match(record.identifier) is not None
    page = plain(record.url)
    # The address of a site's front page is told of many data sets, and names none.
    deep = page.count("/") >= 1 and not page.endswith("/") and bool(page.partition("/")[2])
    links = sorted({plain(link.url) for link in record.distributions})
    publisher, title = _folded(record.draft.organization), _folded(record.draft.title)
    return Keys(
        by_id=_short("id", plain(record.identifier)) if named else "",
        by_page=_short("page", page) if deep else "",
        by_files=_short("files", publisher, title, *links) if publisher and links else "",
    )


def plain(url: str) -> str:
    """Return an address without what two portals write differently: scheme, www, last slash."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return url.strip().casefold()
    if not host:
        return url.strip().casefold()
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{host}{parts.path.rstrip('/')}{query}{fragment}"


def _folded(text: str) -> str:
    return "".join(fold(text).split())


def _short(*parts: str) -> str:
    return blake2b("\0".join(parts).encode(errors="replace"), digest_size=16).hexdigest()
