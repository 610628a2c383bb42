"""What a contribution is: a feature that somebody proposes to add, change or take away."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

MOST_WORDS: Final = 2_000
MOST_NAME: Final = 80
MOST_AT_ONCE: Final = 200  # features of one file
MOST_CORNERS: Final = 50_000  # of all shapes of one file
MOST_WAITING: Final = 500  # of one person in one collection


class Kind(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"

    @property
    def label(self) -> str:
        return str(KINDS[self])


KINDS = {
    Kind.ADDED: _("New on the map"),
    Kind.CHANGED: _("Corrected or moved"),
    Kind.REMOVED: _("No longer there"),
}


class State(StrEnum):
    WAITING = "waiting"  # for the officer
    ASKED = "asked"  # the officer waits for an answer
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return str(STATES[self])


STATES = {
    State.WAITING: _("Being looked at"),
    State.ASKED: _("A question is open"),
    State.ACCEPTED: _("Accepted"),
    State.REJECTED: _("Declined"),
    State.WITHDRAWN: _("Withdrawn"),
}
# Which state may follow which; what has ended stays as it is.
FOLLOWS: Final[Mapping[State, frozenset[State]]] = {
    State.WAITING: frozenset({State.ASKED, State.ACCEPTED, State.REJECTED, State.WITHDRAWN}),
    State.ASKED: frozenset({State.WAITING, State.ACCEPTED, State.REJECTED, State.WITHDRAWN}),
    State.ACCEPTED: frozenset(),
    State.REJECTED: frozenset(),
    State.WITHDRAWN: frozenset(),
}


class Reason(StrEnum):
    """Why a contribution is declined."""

    NOT_THERE = "not-there"
    WRONG_PLACE = "wrong-place"
    KNOWN = "known"
    RIGHTS = "rights"
    PERSONAL = "personal"
    ELSEWHERE = "elsewhere"
    OTHER = "other"

    @property
    def label(self) -> str:
        return str(REASONS[self])


REASONS = {
    Reason.NOT_THERE: _("We looked, and it is not so"),
    Reason.WRONG_PLACE: _("The place cannot be right"),
    Reason.KNOWN: _("It is on the map already"),
    Reason.RIGHTS: _("It may not be published: the rights are another's"),
    Reason.PERSONAL: _("It tells of a person"),
    Reason.ELSEWHERE: _("It belongs to another layer or agency"),
    Reason.OTHER: _("Another reason"),
}


class Deed(StrEnum):
    """One step in the history of a contribution."""

    POSTED = "posted"
    ASKED = "asked"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    AMENDED = "amended"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    UNDONE = "undone"

    @property
    def label(self) -> str:
        return str(DEEDS[self])


DEEDS = {
    Deed.POSTED: _("Contributed"),
    Deed.ASKED: _("The agency asked back"),
    Deed.ANSWERED: _("Answered"),
    Deed.ACCEPTED: _("Accepted"),
    Deed.AMENDED: _("Accepted with changes"),
    Deed.REJECTED: _("Declined"),
    Deed.WITHDRAWN: _("Withdrawn"),
    Deed.UNDONE: _("Taken back off the map"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """Whether residents may contribute to a live collection, and under which terms."""

    collection_id: str
    open: bool = False
    license: str = ""  # what contributors agree to: SPDX or words
    guidance: str = ""
    guidance_en: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """What somebody proposes; `geometry` and the values are as GeoJSON has them."""

    kind: Kind
    geometry: Mapping[str, Any] | None = None
    properties: Mapping[str, Any] | None = None
    feature_id: int | None = None  # of what is changed or removed
    revision: int | None = None  # of the feature when it was read


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says beside the drawing."""

    why: str = ""
    name: str = ""  # how to thank; empty: not to be named
    agreed: bool = False  # to the collection's license


@dataclass(frozen=True, slots=True)
class Step:
    at: datetime
    deed: Deed
    words: str
    officer: bool  # whether the agency did it


@dataclass(frozen=True, slots=True)
class Contribution:
    number: int
    collection_id: str
    title: str
    title_en: str
    organization_id: UUID
    kind: Kind
    state: State
    feature_id: int | None
    base_revision: int | None
    before: Mapping[str, Any] | None  # the feature as it was read: {geometry, properties}
    geometry: Mapping[str, Any] | None
    properties: Mapping[str, Any]
    why: str
    license: str
    author_id: str
    author_name: str
    photo: bool
    reason: str  # a Reason's code, of what was declined
    words: str  # what the agency said last
    revision: int | None  # of the collection, when it was accepted
    undone: bool
    created_at: datetime
    decided_at: datetime | None

    @property
    def open(self) -> bool:
        return self.state in (State.WAITING, State.ASKED)

    @property
    def reason_label(self) -> str:
        """Why it was declined, in the reader's language; "" where it was not."""
        return Reason(self.reason).label if self.reason else ""

    @property
    def label(self) -> str:
        """What it seems to be called: the first text among its values; "" where there is none."""
        values = self.properties or (self.before or {}).get("properties", {})
        return next((str(v) for v in values.values() if isinstance(v, str) and v), "")

    @property
    def place(self) -> Mapping[str, Any] | None:
        """The geometry that tells where it is, before or after."""
        return self.geometry or (self.before or {}).get("geometry")


@dataclass(frozen=True, slots=True)
class Contributions:
    items: tuple[Contribution, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Credit:
    """Somebody to be thanked: accepted contributions under one name."""

    name: str  # empty: those who are not named
    count: int
