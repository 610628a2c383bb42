"""What a correction is: changes of rows that somebody proposes, and what the owner decided."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from idea.engines.catalog.diffing import Kind

__all__ = [
    "Change",
    "ChangeState",
    "Changes",
    "Correction",
    "Corrections",
    "Credit",
    "Derived",
    "Kind",
    "State",
]


class State(StrEnum):
    """How far a correction is."""

    OPEN = "open"  # some changes wait for the owner
    DECIDED = "decided"  # none waits; accepted ones are not published yet
    PUBLISHED = "published"  # what was accepted is in a version
    REJECTED = "rejected"  # nothing was accepted
    WITHDRAWN = "withdrawn"  # taken back by whoever posted it


class ChangeState(StrEnum):
    WAITING = "waiting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CONFLICT = "conflict"  # accepted, but the row says something else by now
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that should hold something else, or a row too few or too many. All as text."""

    id: UUID
    position: int  # 1, 2, 3 … within the correction
    kind: Kind
    key: tuple[str, ...]
    row: int | None  # its number in the version it was found in
    column: str  # of a changed cell
    old: str
    new: str
    cells: dict[str, str]  # of an added or removed row
    state: ChangeState
    reason: str  # the owner's


@dataclass(frozen=True, slots=True)
class Correction:
    id: UUID
    number: int
    slug: str
    title: str  # of the data set
    title_en: str
    organization_id: UUID
    organization: str
    version: int  # in which the errors were found
    state: State
    key: tuple[str, ...]
    why: str
    evidence: str
    author_name: str  # empty: did not want to be named
    created_at: datetime
    decided_at: datetime | None
    published: int | None  # the version that holds what was accepted
    counts: dict[ChangeState, int]
    hidden_why: str = ""  # not empty: moderated away, for this reason

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def waiting(self) -> int:
        return self.counts.get(ChangeState.WAITING, 0)

    @property
    def accepted(self) -> int:
        """How many may be published now: conflicts may have gone, and are tried again."""
        return sum(
            self.counts.get(state, 0) for state in (ChangeState.ACCEPTED, ChangeState.CONFLICT)
        )


@dataclass(frozen=True, slots=True)
class Corrections:
    items: list[Correction]
    total: int


@dataclass(frozen=True, slots=True)
class Changes:
    items: list[Change]
    total: int


@dataclass(frozen=True, slots=True)
class Credit:
    """Thanks to somebody whose correction is in a version; no name: not by their wish."""

    number: int  # of the correction
    name: str
    version: int
    changes: int


@dataclass(frozen=True, slots=True)
class Derived:
    """A data set somebody made of another (prov:wasDerivedFrom)."""

    slug: str  # of the derived data set; empty while it is being published
    title: str
    source_slug: str
    source_title: str
    source_title_en: str
    source_version: int | None
    changes: str  # what was changed, in the maker's words
    author_name: str  # empty: did not want to be named
    created_at: datetime
