"""From what a source tells, in loose words, to a record the catalog can hold.

Every reader fills a `Told`; here it is cut to size, translated into the catalog's codes, and
whatever could not be kept is named. Nothing here fails: a bad field costs the field.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from idea.engines.catalog.harvest import tidy
from idea.engines.catalog.harvest.types import Record, Series
from idea.engines.catalog.harvest.vocabulary.formats import SERVICES, format_of, media_of
from idea.engines.catalog.harvest.vocabulary.frequencies import frequency_of
from idea.engines.catalog.harvest.vocabulary.licenses import license_of
from idea.engines.catalog.harvest.vocabulary.themes import theme_of
from idea.engines.catalog.metadata import KEYWORD_LENGTH, KEYWORDS, TEXT_LENGTH, TITLE_LENGTH
from idea.engines.catalog.registering import MOST_LINKS
from idea.engines.catalog.types import Access, Distribution, Draft, Frequency, License
from idea.kernel.errors import Issue

_NO_TITLES: Final = frozenset(("error", "null", "none", "undefined", "n/a", "nan", "-", "untitled"))
_LATE: Final = timedelta(days=1)  # clocks of servers differ, and so do time zones
_EXTRA: Final = 40  # further fields that are kept
_EXTRA_LENGTH: Final = 2_000
_LINES: Final = {
    "contact_name": 200,
    "contact_email": 254,
    "contact_phone": 100,
    "language": 20,
    "place": 300,
    "fee": 300,
    "conforms_to": 1000,
}
_ACCESS: Final = {
    "public": Access.OPEN,
    "open": Access.OPEN,
    "restricted public": Access.RESTRICTED,
    "restricted": Access.RESTRICTED,
    "non-public": Access.CLOSED,
    "non_public": Access.CLOSED,
    "closed": Access.CLOSED,
    "confidential": Access.CLOSED,
    "private": Access.RESTRICTED,
}


@dataclass(slots=True)
class ToldLink:
    """A distribution in its source's words."""

    access_url: str = ""
    download_url: str = ""
    title: str = ""
    description: str = ""
    format: str = ""
    media_type: str = ""
    encoding: str = ""
    size: str = ""
    license: str = ""
    issued: str = ""
    modified: str = ""
    checksum: str = ""
    rows: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    service: bool = False
    identifier: str = ""


@dataclass(slots=True)
class Told:
    """A data set in its source's words."""

    identifier: str = ""
    title: str = ""
    title_en: str = ""
    description: str = ""
    description_en: str = ""
    publisher: str = ""
    licenses: tuple[str, ...] = ()
    frequency: str = ""
    themes: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    page: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    language: str = ""
    start: str = ""
    end: str = ""
    place: str = ""
    bbox: Any = ""
    access: str = ""
    access_why: str = ""
    fee: str = ""
    conforms_to: str = ""
    provenance: str = ""
    notes: str = ""
    related: tuple[str, ...] = ()
    issued: str = ""
    modified: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    links: list[ToldLink] = field(default_factory=list)
    series: Series | None = None
    base: str = ""  # what relative addresses begin from
    row: int | None = None
    issues: list[Issue] = field(default_factory=list)


def compose(told: Told, *, now: datetime) -> Record:
    """Return the record; `now` tells which dates cannot be yet."""
    return _Composer(told, now).record()


def issue(
    code: str, *, column: str = "", value: str = "", row: int | None = None, severity: str = ""
) -> Issue:
    """Return an issue without its words, which are found by its code when it is shown."""
    return Issue(
        code=code,
        message="",
        row=row,
        column=column or None,
        value=tidy.line(value[:200])[:80] or None,
        severity=severity or "warning",
    )


