"""What corrections tell the stages after them."""

from dataclasses import dataclass
from typing import ClassVar

from idea.kernel.events.api import Event


@dataclass(frozen=True, slots=True)
class CorrectionPosted(Event):
    name: ClassVar[str] = "corrections.posted"
    number: int
    slug: str
    changes: int


@dataclass(frozen=True, slots=True)
class CorrectionSettled(Event):
    """No change of a correction waits for its owner any more."""

    name: ClassVar[str] = "corrections.settled"
    number: int
    slug: str
    state: str


@dataclass(frozen=True, slots=True)
class CorrectionPublished(Event):
    """What was accepted of a correction is in a version now."""

    name: ClassVar[str] = "corrections.published"
    number: int
    slug: str
    version: int
    changes: int


@dataclass(frozen=True, slots=True)
class DatasetDerived(Event):
    """Somebody published a data set made of another."""

    name: ClassVar[str] = "corrections.derived"
    slug: str
    source: str
