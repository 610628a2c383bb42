"""What a data set is to those who ask for it (DCAT 3 names where it has one)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from idea.engines.features.types import Layer
from idea.engines.sources.types import Column
from idea.kernel.errors import Issue


class License(StrEnum):
    """Terms this site knows (SPDX identifiers); `other` is told by `license_given`."""

    OGDL = "OGDL-Taiwan-1.0"
    CC_BY = "CC-BY-4.0"
    CC_BY_SA = "CC-BY-SA-4.0"
    CC_BY_NC = "CC-BY-NC-4.0"
    CC_BY_ND = "CC-BY-ND-4.0"
    CC_BY_NC_SA = "CC-BY-NC-SA-4.0"
    CC_BY_NC_ND = "CC-BY-NC-ND-4.0"
    CC_BY_3 = "CC-BY-3.0"
    CC_BY_3_TW = "CC-BY-3.0-TW"
    CC0 = "CC0-1.0"
    PDDL = "PDDL-1.0"
    ODC_BY = "ODC-By-1.0"
    ODBL = "ODbL-1.0"
    OGL_UK = "OGL-UK-3.0"
    ETALAB = "etalab-2.0"
    DL_DE_BY = "DL-DE-BY-2.0"
    PUBLIC_DOMAIN = "public-domain"
    MIT = "MIT"
    OTHER = "other"


class Frequency(StrEnum):
    """How often a data set is renewed (dct:accrualPeriodicity; EU frequency authority table)."""

    CONTINUOUS = "continuous"
    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    BIMONTHLY = "bimonthly"  # every two months
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half-yearly"
    YEARLY = "yearly"
    BIENNIAL = "biennial"
    TRIENNIAL = "triennial"
    IRREGULAR = "irregular"
    NEVER = "never"
    UNKNOWN = "unknown"


class Access(StrEnum):
    """Who may have the data: classes 甲, 乙, 丙 of the 2015 rules; EU access-right table."""

    OPEN = "open"
    RESTRICTED = "restricted"
    CLOSED = "closed"


class Theme(StrEnum):
    """What a data set is about: the EU data-theme authority table, as DCAT-AP asks (dcat:theme)."""

    AGRICULTURE = "AGRI"
    ECONOMY = "ECON"
    EDUCATION = "EDUC"
    ENERGY = "ENER"
    ENVIRONMENT = "ENVI"
    GOVERNMENT = "GOVE"
    HEALTH = "HEAL"
    JUSTICE = "JUST"
    REGIONS = "REGI"
    SOCIETY = "SOCI"
    SCIENCE = "TECH"
    TRANSPORT = "TRAN"
    INTERNATIONAL = "INTR"


class ChangeKind(StrEnum):
    """What happened to a data set, as the change feed tells it."""

    CREATED = "created"
    UPDATED = "updated"  # a new version
    EDITED = "edited"  # what is said of it, not its rows
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"


class Download(StrEnum):
    """Formats every tabular version can be had in; geojson needs places."""

    CSV = "csv"
    JSON = "json"
    GEOJSON = "geojson"
    PARQUET = "parquet"  # GeoParquet where there are places
    XLSX = "xlsx"
    TIFF = "tif"  # cloud-optimized, where the rows are the bands of a raster
    ORIGINAL = "original"  # the file as it came


@dataclass(frozen=True, slots=True)
class Declared:
    """What the publisher promises of one column, beside what was detected (Table Schema v1)."""

    name: str
    title: str = ""
    title_en: str = ""
    description: str = ""
    type: str = ""  # a ColumnType; empty: as detected
    unit: str = ""  # UCUM
    codes: tuple[tuple[str, str], ...] = ()  # (code, words); empty: any value
    required: bool = False
    unique: bool = False
    pattern: str = ""
    minimum: str = ""
    maximum: str = ""
    personal: bool = False  # tells of a living person: nobody reads it (`opened.py`)


@dataclass(frozen=True, slots=True)
class Distribution:
    """One way to have the data (dcat:Distribution): a file elsewhere, or a download of ours."""

    title: str = ""
    description: str = ""
    access_url: str = ""
    download_url: str = ""
    format: str = ""  # lower-case token: csv, json, shp.zip, wms …
    media_type: str = ""
    encoding: str = ""
    size: int | None = None  # bytes
    license: License | None = None  # None: the data set's
    issued: datetime | None = None
    modified: datetime | None = None
    checksum: str = ""  # sha256:…
    rows: int | None = None
    fields: tuple[tuple[str, str], ...] = ()  # (name, description), as 主要欄位說明 tells
    service: bool = False  # an API (dcat:accessService), not a file
    identifier: str = ""  # the publisher's own
    id: UUID | None = None  # None: one of ours, made from the current version

    @property
    def url(self) -> str:
        return self.download_url or self.access_url


@dataclass(frozen=True, slots=True)
class Draft:
    """What a publisher says of a data set; empty means: keep, or work it out from the file."""

    title: str = ""
    title_en: str = ""
    description: str = ""
    description_en: str = ""
    slug: str = ""
    organization: str = ""  # slug or name of an agency
    license: str = ""
    frequency: str = ""
    theme: str = ""
    keywords: tuple[str, ...] = ()
    landing_page: str = ""
    synthetic: bool | None = None
    note: str = ""  # what is new in this version
    identifier: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    language: str = ""  # BCP 47
    start: date | None = None  # the time the data tell of
    end: date | None = None
    place: str = ""
    bbox: tuple[float, float, float, float] | None = None  # west, south, east, north
    access: str = ""
    access_why: str = ""
    fee: str = ""  # empty: free of charge
    fee_basis: str = ""
    fee_law: str = ""
    fee_url: str = ""
    license_given: str = ""  # the terms in the source's words, where `license` is other
    license_url: str = ""
    frequency_given: str = ""
    conforms_to: str = ""
    provenance: str = ""
    notes: str = ""
    related: tuple[str, ...] = ()
    series: str = ""  # slug of a data-set series
    declared: tuple[Declared, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)  # the source's further fields, as given


@dataclass(frozen=True, slots=True)
class Version:
    """One immutable publication of a data set."""

    id: UUID
    number: int  # 1, 2, 3 …
    created_at: datetime
    created_by: str
    note: str
    filename: str
    format: str
    encoding: str
    source_url: str
    payload_key: str  # lake key of the file as it came
    lake_key: str  # lake key of the Parquet snapshot
    sha256: str
    size: int  # bytes of the Parquet snapshot
    rows: int
    rejected: int
    columns: tuple[Column, ...]
    layer: Layer | None
    issues: tuple[Issue, ...]  # empty in lists, where only issue_count is read
    issue_count: int
    notes: tuple[str, ...]
    payload_size: int = 0  # bytes of the file as it came
    has_chart: bool = False
    hidden: tuple[Column, ...] = ()  # of personal data: known to be there, read by nobody

    @property
    def edition(self) -> str:
        """What is kept of this version is named by this: other columns make another one."""
        stem = self.lake_key.rpartition("/")[2].partition(".")[0]
        return f"{self.id}-{stem}" if self.hidden else str(self.id)


@dataclass(frozen=True, slots=True)
class Dataset:
    id: UUID
    slug: str
    title: str
    title_en: str
    description: str
    description_en: str
    organization_id: UUID
    organization: str
    organization_en: str
    organization_slug: str
    license: License
    frequency: Frequency
    theme: str
    keywords: tuple[str, ...]
    landing_page: str
    synthetic: bool
    published_at: datetime
    modified_at: datetime
    withdrawn_at: datetime | None
    current: Version | None  # the newest version; None: its files are elsewhere
    withdrawn_why: str = ""
    described: bool = True  # False: the description was made from the columns, nobody wrote it
    identifier: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    language: str = ""
    start: date | None = None
    end: date | None = None
    place: str = ""
    bbox: tuple[float, float, float, float] | None = None
    access: Access = Access.OPEN
    access_why: str = ""
    fee: str = ""
    fee_basis: str = ""
    fee_law: str = ""
    fee_url: str = ""
    license_given: str = ""
    license_url: str = ""
    frequency_given: str = ""
    conforms_to: str = ""
    provenance: str = ""
    notes: str = ""
    related: tuple[str, ...] = ()
    series: str = ""
    series_title: str = ""
    declared: tuple[Declared, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    origin: str = ""  # slug of the harvest source it came by; empty: published here
    origin_url: str = ""  # its address there
    formats: tuple[str, ...] = ()  # every format it can be had in, the first one first
    quality_points: int | None = None  # of 405 (MQA); None: not measured yet
    quality_badge: str = ""
    popularity: int = 0  # uses in the last 30 days
    linked: tuple[Distribution, ...] | None = None  # files elsewhere; None: not asked for (lists)

    @property
    def offered(self) -> bool:
        """Whether anybody may read what it holds: it is open and was not withdrawn."""
        nothing = self.current is not None and self.current.hidden and not self.current.columns
        return self.withdrawn_at is None and self.access is Access.OPEN and not nothing

    @property
    def has_map(self) -> bool:
        return self.current is not None and self.current.layer is not None

    @property
    def rows(self) -> int | None:
        """How many rows can be read here; None where the files are elsewhere."""
        return self.current.rows if self.current is not None else None

    @property
    def format(self) -> str:
        return self.formats[0] if self.formats else ""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which data sets, in which order: the list page, the API and the feed share it."""

    text: str = ""
    organization: str = ""  # slug
    theme: str = ""
    license: str = ""
    format: str = ""
    has_map: bool | None = None
    keyword: str = ""
    origin: str = ""  # slug of a harvest source; "here": published on this site
    access: str = ""
    badge: str = ""
    series: str = ""
    sort: str = (
        "-modified"  # -published, title, -rows, -quality, -popularity, relevance (with text)
    )
    limit: int = 20
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Facet:
    field: str
    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Listing:
    datasets: list[Dataset]
    total: int
    facets: dict[str, list[Facet]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rows:
    """A page of a version's rows."""

    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Any]]
    total: int
    next_after: int | None
    numbers: Sequence[int] = ()  # of the rows in the file, as they stand


@dataclass(frozen=True, slots=True)
class Published:
    dataset: Dataset
    version: Version
    created: bool  # a new data set, not a new version of one
    unchanged: bool = False  # the same bytes as the current version: nothing was written


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the change feed."""

    id: UUID
    kind: ChangeKind
    at: datetime
    slug: str
    title: str
    title_en: str
    organization: str
    number: int | None  # of the version, where one was published
    note: str  # the publisher's words, or why


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of a version, drawn at publish, with the numbers it is drawn from."""

    svg: str
    title: str  # the finding
    subtitle: str  # what is shown, and the unit
    columns: tuple[str, ...]
    table: tuple[tuple[Any, ...], ...]
