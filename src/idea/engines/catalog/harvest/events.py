"""What the harvest tells the stages after it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from idea.kernel.events.api import Event


@dataclass(frozen=True, slots=True)
class HarvestRan(Event):
    """A run was applied, whole; `counts` are those of its report."""

    name: ClassVar[str] = "catalog.harvest-ran"
    source: str
    run_id: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class HarvestFailed(Event):
    """A source failed for the first time since it worked; what was harvested is kept."""

    name: ClassVar[str] = "catalog.harvest-failed"
    source: str
    run_id: str
    code: str