class _Composer:
    def __init__(self, told: Told, now: datetime) -> None:
        self.told = told
        self.now = now
        self.issues = list(told.issues)

    def record(self) -> Record:
        told = self.told
        identifier = tidy.line(told.identifier)
        if not identifier:
            self.say("no-identifier", "identifier", severity="error")
        elif len(identifier) > 500:  # noqa: PLR2004  the column's width
            self.say("identifier-too-long", "identifier", identifier, severity="error")
            identifier = identifier[:500]
        links = self.links()
        page = self.address("landing_page", told.page)
        return Record(
            identifier=identifier,
            draft=self.draft(page),
            distributions=links,
            issues=tuple(self.issues),
            url=page,
            row=told.row,
            series=self.series(),
        )

    def series(self) -> Series | None:
        told = self.told.series
        identifier = tidy.line(told.identifier) if told else ""
        if told is None or not identifier or len(identifier) > 500:  # noqa: PLR2004  the column's
            return None
        title = self.title(told.title)
        return Series(
            identifier,
            title or self.line("series", identifier, TITLE_LENGTH),
            self.title(told.title_en),
            self.text("series", told.description),
        )

    def say(self, code: str, column: str = "", value: str = "", *, severity: str = "") -> None:
        self.issues.append(
            issue(code, column=column, value=value, row=self.told.row, severity=severity)
        )

    def draft(self, page: str) -> Draft:
        told = self.told
        title = self.title(told.title)
        if not title or title.casefold() in _NO_TITLES:
            self.say("no-title", "title", title, severity="error")
        license_, given, license_url = self.license()
        frequency, frequency_given = self.frequency()
        start, end = self.period()
        lines: dict[str, Any] = {
            name: self.line(name, getattr(told, name), most) for name, most in _LINES.items()
        }
        theme = theme_of(*told.themes)
        return Draft(
            title=title,
            title_en=self.title(told.title_en),
            description=self.text("description", told.description),
            description_en=self.text("description_en", told.description_en),
            organization=tidy.line(told.publisher)[:200],
            license=license_,
            license_given=given,
            license_url=license_url,
            frequency=frequency,
            frequency_given=frequency_given,
            theme=theme or "",
            keywords=self.keywords(),
            landing_page=page,
            identifier=tidy.line(told.identifier)[:500],
            start=start,
            end=end,
            bbox=self.box(),
            access=_ACCESS.get(told.access.strip().casefold().rpartition("/")[2], ""),
            access_why=self.text("access_why", told.access_why),
            provenance=self.text("provenance", told.provenance),
            notes=self.text("notes", told.notes),
            related=tuple(
                dict.fromkeys(
                    filter(None, (tidy.address(each, told.base) for each in told.related))
                )
            )[:50],
            extra=self.extra(),
            **lines,
        )

    def title(self, said: str) -> str:
        text, _marked = tidy.prose(said[: TITLE_LENGTH * 20])
        return self.line("title", text, TITLE_LENGTH)

    def line(self, name: str, said: str, most: int) -> str:
        text = tidy.line(said[: most * 20])
        if len(text) > most or len(said) > most * 20:
            self.say("cut", name, text)
            text = text[: most - 1].rstrip() + "…"
        return text

    def text(self, name: str, said: str) -> str:
        if not said:
            return ""
        text, marked = tidy.prose(said)
        if marked:
            self.say("markup", name, said, severity="info")
        if len(text) > TEXT_LENGTH or len(said) > 10 * TEXT_LENGTH:
            self.say("cut", name, text)
            text = text[: TEXT_LENGTH - 1].rstrip() + "…"
        return text

    def address(self, name: str, said: str) -> str:
        if not said.strip():
            return ""
        found = tidy.address(said, self.told.base)
        if not found or len(found) > 1000:  # noqa: PLR2004  the column's width
            self.say("bad-address", name, said)
            return ""
        return found

    def license(self) -> tuple[str, str, str]:
        """Return the code, and words and address where the code alone does not tell."""
        said = [each for each in self.told.licenses if each.strip()]
        if not said:
            return "", "", ""
        known = license_of(*said)
        if known is not None:
            return known, "", ""
        url = next(filter(None, (tidy.address(each) for each in said)), "")[:1000]
        words = next((each for each in said if not tidy.address(each)), said[0])
        given = tidy.line(tidy.prose(words)[0])
        self.say("license-unknown", "license", given)
        return License.OTHER, given[:499], url

    def frequency(self) -> tuple[str, str]:
        said = tidy.line(self.told.frequency)
        if not said:
            return Frequency.UNKNOWN, ""
        known = frequency_of(said)
        if known is None:
            self.say("frequency-unknown", "frequency", said)
            return Frequency.UNKNOWN, said[:200]
        return known, "" if said.casefold() == known else said[:200]

    def period(self) -> tuple[Any, Any]:
        found = []
        for name, said in (("start", self.told.start), ("end", self.told.end)):
            day = tidy.day(said) if said.strip() else None
            if said.strip() and day is None:
                self.say("bad-date", name, said)
            found.append(day)
        start, end = found
        if start and end and start > end:
            self.say("period-turned", "end", f"{start} > {end}")
            return None, None
        return start, end

    def when(self, name: str, said: str) -> datetime | None:
        if not said.strip():
            return None
        found = tidy.moment(said)
        if found is None:
            self.say("bad-date", name, said)
        elif found > self.now + _LATE:
            self.say("future-date", name, said)
            return None
        return found

    def box(self) -> tidy.Box | None:
        said = self.told.bbox
        if not said:
            return None
        found = tidy.box(said)
        if found is None:
            self.say("bad-area", "bbox", str(said)[:200])
        return found

    def keywords(self) -> tuple[str, ...]:
        words: dict[str, None] = {}
        for said in self.told.keywords:
            word = tidy.line(said[:1000])
            if len(word) > KEYWORD_LENGTH:
                self.say("cut", "keywords", word)
                word = word[: KEYWORD_LENGTH - 1].rstrip() + "…"
            if word:
                words.setdefault(word)
        if len(words) > KEYWORDS:
            self.say("too-many-keywords", "keywords", str(len(words)))
        return tuple(words)[:KEYWORDS]

    def extra(self) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        for name in ("issued", "modified"):
            at = self.when(name, getattr(self.told, name))
            if at is not None:
                kept[name] = at.isoformat()
        for name, value in list(self.told.extra.items())[:_EXTRA]:
            if value not in (None, "", [], {}):
                kept[tidy.line(str(name))[:80]] = tidy.line(str(value)[:_EXTRA_LENGTH])
        return kept

    def links(self) -> tuple[Distribution, ...]:
        found: dict[tuple[str, str, str], Distribution] = {}
        for told in self.told.links:
            made = self.link(told)
            if made is not None:
                found.setdefault((made.access_url, made.download_url, made.format), made)
        if len(found) > MOST_LINKS:
            self.say("too-many-links", "distributions", str(len(found)))
        return tuple(found.values())[:MOST_LINKS]

    def link(self, told: ToldLink) -> Distribution | None:
        access = tidy.address(told.access_url, self.told.base)
        download = tidy.address(told.download_url, self.told.base)
        for said, kept in ((told.access_url, access), (told.download_url, download)):
            if said.strip() and not kept:
                self.say("bad-address", "distributions", said)
        if not (access or download):
            if not (told.access_url.strip() or told.download_url.strip()):
                self.say("no-address", "distributions", told.title)
            return None
        form = format_of(told.format, told.media_type, url=download or access)
        return Distribution(
            title=tidy.line(told.title)[:500],
            description=self.text("distributions", told.description) if told.description else "",
            access_url=access,
            download_url=download,
            format=form,
            media_type=media_of(told.media_type) or media_of(told.format),
            encoding=tidy.line(told.encoding)[:40],
            size=_whole(told.size),
            license=license_of(told.license) if told.license else None,
            issued=self.when("issued", told.issued),
            modified=self.when("modified", told.modified),
            checksum=tidy.line(told.checksum)[:200],
            rows=_whole(told.rows),
            fields=told.fields,
            service=told.service or form in SERVICES,
            identifier=tidy.line(told.identifier)[:500],
        )


def _whole(said: str) -> int | None:
    text = said.strip().removesuffix(".0").replace(",", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 15 else None  # noqa: PLR2004


def words(said: Iterable[str] | str, split: str = ";") -> tuple[str, ...]:
    """Return the single values of a cell, or of a list of them."""
    parts = said.split(split) if isinstance(said, str) else said
    return tuple(filter(None, (part.strip() for part in parts)))
