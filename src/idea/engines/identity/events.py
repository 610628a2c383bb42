"""What identity tells the engines that hold something of an agency."""

from dataclasses import dataclass
from typing import ClassVar

from idea.kernel.events.api import Event


@dataclass(frozen=True, slots=True)
class AgencyMerged(Event):
    """An agency is no more: all it had is its successor's, in the same transaction."""

    name: ClassVar[str] = "identity.agency-merged"
    organization_id: str
    successor_id: str
