"""Reads lists: CSV, JSON Lines and JSON where a row is a data set, by a mapping of fields.

CSV and JSON Lines are read row by row, so that a list of a million data sets needs no memory.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import Any, Final

import orjson
from django.utils.translation import gettext as _

from idea.engines.catalog.faces.taiwan.values import fields_of
from idea.engines.catalog.harvest import tidy
from idea.engines.catalog.harvest.compose import Told, compose, issue, words
from idea.engines.catalog.harvest.errors import NotACatalog
from idea.engines.catalog.harvest.readers import opening
from idea.engines.catalog.harvest.readers.links import links_of
from idea.engines.catalog.harvest.readers.loose import text, texts
from idea.engines.catalog.harvest.readers.presets import PASSING, fields_for, knows
from idea.engines.catalog.harvest.types import Fields, Kind, Page, Reading, Record

Row = Mapping[str, Any]
_DELIMITERS: Final = ",;\t|"
_LISTS: Final = ("records", "data", "items", "results", "datasets", "dataset", "result", "value")
_LONGEST: Final = 500  # of an identifier


def read(page: Page, *, now: datetime, mapping: Mapping[str, Any]) -> Reading:
    """Read a list; NotACatalog where it is none, BadSource where its columns mean nothing."""
    start = opening.head(page.path).lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"["):
        rows = _of_tree(page.path)
    elif start.startswith(b"{"):
        rows = _of_lines(page.path) if _is_lines(page.path, start) else _of_tree(page.path)
    else:
        rows = _of_csv(page, mapping)
    first, rows = _peek(rows)
    fields = fields_for(first, mapping)
    return Reading(_records(rows, fields, page.url, now), Kind.LIST)


def _is_lines(path: Path, start: bytes) -> bool:
    first = next(opening.lines(path), b"").strip()  # may be longer than the start that was read
    try:
        said = orjson.loads(first)
    except orjson.JSONDecodeError:  # the first line may be the broken one
        more = start.count(b"\n{")
        return more > 1 or (more == 1 and first.endswith(b"}"))
    return isinstance(said, dict) and not _listed(said)


def _listed(said: Any) -> list[Any] | None:
    """Return the list of rows within an object, one or two levels down."""
    if isinstance(said, list):
        return said
    if isinstance(said, Mapping):
        for name in _LISTS:
            inner = said.get(name)
            if isinstance(inner, list) and any(isinstance(item, Mapping) for item in inner):
                return inner
            if isinstance(inner, Mapping) and (found := _listed(inner)) is not None:
                return found
    return None


def _of_tree(path: Path) -> Iterator[Row | None]:
    found = _listed(opening.tree(path))
    if found is None:
        raise NotACatalog(_("This JSON holds no list of data sets."))
    for item in found:
        yield item if isinstance(item, Mapping) else None


def _of_lines(path: Path) -> Iterator[Row | None]:
    for line in opening.lines(path):
        if not line.strip():
            continue
        try:
            item = orjson.loads(line)
        except orjson.JSONDecodeError:
            item = _mended(line)
        yield item if isinstance(item, Mapping) else None


def _mended(line: bytes) -> Any:
    """Return a line whose bytes are no UTF-8, with U+FFFD or as Big5; None where it is broken."""
    try:
        return orjson.loads(line.decode(opening.encoding_of(line), "replace").strip())
    except orjson.JSONDecodeError:
        return None


def _of_csv(page: Page, mapping: Mapping[str, Any]) -> Iterator[Row | None]:
    csv.field_size_limit(opening.LINE)
    with opening.text(page.path, page.charset) as file:
        lines = (line.replace("\0", "") for line in file)
        first = next((line for line in lines if line.strip()), "")
        delimiter = max(_DELIMITERS, key=first.count)
        reader = csv.reader(chain([first], lines), delimiter=delimiter)
        rows = _patient(reader)
        header = next(rows, [])
        has_header = bool(mapping.get("header", knows(header) or bool(mapping.get("fields"))))
        if not has_header:
            rows = chain([header], rows)
        names = [name.strip() for name in header] if has_header else None
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            if names is None:
                yield {str(at): cell for at, cell in enumerate(row, 1)}
            elif len(row) > len(names) or len(row) < len(names) // 2:
                yield None  # cut or glued: which cell is which, nobody can tell
            else:
                yield dict(zip(names, row, strict=False))


def _patient(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield [""] * 1000  # longer than any header: told as a row that cannot be read


def _peek(rows: Iterator[Row | None]) -> tuple[Row, Iterator[Row | None]]:
    """Return the columns there are, by the first rows, and all rows."""
    seen: list[Row | None] = []
    columns: dict[str, Any] = {}
    for row in rows:
        seen.append(row)
        if row is not None:
            columns |= dict.fromkeys(map(str, row))
        if len(seen) == 20:  # noqa: PLR2004  later rows may lack a field that these have
            break
    if not columns:
        raise NotACatalog(_("The list is empty, or none of its rows can be read."))
    return columns, chain(seen, rows)


def _records(
    rows: Iterable[Row | None], fields: Fields, base: str, now: datetime
) -> Iterator[Record]:
    used = frozenset(name for names in fields.fields.values() for name in names)
    for number, row in enumerate(rows, 1):
        if row is None:
            told = Told(row=number, issues=[issue("broken-row", row=number, severity="error")])
            yield compose(told, now=now)
            continue
        yield compose(_told(row, fields, used, number, base), now=now)


def _told(row: Row, fields: Fields, used: frozenset[str], number: int, base: str) -> Told:
    def one(target: str) -> str:
        return next(
            filter(None, (text(row.get(name)).strip() for name in fields.fields.get(target, ()))),
            "",
        )

    def many(target: str) -> tuple[str, ...]:
        for name in fields.fields.get(target, ()):
            value = row.get(name)
            found = texts(value) if isinstance(value, list) else words(text(value), fields.split)
            if found:
                return found
        return ()

    title, publisher = one("title"), one("publisher") or fields.publisher
    given = one("identifier") if fields.fixed_identifier else _made(publisher, title)
    classes = many("themes")
    told = Told(
        identifier=given,
        title=title,
        title_en=one("title_en"),
        description=one("description"),
        publisher=publisher,
        licenses=(*many("license"), fields.license),
        frequency=one("frequency"),
        themes=classes,
        keywords=tuple(dict.fromkeys((*many("keywords"), *classes))),
        page=_page(fields, given, one("page")),
        contact_name=one("contact_name"),
        contact_email=one("contact_email"),
        contact_phone=one("contact_phone"),
        language=one("language"),
        fee="" if one("fee") in {"免費", "free", "Free"} else one("fee"),
        related=many("related"),
        notes=one("notes"),
        issued=one("issued"),
        modified=one("modified"),
        extra={
            name: text(value) if not isinstance(value, list) else "; ".join(texts(value))
            for name, value in row.items()
            if name not in used and name.strip().lower() not in PASSING
        },
        base=base,
        row=number,
    )
    columns = fields_of(
        next((row[name] for name in fields.fields.get("fields", ()) if row.get(name)), "")
    )
    told.links = links_of(
        many("url"),
        formats=many("format"),
        encodings=many("encoding"),
        counts=many("rows"),
        fields=columns,
        issues=told.issues,
    )
    if columns and not told.links:
        told.extra = {**told.extra, "fields": "; ".join(name for name, _words in columns)}
    if any("\ufffd" in value for value in (title, publisher, told.description)):
        told.issues.append(issue("bad-encoding", column="title", value=title, row=number))
    return told


def _page(fields: Fields, identifier: str, said: str) -> str:
    if said:
        return said
    if not fields.page or not identifier:
        return ""
    return fields.page.replace("{identifier}", identifier)


def _made(publisher: str, title: str) -> str:
    """Return an identifier of what never changes of a data set that has none of its own."""
    title = tidy.line(title)
    if not title:
        return ""
    whole = f"{tidy.line(publisher)}/{title}"
    if len(whole) <= _LONGEST:
        return whole
    return f"{whole[:400]}…{blake2b(whole.encode(), digest_size=16).hexdigest()}"
