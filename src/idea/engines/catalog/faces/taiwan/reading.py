"""A record of a Taiwanese portal as a draft and its files; what cannot be read is named.

Nothing is dropped: fields without a place of their own are kept in `extra`, as given. Texts
longer than a data set may hold are cut, with an issue.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from idea.engines.catalog.faces.taiwan.names import CONSUMED, NAMES
from idea.engines.catalog.faces.taiwan.resources import resources_of
from idea.engines.catalog.faces.taiwan.values import Notes, split, text_of
from idea.engines.catalog.faces.taiwan.words import (
    CATEGORIES,
    FREE,
    frequency_of,
    license_of,
)
from idea.engines.catalog.metadata import (
    KEYWORD_LENGTH,
    KEYWORDS,
    LINES,
    TEXT_LENGTH,
    TITLE_LENGTH,
    is_web,
)
from idea.engines.catalog.types import Distribution, Draft, License
from idea.kernel import clock
from idea.kernel.errors import Issue

_KEPT: Final = ("kind", "category", "issued", "modified", "source")  # in `extra`, by these names
_LANGUAGES: Final = {"中文": "zh-TW", "繁體中文": "zh-TW", "正體中文": "zh-TW", "英文": "en"}
_EXTRA_LENGTH: Final = 2000


def from_record(
    record: Mapping[str, Any],
) -> tuple[Draft, tuple[Distribution, ...], tuple[Issue, ...]]:
    """Return what a record says: a draft, its files elsewhere, and what was wrong with it.

    The draft's `organization` is the agency's name as given; `extra` holds `issued` and
    `modified` in ISO 8601 where they could be read. Raises nothing: a record without a title
    gives a draft without one and an error.
    """
    notes = Notes()
    said = {name: _first(record, names) for name, names in NAMES.items()}
    get = {name: text_of(value) for name, value in said.items()}
    title = notes.cut("title", get["title"], TITLE_LENGTH)
    if not title:
        notes.add("missing-title", _("The record has no title."), "title", "")
    terms, terms_given = _license(get["license"], get["license_url"])
    rhythm_given, rhythm = _frequency(said["frequency"])
    if rhythm_given and rhythm is None:
        message = _("The update frequency %(value)s is not known.")
        notes.add("unknown-frequency", message % {"value": rhythm_given}, "frequency", rhythm_given)
    links = split(get["landing_page"], web=True)
    start, end = _period(notes, get["start"], get["end"])
    draft = Draft(
        title=title,
        identifier=notes.cut("identifier", get["identifier"], LINES["identifier"]),
        description=notes.cut("description", get["description"], TEXT_LENGTH),
        organization=get["agency"],
        license=str(terms) if terms else "",
        license_given=notes.cut("license", terms_given, LINES["license_given"]),
        license_url=_license_url(notes, get["license_url"]),
        frequency=str(rhythm) if rhythm else "",
        frequency_given=notes.cut("frequency", rhythm_given, LINES["frequency_given"]),
        theme=str(CATEGORIES.get(get["category"], "")),
        keywords=_keywords(notes, get["keywords"]),
        landing_page=_address(notes, "landing_page", links[0]) if links else "",
        related=tuple(filter(None, (_address(notes, "related", url) for url in links[1:50]))),
        contact_name=notes.cut("contact_name", get["contact_name"], LINES["contact_name"]),
        contact_phone=notes.cut("contact_phone", get["contact_phone"], LINES["contact_phone"]),
        contact_email=notes.cut("contact_email", get["contact_email"], LINES["contact_email"]),
        fee="" if get["cost"] in {"", FREE, "無", "免付費"} else notes.cut("fee", get["cost"], 300),
        fee_url=_address(notes, "fee_url", get["cost_url"]),
        fee_law=notes.cut("fee_law", get["cost_law"], LINES["fee_law"]),
        place=notes.cut("place", get["place"], LINES["place"]),
        language=_LANGUAGES.get(get["language"], get["language"])[: LINES["language"]],
        notes=notes.cut("notes", get["notes"], TEXT_LENGTH),
        start=start,
        end=end,
        extra=_extra(record, get),
    )
    return draft, resources_of(said, get, notes), notes.issues


def _first(record: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    for name in names:
        value = record.get(name)
        if value is not None and value not in ("", [], {}):
            return value
    return None


def _license(words: str, url: str) -> tuple[License | None, str]:
    """Return the license, and its words where they name none that is known here."""
    if not words and not url:
        return None, ""
    known = license_of(words, url)
    return (known, "") if known else (License.OTHER, words or url)


def _license_url(notes: Notes, url: str) -> str:
    return _address(notes, "license_url", url)


def _frequency(said: Any) -> tuple[str, Any]:
    """Return the words and the code; the platform's JSON gives number and unit apart."""
    if isinstance(said, Mapping):
        number, unit = text_of(said.get("Frequency")), text_of(said.get("unittime"))
        words = f"每{number}{unit}" if number and unit else unit
        regular = text_of(said.get("regularupdate"))
        words = words or (regular if frequency_of(regular) else "")
    else:
        words = text_of(said)
    return words, frequency_of(words) if words else None


def _keywords(notes: Notes, text: str) -> tuple[str, ...]:
    words = list(dict.fromkeys(" ".join(word.split()) for word in re.split(r"[;；,，、\n]", text)))
    words = [word for word in words if word]
    if len(words) > KEYWORDS or any(len(word) > KEYWORD_LENGTH for word in words):
        message = _("At most %(most)d keywords of %(length)d characters are kept.")
        notes.add(
            "cut",
            message % {"most": KEYWORDS, "length": KEYWORD_LENGTH},
            "keywords",
            text,
            "warning",
        )
    return tuple(word for word in words if len(word) <= KEYWORD_LENGTH)[:KEYWORDS]


def _address(notes: Notes, name: str, url: str) -> str:
    if not url:
        return ""
    if is_web(url) and len(url) <= 1000:  # noqa: PLR2004  as long as a data set keeps
        return url
    notes.add("bad-address", _("%(url)s is no web address.") % {"url": url[:200]}, name, url)
    return ""


def _period(notes: Notes, first: str, last: str) -> tuple[date | None, date | None]:
    start, end = _date(notes, "start", first), _date(notes, "end", last)
    if start and end and start > end:
        message = _("The time the data tell of ends before it begins.")
        notes.add("bad-period", message, "end", f"{first} – {last}")
        return None, None
    return start, end


def _date(notes: Notes, name: str, text: str) -> date | None:
    if not text:
        return None
    moment = clock.parse_moment(text)
    day = clock.parse_date(text) or (moment.astimezone(clock.TAIPEI).date() if moment else None)
    if day is None:
        notes.add("bad-date", _("%(value)s is no date.") % {"value": text[:80]}, name, text)
    return day


def _extra(record: Mapping[str, Any], get: Mapping[str, str]) -> dict[str, Any]:
    """Return what has no place of its own, as given, and what is read from here again."""
    extra = {
        str(key): value if isinstance(value, int | float | bool) else text_of(value)[:_EXTRA_LENGTH]
        for key, value in record.items()
        if key not in CONSUMED and value not in (None, "", [], {})
    }
    for name in _KEPT:
        if get[name]:
            extra[name] = get[name][:_EXTRA_LENGTH]
    for name in ("issued", "modified"):
        moment = clock.parse_moment(get[name]) if get[name] else None
        if moment is not None:
            extra[name] = moment.astimezone(clock.TAIPEI).isoformat()
    return extra
