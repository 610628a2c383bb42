"""What an address is, and what can be said of where it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    """How fine a position is, the finest first. A point is never finer than its level says."""

    DOOR = "door"  # the door plate itself is in a list with its coordinates
    LANE = "lane"  # the nearest known door of the same lane or alley
    STREET = "street"  # the nearest known door of the same street
    VILLAGE = "village"  # a point inside the village
    TOWN = "town"  # a point inside the town
    COUNTY = "county"


class Reason(StrEnum):
    """Why nothing was found, or why less than was asked for."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    NOT_AN_ADDRESS = "not-an-address"
    FOREIGN = "foreign"  # no county or town of Taiwan, but looks like an address
    AMBIGUOUS = "ambiguous"  # several places are called so
    CONFLICT = "conflict"  # the county that was said has no such town
    POSTAL_CONFLICT = "postal-conflict"  # the postal code is another town's
    COUNTY_GUESSED = "county-guessed"  # no county was said
    TOWN_UNKNOWN = "town-unknown"
    STREET_UNKNOWN = "street-unknown"  # no loaded list has such a street in this town
    NO_POINT = "no-point"  # the street is known, but where it lies is not
    DOOR_UNKNOWN = "door-unknown"  # no loaded list has this number
    OFF_PLANET = "off-planet"
    AT_SEA = "at-sea"


@dataclass(frozen=True, slots=True)
class Renamed:
    """A name of before that was written, and what it is called since."""

    before: str
    after: str
    since: str  # ISO date, or a year where only that is known
    law: str


@dataclass(frozen=True, slots=True)
class Parts:
    """An address taken apart, each part in its normal form; empty where it was not written.

    Counties and towns bear today's official names. Sections and numbered roads are in Chinese
    numerals (一段), lanes, alleys, numbers and floors in digits, sub-numbers with 之.
    """

    county: str = ""
    town: str = ""
    village: str = ""
    neighborhood: str = ""  # 9 of 9鄰
    street: str = ""  # a road with its section, or a place name that stands for one
    lane: str = ""  # 125 of 125巷, 12之1, or a name: 和平
    alley: str = ""
    number: str = ""  # 18之1 of 18之1號; 臨12
    floor: str = ""  # 3樓, 地下1樓
    room: str = ""  # 2 of 3樓之2
    postal_code: str = ""  # as it was written
    county_code: str = ""
    town_code: str = ""
    rest: str = ""  # what could not be placed
    towns: tuple[str, ...] = ()  # codes of the towns it may be in, where more than one
    conflict: bool = False  # the county that was written has no such town
    english: bool = False
    renamed: tuple[Renamed, ...] = ()

    @property
    def text(self) -> str:
        """The normal form, without the postal code and without what could not be placed."""
        return (
            f"{self.county}{self.town}{self.village}"
            f"{self.neighborhood and self.neighborhood + '鄰'}{self.below_village}"
        )

    @property
    def below_village(self) -> str:
        """The normal form from the street on."""
        return (
            f"{self.street}{self.lane and self.lane + '巷'}{self.alley and self.alley + '弄'}"
            f"{self.number and self.number + '號'}{self.floor}{self.room and '之' + self.room}"
        )


@dataclass(frozen=True, slots=True)
class Match:
    """A place an address may mean.

    `score` (0 to 100) says how sure it is that the address means this place; `level` how fine the
    point is, and `confirmed` the finest part of the address that a list knows: a street may be
    known without a point of its own.
    """

    text: str  # the address in its normal form, without what no list confirms
    level: Level
    confirmed: Level
    score: int
    lon: float
    lat: float
    accuracy_m: int  # the true place is likely within so many meters
    county_code: str
    county: str
    county_en: str
    town_code: str = ""
    town: str = ""
    town_en: str = ""
    village_code: str = ""
    village: str = ""
    postal_code: str = ""
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What an address came to, the likeliest match first."""

    parts: Parts
    matches: tuple[Match, ...] = ()
    reasons: tuple[Reason, ...] = ()

    @property
    def best(self) -> Match | None:
        return self.matches[0] if self.matches else None


@dataclass(frozen=True, slots=True)
class Here:
    """What address a point has. `distance_m` is that of the nearest known door, where one is."""

    text: str
    level: Level | None
    county_code: str = ""
    town_code: str = ""
    village_code: str = ""
    postal_code: str = ""
    text_en: str = ""
    distance_m: float | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    text: str
    level: Level
    code: str = ""  # of the county, town or village; of a street, its town's


class ListKind(StrEnum):
    """What a list that a site loads holds."""

    ROADS = "roads"  # the names of roads by town, some with their English
    RANGES = "ranges"  # which numbers of a street have which postal code
    VILLAGES = "villages"  # villages with a point
    DOORS = "doors"  # addresses with coordinates


@dataclass(frozen=True, slots=True)
class Loaded:
    """A list a site holds."""

    name: str  # the file's
    kind: ListKind
    rows: int
    left_out: int
    unchanged: bool = False  # it was loaded before, the same to the byte
    reasons: Mapping[str, int] = field(default_factory=dict)  # why rows were left out
