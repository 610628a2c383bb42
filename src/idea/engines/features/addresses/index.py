"""What addresses are looked up in: the areas that ship with the platform and the loaded lists.

Made once a process and list, in memory; where lists are kept is `actions`' business.
"""

import math
import threading
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pyarrow.parquet as pq
import shapely

from idea.engines.features.addresses import names, postal
from idea.engines.features.addresses.doors import Doors
from idea.engines.features.addresses.doors import build as build_doors
from idea.engines.features.addresses.names import Names, spelled
from idea.engines.features.addresses.types import ListKind
from idea.engines.features.models import AddressList
from idea.kernel import boundaries
from idea.kernel.lake import lake

Columns = dict[str, list[Any]]
_REACH_M = 2000  # of a village whose shape is not known


class Spot(NamedTuple):
    """A point that stands for an area."""

    lon: float
    lat: float
    reach_m: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class Index:
    names: Names = field(default_factory=Names)
    areas: dict[str, Spot] = field(default_factory=dict)  # by county or town code
    villages: dict[tuple[str, str], Spot] = field(default_factory=dict)  # town code, name
    of_street: dict[str, tuple[str, ...]] = field(default_factory=dict)  # towns that have it
    listed: frozenset[str] = frozenset()  # towns whose streets are known
    sorted_streets: tuple[tuple[str, str], ...] = ()  # (street, town code)
    english: dict[tuple[str, str], str] = field(default_factory=dict)
    zip3: dict[str, str] = field(default_factory=dict)
    by_zip3: dict[str, str] = field(default_factory=dict)  # codes of one town only
    ranges: dict[tuple[str, str], list[tuple[str, postal.Rule]]] = field(default_factory=dict)
    doors: Doors | None = None


_lock = threading.Lock()
_made: dict[tuple[Any, ...], Index] = {}


def index() -> Index:
    """Return the index of what is loaded now; made anew when a list was."""
    found = AddressList.objects.order_by("name").values_list("name", "digest", "kind", "lake_key")
    key = (boundaries.available(), *found)
    known = _made.get(key)
    if known is None:
        with _lock:
            known = _made.get(key)
            if known is None:
                known = build(
                    (kind, pq.read_table(lake().local(at)).to_pydict())
                    for _n, _d, kind, at in found
                )
                _made.clear()
                _made[key] = known
    return known


def base_names() -> Names:
    """Return the names that need no list."""
    return names.make(_areas(), _village_names({}), {})


def _areas() -> list[boundaries.Area]:
    return [area for kind in ("county", "town") for area, _shape in boundaries.shapes(kind)]


def _village_names(spots: dict[tuple[str, str], Spot]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for village in boundaries.villages():
        found[village.town_code][spelled(village.name)] = village.name
    for town, name in spots:
        found[town][spelled(name)] = name
    return dict(found)


def build(lists: Iterable[tuple[str, Columns]]) -> Index:
    """Return the index of lists, each with its kind and the columns `lists.take` gives."""
    tables: dict[str, list[Columns]] = defaultdict(list)
    for kind, columns in lists:
        tables[kind].append(columns)
    read = _Read()
    for table in tables[ListKind.ROADS]:
        read.roads(table)
    for table in tables[ListKind.RANGES]:
        read.ranges(table)
    listed = frozenset(read.streets)
    plates = build_doors(_joined(tables[ListKind.DOORS]))
    for town, street in plates.called if plates else ():
        if street and street[-1] not in "村里":  # a village without streets
            read.streets[town].add(street)
    spots = _villages(tables[ListKind.VILLAGES])
    of_street: dict[str, list[str]] = defaultdict(list)
    for town in sorted(read.streets):
        for street in read.streets[town]:
            of_street[street].append(town)
    zip3 = {town: next(iter(codes)) for town, codes in read.zips.items() if len(codes) == 1}
    holders: dict[str, list[str]] = defaultdict(list)
    for town, code in zip3.items():
        holders[code].append(town)
    return Index(
        names=names.make(_areas(), _village_names(spots), dict(read.streets)),
        areas=_area_spots(),
        villages=spots,
        of_street={street: tuple(towns) for street, towns in of_street.items()},
        listed=listed,
        sorted_streets=tuple(sorted((s, t) for t, each in read.streets.items() for s in each)),
        english=read.english,
        zip3=zip3,
        by_zip3={code: towns[0] for code, towns in holders.items() if len(towns) == 1},
        ranges=dict(read.scopes),
        doors=plates,
    )


@dataclass(slots=True)
class _Read:
    """What the lists of roads and of postal ranges come to."""

    streets: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    english: dict[tuple[str, str], str] = field(default_factory=dict)
    zips: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    scopes: dict[tuple[str, str], list[tuple[str, postal.Rule]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def roads(self, table: Columns) -> None:
        columns = (table[name] for name in ("town", "road", "road_en", "zip3"))
        for town, road, road_en, zip3 in zip(*columns, strict=True):
            self.streets[town].add(road)
            if road_en:
                self.english[town, road_en] = road
            if zip3:
                self.zips[town].add(zip3)

    def ranges(self, table: Columns) -> None:
        columns = (table[name] for name in ("town", "road", "zip", "scope"))
        for town, road, code, scope in zip(*columns, strict=True):
            self.streets[town].add(road)
            self.zips[town].add(code[:3])
            if understood := postal.rule(scope):
                self.scopes[town, road].append((code, understood))


def _villages(tables: list[Columns]) -> dict[tuple[str, str], Spot]:
    """Return the villages that ship with the platform, and those of lists in their place."""
    spots = {
        (v.town_code, v.name): Spot(v.lon, v.lat, round(v.reach_m), v.code)
        for v in boundaries.villages()
    }
    for table in tables:
        columns = (table[name] for name in ("code", "name", "lon", "lat"))
        for code, name, lon, lat in zip(*columns, strict=True):
            before = spots.get((code[:8], name))
            spots[code[:8], name] = Spot(lon, lat, before.reach_m if before else _REACH_M, code)
    return spots


def _joined(tables: list[Columns]) -> Columns:
    joined: Columns = defaultdict(list)
    for table in tables:
        for name, values in table.items():
            joined[name] += values
    return joined


def _area_spots() -> dict[str, Spot]:
    found = {}
    for kind in ("county", "town"):
        for area, shape in boundaries.shapes(kind):
            largest = max(shapely.get_parts(shape), key=lambda part: part.area)
            point = shapely.point_on_surface(largest)
            meters = 111_320 * math.sqrt(shape.area * math.cos(math.radians(point.y)) / math.pi)
            found[area.code] = Spot(point.x, point.y, round(meters), area.code)
    return found
