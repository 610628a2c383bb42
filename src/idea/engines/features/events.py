"""What the features engine tells the stages after it."""

from dataclasses import dataclass
from typing import ClassVar

from idea.kernel.events.api import Event


@dataclass(frozen=True, slots=True)
class LiveDeclared(Event):
    """There is a new live collection, without features yet."""

    name: ClassVar[str] = "features.live-declared"
    collection_id: str
    organization_id: str


@dataclass(frozen=True, slots=True)
class LiveChanged(Event):
    """Features of a live collection changed; `feature_id` is 0 where they were many."""

    name: ClassVar[str] = "features.live-changed"
    collection_id: str
    revision: int
    deed: str  # live.types.Deed
    feature_id: int
    count: int  # features that changed
