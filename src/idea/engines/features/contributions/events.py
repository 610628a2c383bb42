"""What contributions tell the stages after them."""

from dataclasses import dataclass
from typing import ClassVar

from idea.kernel.events.api import Event


@dataclass(frozen=True, slots=True)
class ContributionPosted(Event):
    """Somebody proposes something for a live collection."""

    name: ClassVar[str] = "contributions.posted"
    number: int
    collection_id: str
    kind: str


@dataclass(frozen=True, slots=True)
class ContributionMoved(Event):
    """The agency asked back, accepted or declined."""

    name: ClassVar[str] = "contributions.moved"
    number: int
    collection_id: str
    state: str
