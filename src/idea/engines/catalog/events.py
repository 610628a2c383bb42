"""What the catalog tells the stages after it."""

from dataclasses import dataclass
from typing import ClassVar

from idea.kernel.events.api import Event


@dataclass(frozen=True, slots=True)
class DatasetPublished(Event):
    """A version became current. `created`: it is the data set's first."""

    name: ClassVar[str] = "catalog.dataset-published"
    dataset_id: str
    slug: str
    number: int
    rows: int
    has_map: bool
    created: bool


@dataclass(frozen=True, slots=True)
class DatasetRegistered(Event):
    """A data set whose files are elsewhere is described here for the first time."""

    name: ClassVar[str] = "catalog.dataset-registered"
    dataset_id: str
    slug: str


@dataclass(frozen=True, slots=True)
class DatasetEdited(Event):
    """What is said of a data set changed; its rows did not."""

    name: ClassVar[str] = "catalog.dataset-edited"
    dataset_id: str
    slug: str


@dataclass(frozen=True, slots=True)
class DatasetWithdrawn(Event):
    name: ClassVar[str] = "catalog.dataset-withdrawn"
    dataset_id: str
    slug: str
    why: str


@dataclass(frozen=True, slots=True)
class DatasetRestored(Event):
    name: ClassVar[str] = "catalog.dataset-restored"
    dataset_id: str
    slug: str
