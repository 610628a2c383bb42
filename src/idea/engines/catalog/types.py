"""What a data set is to those who ask for it (DCAT 3 names where it has one)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from idea.engines.features.types import Layer
from idea.engines.sources.types import Column
from idea.kernel.errors import Issue


class License(StrEnum):
    OGDL = "OGDL-Taiwan-1.0"
    CC_BY = "CC-BY-4.0"
    CC0 = "CC0-1.0"
    ODBL = "ODbL-1.0"
    MIT = "MIT"
    OTHER = "other"


class Frequency(StrEnum):
    """How often a data set is renewed (dct:accrualPeriodicity)."""

    CONTINUOUS = "continuous"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    IRREGULAR = "irregular"
    NEVER = "never"


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
    ORIGINAL = "original"  # the file as it came


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
    current: Version  # the newest version
    withdrawn_why: str = ""
    described: bool = True  # False: the description was made from the columns, nobody wrote it

    @property
    def has_map(self) -> bool:
        return self.current.layer is not None


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
    sort: str = "-modified"  # -modified, -published, title, -rows, relevance (with text)
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
