"""What a geography and its units are to those who ask for them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from idea.engines.features.types import Bounds
from idea.kernel.boundaries import Change


class GeographyKind(StrEnum):
    """What the areas of a geography are."""

    COUNTY = "county"
    TOWN = "town"
    VILLAGE = "village"
    STATISTICAL = "statistical"  # 統計區
    BASIN = "basin"  # 流域, 集水區
    CUSTOM = "custom"  # school districts, police precincts …


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a layer tell what; empty: none does."""

    code: str
    name: str = ""
    name_en: str = ""
    valid_from: str = ""
    valid_to: str = ""  # the last day
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Geography:
    """A set of areas. `id` is county, town, village, or the slug of the data set it is made of."""

    id: str
    title: str
    title_en: str
    kind: GeographyKind
    source: str = ""  # slug of the data set; "" for those that come with the site
    parent: str = ""  # the geography its units are parts of
    columns: Columns | None = None
    count: int = 0
    bounds: Bounds | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """One area. `valid_to` is its last day; None: it still stands, or none is known."""

    geography: str
    code: str
    name: str
    name_en: str = ""
    within: str = ""  # what it is in, by name: the county of a town
    within_en: str = ""
    parent: str = ""  # code of what it is in
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def full_name(self) -> str:
        return f"{self.within}{self.name}"

    @property
    def full_name_en(self) -> str:
        """The English name, or the Chinese one where there is none."""
        own = self.name_en or self.name
        return f"{own}, {self.within_en}" if self.within_en else own


class Match(NamedTuple):
    """Which unit a text means: its place among the units, and what it was called there."""

    number: int  # -1: none
    change: Change | None = None  # an older code or name was written


NO_MATCH = Match(-1)
