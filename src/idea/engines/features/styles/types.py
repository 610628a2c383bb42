"""What a style is: a symbology in a small vocabulary, or layers as MapLibre writes them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

DEFAULT = "default"  # the style a map takes where none is asked for
PLAIN = "plain"  # one color, without regard to the data: always there
INK = "#0b5d6b"  # as on the map pages
OTHER = "#8b8f8e"  # what has no class
FLOOR = 3.3  # meters


class Method(StrEnum):
    SINGLE = "single"
    CATEGORIES = "categories"
    GRADUATED = "graduated"
    PROPORTIONAL = "proportional"


class Breaks(StrEnum):
    QUANTILE = "quantile"
    EQUAL = "equal"
    NATURAL = "natural"


class Unit(StrEnum):
    """What a column of heights counts."""

    METERS = "meters"
    FLOORS = "floors"


@dataclass(frozen=True, slots=True)
class Symbology:
    """How the features of a layer look; sizes in pixels, opacity from 0 to 1.

    `values` (categories, the commonest first) and `starts` (the least value of each class) are
    found in the data when a style is saved, so that every map and legend draws the same classes.
    """

    method: Method = Method.SINGLE
    column: str = ""
    color: str = INK
    palette: str = ""
    reverse: bool = False
    breaks: Breaks = Breaks.QUANTILE
    classes: int = 5
    values: tuple[str, ...] = ()
    starts: tuple[float, ...] = ()
    greatest: float = 0.0
    radius: float = 5.0
    largest: float = 24.0  # radius of the greatest value's circle
    width: float = 1.6
    dash: tuple[float, ...] = ()  # in widths of the line, as MapLibre has it
    opacity: float = 0.6
    label: str = ""
    height: str = ""
    unit: Unit = Unit.METERS
    factor: float = 1.0

    @property
    def one_sign(self) -> bool:
        """Return whether all features look alike, so that one sign is the whole legend."""
        classed = (self.method is Method.CATEGORIES and self.values) or (
            self.method is Method.GRADUATED and self.starts
        )
        return not classed and self.method is not Method.PROPORTIONAL


@dataclass(frozen=True, slots=True)
class Style:
    """One revision of a style of a collection; `layers` where an expert wrote them."""

    collection_id: str
    id: str
    title: str
    title_en: str = ""
    symbology: Symbology | None = None
    layers: tuple[Mapping[str, Any], ...] = ()
    number: int = 0  # 0: nobody saved it
    why: str = ""
    at: datetime | None = None
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a legend; `count` is None where it was not counted."""

    words: str
    color: str
    count: int | None = None
    radius: float | None = None  # pixels, where it is the size that tells


@dataclass(frozen=True, slots=True)
class Legend:
    title: str  # the column, "" where one color stands for all
    sign: str  # point, line or area
    entries: tuple[Entry, ...] = field(default_factory=tuple)
