"""What the writing entrances take, as OpenAPI describes it: drafts, patches, descriptions."""

from dataclasses import fields
from datetime import date, datetime
from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import ConfigDict

from idea.engines.catalog.types import Declared, Distribution, Draft, License
from idea.engines.sources.types import Format, Hints

Box = Annotated[list[float], Field(min_length=4, max_length=4)]
_LISTS = ("keywords", "related", "bbox", "declared")


class DeclaredIn(Schema):
    """What the publisher promises of a column (Frictionless Table Schema's words)."""

    model_config = ConfigDict(extra="forbid")

    name: str
    title: str = ""
    title_en: str = ""
    description: str = ""
    type: str = Field("", description="A type of Table Schema; empty: as detected.")
    unit: str = Field("", description="UCUM, e.g. ug/m3.")
    codes: list[tuple[str, str]] = Field([], description="[code, words]; empty: any value.")
    required: bool = False
    unique: bool = False
    pattern: str = ""
    minimum: str = ""
    maximum: str = ""
    personal: bool = Field(default=False, description="Tells of a living person.")


class DistributionIn(Schema):
    """A file or service elsewhere (dcat:Distribution)."""

    model_config = ConfigDict(extra="forbid")

    title: str = ""
    description: str = ""
    access_url: str = ""
    download_url: str = ""
    format: str = Field("", description="csv, json, shp.zip, wms …")
    media_type: str = ""
    encoding: str = ""
    size: int | None = Field(None, ge=0, description="Bytes.")
    license: License | None = None
    issued: datetime | None = None
    modified: datetime | None = None
    checksum: str = Field("", description="sha256:…")
    rows: int | None = Field(None, ge=0)
    fields: list[tuple[str, str]] = Field([], description="[column, description].")
    service: bool = Field(default=False, description="An API, not a file.")
    identifier: str = ""

    def distribution(self) -> Distribution:
        said = {name: getattr(self, name) for name in type(self).model_fields}
        return Distribution(**said | {"fields": tuple(tuple(pair) for pair in self.fields)})


class Metadata(Schema):
    """What may be said of a data set beside its titles. Absent members stay as they are."""

    identifier: str | None = None
    contact_name: str | None = None
    contact_email: str | None = None
    contact_phone: str | None = None
    language: str | None = Field(None, description="BCP 47, e.g. zh-TW.")
    start: date | None = Field(None, description="The time the data tell of.")
    end: date | None = None
    place: str | None = None
    bbox: Box | None = Field(None, description="West, south, east, north; CRS84 degrees.")
    access: str | None = Field(None, description="open, restricted or closed.")
    access_why: str | None = None
    fee: str | None = Field(None, description="Empty: free of charge.")
    fee_basis: str | None = None
    fee_law: str | None = None
    fee_url: str | None = None
    license_given: str | None = Field(None, description="The terms, where the license is other.")
    license_url: str | None = None
    frequency_given: str | None = None
    conforms_to: str | None = None
    provenance: str | None = None
    notes: str | None = None
    related: list[str] | None = None
    series: str | None = Field(None, description="Slug of a series of data sets.")
    declared: list[DeclaredIn] | None = Field(None, description="All columns, anew.")


class PatchIn(Metadata):
    """Members that are absent stay; an empty text, list or null clears what may be empty."""

    title: str | None = None
    title_en: str | None = None
    description: str | None = None
    description_en: str | None = None
    organization: str | None = None
    license: str | None = None
    frequency: str | None = None
    theme: str | None = None
    keywords: list[str] | None = None
    landing_page: str | None = None
    why: str = Field("", description="For the public history.")

    def draft(self, slug: str = "") -> Draft:
        """Return what is said; what is cleared is empty in it."""
        said = {name: value for name, value in self if name in _DRAFT and value is not None}
        said |= {name: tuple(said[name]) for name in _LISTS if name in said}
        if "declared" in said:
            said["declared"] = tuple(_declared(column) for column in said["declared"])
        return Draft(**said | ({"slug": slug} if slug else {}))

    def emptied(self) -> list[str]:
        """Return the members that were sent empty."""
        sent = self.model_fields_set - {"why"}
        return [name for name in sent if getattr(self, name) in (None, "", [])]


class DescribeIn(PatchIn):
    """A data set whose files are elsewhere."""

    slug: str = Field("", description="Short name in addresses; given once, never changed.")
    distributions: list[DistributionIn] | None = Field(
        None, description="Its files; absent: those it has stay."
    )


class DraftIn(Schema):
    """What a publisher says; leave out what the file should tell."""

    title: str = ""
    title_en: str = ""
    description: str = ""
    description_en: str = ""
    slug: str = Field("", description="Short name in addresses; given once, never changed.")
    organization: str = Field("", description="Slug or name of the agency.")
    license: str = ""
    frequency: str = ""
    theme: str = ""
    keywords: str = Field("", description="Separated by commas.")
    landing_page: str = ""
    identifier: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    language: str = ""
    start: date | None = Field(None, description="The time the data tell of.")
    end: date | None = None
    place: str = ""
    license_given: str = ""
    license_url: str = ""
    conforms_to: str = ""
    provenance: str = ""
    notes: str = ""
    series: str = ""
    note: str = Field("", description="What is new in this version.")
    url: str = Field("", description="Fetch the file from here instead of uploading it.")
    encoding: str = Field("", description="Hint: e.g. big5, where detection fails.")
    delimiter: str = ""
    crs: str = Field("", description="Hint: e.g. EPSG:3826.")
    sheet: str = ""
    layer: str = ""
    format: Format | None = None

    def draft(self, slug: str = "") -> Draft:
        said = {name: value for name, value in self if name in _DRAFT}
        return Draft(**said | {"slug": slug or self.slug, "keywords": split_words(self.keywords)})

    def hints(self) -> Hints:
        return Hints(
            format=self.format,
            encoding=self.encoding,
            delimiter=self.delimiter,
            crs=self.crs,
            sheet=self.sheet,
            layer=self.layer,
        )


_DRAFT = frozenset(field.name for field in fields(Draft))


def split_words(text: str) -> tuple[str, ...]:
    for mark in "，、;；\n":
        text = text.replace(mark, ",")
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _declared(column: DeclaredIn) -> Declared:
    said: dict[str, Any] = column.dict()
    return Declared(**said | {"codes": tuple((code, words) for code, words in column.codes)})
