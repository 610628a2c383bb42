"""What a measurement of quality is: findings by indicator, scores, and the first bad rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from idea.engines.catalog.types import Dataset, Version


class Yardstick(StrEnum):
    """Whose question an indicator answers."""

    MQA = "mqa"  # data.europa.eu, Metadata Quality Assessment: 405 points
    TAIWAN = "taiwan"  # the seven indicators of Taiwan's open-data quality check
    TABLE = "table"  # Frictionless Table Schema: the rows against their columns
    CONTENT = "content"  # what else can be seen in the rows


class State(StrEnum):
    GOOD = "good"
    PART = "part"  # some of it
    BAD = "bad"
    UNMEASURED = "unmeasured"  # it could be measured, and was not yet or cannot be
    NONE = "none"  # the question does not arise


class Mend(StrEnum):
    """Where a publisher mends what an indicator found."""

    EDIT = "edit"  # what is said of the data set
    FILE = "file"  # a better file, as a new version
    COLUMNS = "columns"  # what is declared of the columns
    LINKS = "links"  # the addresses of files elsewhere
    NONE = "none"


class Band(StrEnum):
    """MQA's rating of the points."""

    EXCELLENT = "excellent"
    GOOD = "good"
    SUFFICIENT = "sufficient"
    BAD = "bad"


class Badge(StrEnum):
    """Taiwan's words; from which findings each follows is our own rule (checks/taiwan.py)."""

    PLATINUM = "platinum"
    GOLD = "gold"
    SILVER = "silver"
    BRONZE = "bronze"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one indicator says of a data set; `note` and `facts` are its evidence."""

    key: str
    state: State
    points: int = 0
    note: str = ""  # a key of words.NOTES
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BadRow:
    """One cell, or row, that breaks a promise; `row` as a person sees it in the file."""

    key: str  # the indicator
    row: int
    column: str
    value: str
    note: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LinkHealth:
    """How an address elsewhere answered when it was last asked."""

    url: str
    checked_at: datetime
    status: int  # of HTTP; 0: no answer
    ok: bool
    problem: str = ""  # code of the error, where there was no answer
    media_type: str = ""
    size: int | None = None
    charset: str = ""  # what the first bytes are readable as; empty: not looked at, or no text
    header: tuple[str, ...] = ()  # the first line of a delimited file
    web_page: bool = False  # a page to read, not the file


@dataclass(frozen=True, slots=True)
class Replies:
    """How an agency answers citizens: of `asked` questions, `in_time` were answered in time."""

    asked: int
    in_time: int


@dataclass(frozen=True, slots=True)
class Subject:
    """All that a measurement looks at; checks are pure functions of it."""

    dataset: Dataset
    now: datetime
    links: Mapping[str, LinkHealth] = field(default_factory=dict)
    previous: Version | None = None
    replies: Replies | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """What the checks found, before it is stored."""

    findings: tuple[Finding, ...]
    bad_rows: tuple[BadRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """One measurement in a trend."""

    at: datetime
    number: int | None
    points: int
    badge: str


@dataclass(frozen=True, slots=True)
class Measurement:
    """A stored measurement of a data set, the newest unless said otherwise."""

    slug: str
    number: int | None  # of the version; None: its files are elsewhere
    at: datetime
    points: int
    badge: str
    findings: tuple[Finding, ...]
    bad_rows: tuple[BadRow, ...]

    def finding(self, key: str) -> Finding | None:
        return next((one for one in self.findings if one.key == key), None)

    def of(self, yardstick: Yardstick) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.key.startswith(f"{yardstick}."))


@dataclass(frozen=True, slots=True)
class Standing:
    """One agency in the league table."""

    slug: str
    name: str
    name_en: str
    datasets: int
    measured: int
    mean_points: float | None
    badges: Mapping[str, int]
    bands: Mapping[str, int]

    @property
    def good_share(self) -> float | None:
        """Return the share of measured data sets rated good or better."""
        if not self.measured:
            return None
        return (self.bands.get(Band.EXCELLENT, 0) + self.bands.get(Band.GOOD, 0)) / self.measured
