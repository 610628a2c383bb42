"""What an inventory, a committee and an application are to those who ask for them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from idea.engines.catalog.types import Access


class State(StrEnum):
    """Where an item is on its way to a class."""

    DRAFT = "draft"  # with the business unit
    PROPOSED = "proposed"  # with the legal unit
    CONFIRMED = "confirmed"  # with the agency's committee
    NATIONAL = "national"  # with the national committee
    HEAD = "head"  # decided to be no longer open; the head of agency has to say so in public
    DECIDED = "decided"


class Move(StrEnum):
    """What takes an item from one state to the next."""

    ENTER = "enter"
    PROPOSE = "propose"
    CONFIRM = "confirm"
    RETURN = "return"
    DECIDE = "decide"
    REFER = "refer"
    APPEAL = "appeal"
    WITHDRAW = "withdraw"  # openness ends, by the head of agency, with a public notice
    KEEP = "keep"  # the head of agency keeps it open: back to the business unit
    REVIEW = "review"


class Office(StrEnum):
    """Who acted, as the public is told; names are for staff."""

    BUSINESS = "business"
    LEGAL = "legal"
    AGENCY = "agency"  # the agency's committee
    NATIONAL = "national"  # the national committee
    HEAD = "head"
    PUBLIC = "public"


class Level(StrEnum):
    AGENCY = "agency"
    NATIONAL = "national"


class Owner(StrEnum):
    """Who holds the copyright in the data."""

    AGENCY = "agency"
    SHARED = "shared"
    OTHER = "other"
    NONE = "none"  # no work in the sense of copyright law
    UNKNOWN = "unknown"


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """What a committee decided on a point of its agenda."""

    OPEN = "open"
    RESTRICTED = "restricted"
    CLOSED = "closed"
    RETURN = "return"
    REFER = "refer"
    NOTED = "noted"  # for matters that are no item


class ApplicationState(StrEnum):
    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class SystemInfo:
    id: UUID
    organization_slug: str
    name: str
    unit: str
    what: str
    items: int


@dataclass(frozen=True, slots=True)
class Said:
    """What a business unit says of data it holds; the whole of it, each time."""

    system: str  # its name; a new one begins where there is none
    title: str
    title_en: str = ""
    unit: str = ""
    what: str = ""
    fields: tuple[str, ...] = ()
    legal_basis: str = ""
    must_open: bool = False
    personal: bool = False
    owner: Owner = Owner.AGENCY
    owner_who: str = ""
    contract_limits: str = ""
    may_license: Answer = Answer.UNKNOWN
    categories: tuple[str, ...] = ()
    proposed: Access | None = None
    why: str = ""
    laws: tuple[str, ...] = ()
    law_text: str = ""
    fee_question: str = ""
    planned_on: date | None = None
    loosening: str = ""
    dataset: str = ""  # slug


@dataclass(frozen=True, slots=True)
class Item:
    """Data in an agency's inventory, its proposed class and the class in force."""

    id: UUID
    said: Said
    organization_id: UUID
    organization: str
    organization_en: str
    organization_slug: str
    state: State
    access: Access | None  # in force
    access_why: str
    awaited: Access | None  # decided, waits for the head of agency
    decided_at: datetime | None
    decided_by: Level | None
    score: int
    created_at: datetime
    modified_at: datetime
    proposer_id: str

    @property
    def title(self) -> str:
        return self.said.title

    @property
    def title_en(self) -> str:
        return self.said.title_en

    @property
    def shown(self) -> Access | None:
        """Return the class in force, else the one proposed."""
        return self.access or self.said.proposed


@dataclass(frozen=True, slots=True)
class Step:
    at: datetime
    move: Move
    state: State
    access: Access | None
    laws: tuple[str, ...]
    law_text: str
    office: Office
    who: str  # empty where the asker may not know
    why: str
    meeting: tuple[str, int] | None  # committee's slug and number


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the computation of an item's priority."""

    code: str
    title: str
    title_en: str
    points: int
    most: int
    why: str
    norm: str


@dataclass(frozen=True, slots=True)
class ItemFilter:
    text: str = ""
    organization: str = ""  # slug
    state: str = ""
    access: str = ""  # in force
    system: str = ""  # name
    planned: bool = False  # only those with a date on which they open
    waiting: tuple[State, ...] = ()
    organizations: tuple[UUID, ...] | None = None
    sort: str = "-score"  # -score, -modified, title, planned
    limit: int = 25
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """An agency's inventory in numbers."""

    organization: str
    organization_en: str
    organization_slug: str
    items: int
    open: int
    restricted: int
    closed: int
    waiting: int


@dataclass(frozen=True, slots=True)
class MemberInfo:
    id: UUID
    name: str  # empty: erased on request
    role: str
    outside: bool
    chair: bool
    start: date
    end: date | None
    person_id: UUID | None = None

    def sits(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class CommitteeInfo:
    id: UUID
    slug: str
    name: str
    name_en: str
    level: Level
    mandate: str
    reviews: tuple[Access, ...]
    organization_id: UUID
    organization: str
    organization_en: str
    organization_slug: str
    members: tuple[MemberInfo, ...] = ()  # now; those of the past are in `former`
    former: tuple[MemberInfo, ...] = ()

    @property
    def outside(self) -> int:
        return sum(member.outside for member in self.members)

    @property
    def outside_share(self) -> int:
        """Return the percentage of members from outside government."""
        return round(100 * self.outside / len(self.members)) if self.members else 0


@dataclass(frozen=True, slots=True)
class DissentInfo:
    member: str
    text: str


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a meeting's agenda."""

    id: UUID
    position: int
    title: str
    item_id: UUID | None
    organization: str
    proposed: Access | None
    verdict: Verdict | None
    why: str
    votes_for: int | None
    votes_against: int | None
    votes_none: int | None
    decided_at: datetime | None
    dissents: tuple[DissentInfo, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingInfo:
    id: UUID
    committee_slug: str
    committee: str
    committee_en: str
    level: Level
    number: int
    at: datetime
    place: str
    minutes: str
    minutes_at: datetime | None
    present: tuple[MemberInfo, ...] = ()
    agenda: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class ApplicationInfo:
    """A line of the ledger; `contact` is empty for those who may not see it."""

    id: UUID
    item_id: UUID
    title: str
    applicant: str  # empty: a natural person, for those who may not see it
    private: bool
    contact: str
    purpose: str
    state: ApplicationState
    fee: str
    conditions: str
    why: str
    asked_at: datetime
    answered_at: datetime | None
    until: date | None
    revoked_at: datetime | None
    revoked_why: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of an imported list: what it says, and what is wrong with it."""

    number: int  # as the spreadsheet shows it; the header is 1
    said: Said | None
    faults: tuple[str, ...] = ()
    exists: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    rows: tuple[Row, ...]
    unknown_columns: tuple[str, ...] = ()
    made: int = 0
    renewed: int = 0
    unchanged: int = 0
    left: tuple[Row, ...] = field(default_factory=tuple)  # rows not taken, and why


@dataclass(frozen=True, slots=True)
class ReviewerInfo:
    """Somebody designated to confirm for the legal unit."""

    id: UUID
    name: str
    since: datetime
