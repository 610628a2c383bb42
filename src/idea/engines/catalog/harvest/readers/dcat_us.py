"""Reads data.json: DCAT-US 1.1 (Project Open Data) and 3.0, nested catalogs and series too."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from idea.engines.catalog.harvest.compose import Told, ToldLink, compose, issue
from idea.engines.catalog.harvest.errors import NotACatalog
from idea.engines.catalog.harvest.readers.loose import objects, text, texts
from idea.engines.catalog.harvest.readers.opening import tree
from idea.engines.catalog.harvest.types import Kind, Page, Reading, Record, Series

_DEEPEST = 20  # catalogs within catalogs
_EXTRAS = ("bureauCode", "programCode", "dataQuality", "isPartOf", "systemOfRecords",
           "primaryITInvestmentUII", "describedBy", "version")  # fmt: skip


def read(page: Page, *, now: datetime) -> Reading:
    said = tree(page.path)
    if not isinstance(said, Mapping) or not {"dataset", "catalog", "datasetSeries"} & set(said):
        raise NotACatalog(_("This is no data.json: it names no data sets."))
    return Reading(_records(said, page.url, now), Kind.DCAT_US)


def _records(catalog: Mapping[str, Any], base: str, now: datetime) -> Iterator[Record]:
    for row, (item, series) in enumerate(_items(catalog, 0), 1):
        if isinstance(item, Mapping):
            yield compose(_told(item, base, row, series), now=now)
        else:
            broken = Told(row=row, issues=[issue("no-object", row=row, severity="error")])
            yield compose(broken, now=now)


def _items(catalog: Mapping[str, Any], depth: int) -> Iterator[tuple[Any, Series | None]]:
    """Yield every data set once, with its series.

    `first`, `last` and the like of a series repeat members, so only `seriesMember` is read.
    """
    for item in _list(catalog.get("dataset")):
        yield item, None
    for series in objects(catalog.get("datasetSeries")):
        for item in _list(series.get("seriesMember")):
            if isinstance(item, Mapping):  # a text is the address of one that stands elsewhere
                yield item, _series(series)
    if depth < _DEEPEST:
        for inner in objects(catalog.get("catalog")):
            yield from _items(inner, depth + 1)


def _series(item: Mapping[str, Any]) -> Series:
    title = text(item.get("title"))
    name = text(item.get("identifier"), "schema:url", "notation") or text(item.get("@id"))
    return Series(name or title, title, description=text(item.get("description")))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _told(item: Mapping[str, Any], base: str, row: int, series: Series | None) -> Told:
    contact = next(objects(item.get("contactPoint")), {})
    start, end = _period(item.get("temporal"))
    spatial = item.get("spatial")
    bbox, place = _where(spatial)
    extra = {key: ", ".join(texts(item.get(key))) for key in _EXTRAS}
    modified = text(item.get("modified"))
    repeats = modified.startswith("R/")  # data.json 1.1 allows "renewed every week" as a date
    return Told(
        identifier=text(item.get("identifier"), "schema:url", "notation") or text(item.get("@id")),
        title=text(item.get("title")),
        description=text(item.get("description")),
        publisher=text(item.get("publisher"), "name"),
        licenses=texts(item.get("license")) or texts(item.get("rights")),
        frequency=text(item.get("accrualPeriodicity")) or (modified if repeats else ""),
        themes=texts(item.get("theme")),
        keywords=texts(item.get("keyword")),
        page=text(item.get("landingPage"), "@id"),
        contact_name=text(contact.get("fn")),
        contact_email=text(contact.get("hasEmail"), "value").removeprefix("mailto:"),
        contact_phone=text(contact.get("hasTelephone") or contact.get("tel"), "value"),
        language=text(item.get("language")),
        start=start,
        end=end,
        place=place,
        bbox=bbox,
        access=text(item.get("accessLevel") or item.get("accessRights")),
        access_why=text(item.get("rights")),
        conforms_to=text(item.get("conformsTo")),
        provenance=text(item.get("provenance")),
        related=texts(item.get("references"), "@id"),
        issued=text(item.get("issued")),
        modified="" if repeats else modified,
        extra=extra,
        series=series,
        links=[_link(each) for each in objects(item.get("distribution"))],
        base=base,
        row=row,
    )


def _period(value: Any) -> tuple[str, str]:
    said = next(objects(value), None)
    if said is not None:
        return text(said.get("startDate")), text(said.get("endDate"))
    start, _slash, end = text(value).partition("/")
    return ("", "") if start.startswith("R") else (start, "" if end.startswith("P") else end)


def _where(value: Any) -> tuple[Any, str]:
    """Return what looks like a shape, and what looks like a name."""
    said = next(objects(value), None)
    if said is not None:
        if "coordinates" in said:
            return said, ""
        return text(said.get("bbox") or said.get("geometry")), text(said.get("prefLabel"))
    words = text(value)
    is_shape = words.count(",") == 3 and not any(c.isalpha() for c in words)  # noqa: PLR2004
    return (words, "") if is_shape or words.startswith("{") else ("", words)


def _link(item: Mapping[str, Any]) -> ToldLink:
    service = item.get("accessService")
    return ToldLink(
        access_url=text(item.get("accessURL"), "@id"),
        download_url=text(item.get("downloadURL"), "@id"),
        title=text(item.get("title")),
        description=text(item.get("description")),
        format=text(item.get("format")),
        media_type=text(item.get("mediaType")),
        size=text(item.get("byteSize")),
        license=text(item.get("license")),
        issued=text(item.get("issued")),
        modified=text(item.get("modified")),
        service=bool(service),
        identifier=text(item.get("identifier")) or text(item.get("@id")),
    )
