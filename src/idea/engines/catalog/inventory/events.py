"""What the inventory tells the stages after it."""

from dataclasses import dataclass
from typing import ClassVar

from idea.kernel.events.api import Event


@dataclass(frozen=True, slots=True)
class ItemClassed(Event):
    """A class came into force for data in an agency's inventory."""

    name: ClassVar[str] = "catalog.item-classed"
    item_id: str
    access: str
    title: str


@dataclass(frozen=True, slots=True)
class OpennessWithdrawn(Event):
    """The head of an agency took back that data are open, with a public reason."""

    name: ClassVar[str] = "catalog.openness-withdrawn"
    item_id: str
    title: str
    why: str
