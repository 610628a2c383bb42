"""What a request for data is, who said what of it, and what a showcase is."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class State(StrEnum):
    """How far the answer to a request is."""

    RECEIVED = "received"
    ACCEPTED = "accepted"  # an agency took it on
    IN_WORK = "in-work"  # with a planned date of publication
    PUBLISHED = "published"
    REFUSED = "refused"
    MERGED = "merged"  # another request asks the same


class Side(StrEnum):
    """Who speaks in a request's history."""

    PUBLIC = "public"
    AGENCY = "agency"
    SYSTEM = "system"


class ShowcaseKind(StrEnum):
    APP = "app"
    ARTICLE = "article"
    VISUALIZATION = "visualization"
    RESEARCH = "research"
    OTHER = "other"


class ShowcaseState(StrEnum):
    WAITING = "waiting"
    SHOWN = "shown"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Link:
    """A data set as others name it."""

    slug: str
    title: str
    title_en: str


@dataclass(frozen=True, slots=True)
class DataRequest:
    id: UUID
    number: int
    title: str
    what: str
    use: str
    organization_id: UUID | None  # None: whoever asked did not know
    organization: str
    organization_en: str
    organization_slug: str
    state: State
    author_name: str  # empty: did not want to be named
    created_at: datetime
    changed_at: datetime
    due: date  # the answer
    answered_at: datetime | None
    planned: date | None
    awaited: str  # slug of the data set to come
    reason: str  # of a refusal
    law: str
    dataset: Link | None
    merged_into: int | None
    supporters: int
    overdue: bool  # no answer in time, or planned for a day that is over
    hidden_why: str = ""  # not empty: moderated away
    hidden_by: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a request's history."""

    id: UUID
    at: datetime
    kind: str  # "comment", or the move's name
    side: Side
    agency: str
    state: State | None
    text: str
    author_name: str
    hidden_why: str
    hidden_by: str


@dataclass(frozen=True, slots=True)
class Filter:
    """Which requests, in which order: page, CSV, API and feed share it."""

    text: str = ""
    organization: str = ""  # slug; "none": not known yet
    state: str = ""  # a State, "open" or "overdue"
    sort: str = "-created"  # -created, -changed, -supporters, due
    limit: int = 20
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Requests:
    items: list[DataRequest]
    total: int
    states: dict[str, int]  # counts under the other choices


@dataclass(frozen=True, slots=True)
class Late:
    """How many answers an agency owes past their day."""

    organization: str  # empty: not assigned yet
    organization_en: str
    slug: str
    count: int
    oldest: date


@dataclass(frozen=True, slots=True)
class Showcase:
    id: UUID
    title: str
    text: str
    url: str
    kind: ShowcaseKind
    maker: str
    state: ShowcaseState
    why: str  # of a refusal
    picture_key: str  # of the lake; empty: none
    picture_alt: str
    created_at: datetime
    datasets: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Showcases:
    items: list[Showcase]
    total: int
