"""What is asked of a statistical map, and what it shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from idea.engines.catalog.types import Version


class Measure(StrEnum):
    COUNT = "count"  # rows; the others are of a column's numbers
    SUM = "sum"
    MEAN = "mean"
    LEAST = "min"
    MOST = "max"


class Method(StrEnum):
    """How values are put into classes."""

    QUANTILE = "quantile"  # as many areas in each
    EQUAL = "equal"  # as wide each
    NATURAL = "natural"  # least difference within (Jenks 1967, computed as Fisher 1958)


class Found(StrEnum):
    """What told which area a row is in."""

    NAMES = "names"
    CODES = "codes"
    PLACES = "places"
    ADDRESSES = "addresses"


@dataclass(frozen=True, slots=True)
class Asked:
    level: str = "county"  # a geography's id, or h3-4 to h3-10
    measure: Measure = Measure.COUNT
    column: str = ""  # whose numbers; not for COUNT
    method: Method = Method.QUANTILE
    classes: int = 5
    least: int = 0  # areas with fewer rows are not told, so that nobody in them is
    key: str = ""  # the column of codes, names or addresses; empty: found out
    over: str = ""  # slug of the data set that the figure is divided by
    over_column: str = ""  # whose sum; empty: its rows
    per: int = 1000  # so many of them


@dataclass(frozen=True, slots=True)
class AreaValue:
    """One area; `value` None: no row, no number, or too few rows to be told (`hidden`)."""

    code: str
    name: str
    name_en: str
    county: str  # what it is in, by name; of a county its own
    county_en: str
    rows: int | None
    value: float | None
    rank: int | None  # number of its class, 0 the lowest
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Class:
    """A class from `start` to `end`, both values that areas have."""

    start: float
    end: float
    areas: int


@dataclass(frozen=True, slots=True)
class Older:
    """Rows that spoke of an area of before."""

    code: str
    name: str
    after: str  # code
    after_name: str
    on: date
    rows: int


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Cells that mean no area, or the row number and the place of a row in none."""

    cells: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Over:
    """What a figure was divided by."""

    slug: str
    title: str
    version: int
    column: str
    per: int


@dataclass(frozen=True, slots=True)
class AreaMap:
    version: Version
    asked: Asked
    found: Found
    areas: tuple[AreaValue, ...]  # all of the level, by code; of hexagons those with rows
    classes: tuple[Class, ...]
    matched: int  # rows in an area
    unmatched: int  # rows in none
    title: str = ""  # of the geography
    title_en: str = ""
    keys: tuple[str, ...] = ()  # the columns that told the area
    unmatched_cells: tuple[Unmatched, ...] = ()  # the first of them
    older: tuple[Older, ...] = ()
    levels: Mapping[str, int] = field(default_factory=dict)  # rows by level of their address
    over: Over | None = None
