"""Makes foreign texts fit to keep: plain lines, texts without markup, dates, boxes, addresses.

Pure functions on strings; what they could not keep is told by who calls them.
"""

import json
import re
import unicodedata
from datetime import UTC, date, datetime, time
from html.parser import HTMLParser
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from idea.kernel import clock

Box = tuple[float, float, float, float]
_TAG: Final = re.compile(r"<(?:[a-zA-Z!/?])|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]{2,8});")
_BLOCKS: Final = frozenset(
    ("p", "div", "br", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6",
     "section", "article", "blockquote", "pre", "dt", "dd")
)  # fmt: skip
_UNSEEN: Final = frozenset(("script", "style", "template", "noscript", "iframe", "object"))
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_MOST_HTML: Final = 1_000_000  # characters that are looked at; more is cut anyway


def line(text: str) -> str:
    """Return one line: no control characters, single spaces, composed letters (NFC)."""
    if not text.isprintable():
        text = "".join(
            " " if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} else c for c in text
        )
    return " ".join(unicodedata.normalize("NFC", text).split())


def prose(text: str) -> tuple[str, bool]:
    """Return a text of several lines without markup, and whether there was any."""
    marked = _TAG.search(text) is not None
    if marked:
        text = _without_markup(text[:_MOST_HTML])
    if not text.isprintable():
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = "".join(
            c if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"} else "" for c in text
        )
        text = "\n".join(part.rstrip() for part in text.split("\n"))
        text = re.sub(r"\n{3,}", "\n\n", text)
    return text.strip(), marked


class _Text(HTMLParser):
    """Keeps what a reader would see, with line ends where a page has them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _UNSEEN:
            self.unseen += 1
        elif tag in _BLOCKS:
            self.parts.append("\n- " if tag == "li" else "\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.parts.append(data)


def _without_markup(text: str) -> str:
    parser = _Text()
    try:
        parser.feed(text)
        parser.close()
    except (AssertionError, ValueError):  # <![broken declarations: shown escaped, as they came
        return text
    return re.sub(r"[ \t\xa0]*\n[ \t\xa0]*", "\n", "".join(parser.parts))


def moment(text: str) -> datetime | None:
    """Return the moment a text names, UTC; a day alone is its beginning in Taipei."""
    said = text.strip()
    if not said or len(said) > 60:  # noqa: PLR2004  no date is longer
        return None
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        found_at = clock.parse_moment(said)
        if found_at is not None:
            return found_at
        day = clock.parse_date(said)
        found = datetime.combine(day, time()) if day else None  # type: ignore[assignment]
    if found is None:
        return None
    try:
        return (found if found.tzinfo else found.replace(tzinfo=clock.TAIPEI)).astimezone(UTC)
    except OverflowError:
        return None


def day(text: str) -> date | None:
    """Return the day a text names; of a year or a month alone its first."""
    said = text.strip()
    if re.fullmatch(r"(1[5-9]|20|21)\d\d", said):
        return date(int(said), 1, 1)
    if found := re.fullmatch(r"((?:1[5-9]|20|21)\d\d)[-/](0?[1-9]|1[0-2])", said):
        return date(int(found[1]), int(found[2]), 1)
    if re.match(r"\d{4}-\d\d-\d\d(?:T|$)", said):
        try:
            return date.fromisoformat(said[:10])
        except ValueError:
            return None
    return clock.parse_date(said)


def box(said: Any) -> Box | None:
    """Return west, south, east, north of "w,s,e,n", WKT, ENVELOPE or GeoJSON; None where wrong."""
    if isinstance(said, dict):
        numbers = _flat(said.get("coordinates") or said.get("bbox"))
        return _around(numbers) if numbers else None
    text = str(said).strip()
    if text.startswith("{"):
        try:
            return box(json.loads(text))
        except (ValueError, RecursionError):
            return None
    numbers = [float(found) for found in _NUMBER.findall(re.sub(r"<[^>]*>", " ", text)[:100_000])]
    if text.upper().startswith("ENVELOPE") and len(numbers) == 4:  # noqa: PLR2004
        west, east, north, south = numbers
        return _sound((west, south, east, north))
    if len(numbers) == 4 and "(" not in text:  # noqa: PLR2004
        return _sound((numbers[0], numbers[1], numbers[2], numbers[3]))
    return _around(numbers) if "(" in text and len(numbers) >= 4 else None  # noqa: PLR2004


def _flat(said: Any, depth: int = 0) -> list[float]:
    if depth > 6 or not isinstance(said, list):  # noqa: PLR2004  MultiPolygon is 4 deep
        return []
    if said and all(isinstance(item, int | float) for item in said):
        return [float(item) for item in said[:2]] if depth else [float(item) for item in said]
    return [number for item in said for number in _flat(item, depth + 1)]


def _around(numbers: list[float]) -> Box | None:
    xs, ys = numbers[::2], numbers[1::2]
    if not xs or len(xs) != len(ys):
        return None
    return _sound((min(xs), min(ys), max(xs), max(ys)))


def _sound(found: Box) -> Box | None:
    west, south, east, north = found
    if -180 <= west <= east <= 180 and -90 <= south <= north <= 90:  # noqa: PLR2004
        return west, south, east, north
    return None


def address(text: str, base: str = "") -> str:
    """Return a web address that may be shown as a link, "" where `text` is none."""
    said = line(text).replace(" ", "%20")
    if not said or len(said) > 4000:  # noqa: PLR2004  no server takes a longer one
        return ""
    try:
        if base and not urlsplit(said).scheme:
            said = urljoin(base, said)
        parts = urlsplit(said)
    except ValueError:  # e.g. a bracket that opens no IPv6 address
        return ""
    return said if parts.scheme in {"http", "https", "ftp"} and parts.netloc else ""
