"""What the harvest passes on: sources, records, runs and their counts; no Django."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import UUID

from idea.engines.catalog.types import Distribution, Draft
from idea.kernel.errors import Issue


class Kind(StrEnum):
    """What a source speaks."""

    AUTO = "auto"  # found out from the first bytes
    CKAN = "ckan"  # Action API v3, or a saved answer of it
    DCAT = "dcat"  # RDF: Turtle, JSON-LD, RDF/XML, N-Triples; also within CSW answers
    DCAT_US = "dcat-us"  # data.json 1.1 and 3.0
    ISO19139 = "iso19139"  # CSW answers and single records
    LIST = "list"  # CSV, JSON or JSON Lines, a row a data set
    IDEA = "idea"  # another site of this platform


class RunState(StrEnum):
    RUNNING = "running"
    APPLIED = "applied"
    UNCHANGED = "unchanged"  # the source said, or its bytes show, that nothing changed
    REFUSED = "refused"  # it lost too much at once: what was there is kept
    FAILED = "failed"
    INTERRUPTED = "interrupted"

    @property
    def good(self) -> bool:
        return self in {RunState.APPLIED, RunState.UNCHANGED}


@dataclass(frozen=True, slots=True)
class Fields:
    """How the rows of a list become data sets: for each of our fields, theirs, the best first."""

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    header: bool = True  # False: a CSV whose first row is a data set; columns are 1, 2, 3 …
    split: str = ";"  # joins several values in one cell
    page: str = ""  # address of a data set's page, with {identifier}
    publisher: str = ""  # of rows that name none
    license: str = ""
    fixed_identifier: bool = True  # False: made of publisher and title


@dataclass(frozen=True, slots=True)
class Series:
    """A series of data sets as a source tells of it (dcat:DatasetSeries)."""

    identifier: str
    title: str
    title_en: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One data set as a source tells of it. An issue of severity `error` makes it unusable."""

    identifier: str  # empty: it has none that can be relied on
    draft: Draft
    distributions: tuple[Distribution, ...] = ()
    issues: tuple[Issue, ...] = ()
    url: str = ""  # its page there
    row: int | None = None  # where in the file, as a person counts
    series: Series | None = None  # that it is a part of

    @property
    def usable(self) -> bool:
        return bool(self.identifier) and all(issue.severity != "error" for issue in self.issues)


@dataclass(frozen=True, slots=True)
class Page:
    """A file to read: one answer of a source."""

    path: Path
    url: str = ""
    charset: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a page gives; records come one by one."""

    records: Iterator[Record]
    kind: Kind
    expected: int | None = None  # how many the whole source says it has
    following: tuple[str, ...] = ()  # addresses of further pages


@dataclass(frozen=True, slots=True)
class Counts:
    """What a run found and did. read = data sets + repeated + rejected; nothing is left over."""

    read: int = 0
    datasets: int = 0  # that the source has now: new + changed + same + back
    new: int = 0
    changed: int = 0
    same: int = 0
    back: int = 0  # were gone before
    gone: int = 0
    held: int = 0  # not in the answer, but kept: the answer was not whole
    merged: int = 0  # of `datasets`: known here through another source already
    repeated: int = 0  # the same record once more in the same answer
    rejected: int = 0
    distributions: int = 0
    agencies: int = 0  # new ones


@dataclass(frozen=True, slots=True)
class Source:
    id: UUID
    slug: str
    title: str
    kind: Kind
    url: str
    organization_id: UUID
    organization: str
    organization_en: str
    organization_slug: str
    everywhere: bool
    mapping: Mapping[str, Any]
    license: str
    hours: int
    most_lost: int  # percent
    email: str
    active: bool
    created_at: datetime
    due_at: datetime | None
    failing_since: datetime | None
    good_at: datetime | None
    datasets: int = 0  # living paths

    @property
    def failing(self) -> bool:
        return self.failing_since is not None


@dataclass(frozen=True, slots=True)
class SourceDraft:
    """What a person says of a source."""

    title: str
    kind: Kind = Kind.AUTO
    url: str = ""
    organization: str = ""  # slug or name of an agency
    slug: str = ""
    everywhere: bool = False
    mapping: Mapping[str, Any] = field(default_factory=dict)
    license: str = ""
    hours: int = 24
    most_lost: int = 30
    email: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class Bad:
    """One issue of one record, as the report shows it."""

    identifier: str
    issue: Issue


@dataclass(frozen=True, slots=True)
class Run:
    id: UUID
    source: str  # slug
    source_title: str
    state: RunState
    started_at: datetime
    finished_at: datetime | None
    counts: Counts
    issue_counts: Mapping[str, int]
    issues: tuple[Bad, ...]
    payloads: tuple[Mapping[str, Any], ...]  # url, filename, sha256, size
    timings: Mapping[str, float]
    problem: Mapping[str, Any] | None

    @property
    def seconds(self) -> float | None:
        return (self.finished_at - self.started_at).total_seconds() if self.finished_at else None


@dataclass(frozen=True, slots=True)
class Route:
    """One way by which a data set comes here."""

    source: str  # slug
    source_title: str
    identifier: str
    url: str
    main: bool
    first_at: datetime
    gone_at: datetime | None
