"""What a domain tells the catalog: laws that limit or bid opening, what counts as valuable.

Registries only; a domain fills them from its `apps.py`, each row citing its norm.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from idea.engines.catalog.types import Access
from idea.kernel.registry import Registry


class Bearing(StrEnum):
    """What an article of law does to opening."""

    LIMITS = "limits"  # a reason for class B or C
    BIDS = "bids"  # asks that the data be public
    PRICES = "prices"  # allows or bounds a fee


@dataclass(frozen=True, slots=True)
class Law:
    """An article that a class or a fee may rest on."""

    code: str  # foi-18-1-6
    title: str  # 政府資訊公開法第 18 條第 1 項第 6 款
    title_en: str
    words: str  # what it says, in a line
    words_en: str
    bearing: Bearing
    classes: tuple[Access, ...] = ()  # for which it may be named, where it limits
    url: str = ""


class Yardstick(StrEnum):
    """The lists of valuable data an item is held against."""

    PUBLIC_INTEREST = "public-interest"  # the three aspects of table II.2.1
    ECONOMY = "economy"
    TRANSPARENCY = "transparency"
    G8 = "g8-2013"  # Open Data Charter, technical annex


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of data that one of the lists calls valuable."""

    code: str
    yardstick: Yardstick
    title: str
    title_en: str
    examples: str
    examples_en: str
    norm: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """How many points of 100 one reason to open first can give, and who names the reason."""

    code: str
    title: str
    title_en: str
    points: int
    norm: str


@dataclass(frozen=True, slots=True)
class Asked:
    """An item as those who count demand know it."""

    dataset_id: UUID | None
    title: str


@dataclass(frozen=True, slots=True)
class Demand:
    """Who counts how often the public asked for data, e.g. requests, uses."""

    title: str
    title_en: str
    count: Callable[[Asked], int]


laws: Registry[Law] = Registry("law")
categories: Registry[Category] = Registry("category of valuable data")
criteria: Registry[Criterion] = Registry("criterion of priority")
demands: Registry[Demand] = Registry("count of demand")
