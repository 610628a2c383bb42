"""Door plates in arrays: found by street, lane and number, and the nearest by coordinates.

Twenty-eight bytes a door; what street and lane are called is kept once.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

_NUMBER = re.compile(r"([0-9]{1,5})(?:之([0-9]{1,3}))?")
_SUBS = 1000
_LANE = 1 << 32
_CELL = 1000  # microdegrees, about 110 m
_ROW = 1 << 20
_METERS = 0.11132  # of a microdegree of latitude
Ints = npt.NDArray[np.int64]


class Door(NamedTuple):
    lon: float
    lat: float
    spread_m: int  # how far the farthest known door of the same lane or street is
    village: str = ""  # of this very door, where the list says it


class Plate(NamedTuple):
    """A door as it is written."""

    town_code: str
    village: str
    street: str
    lane: str  # 12巷3弄
    number: str  # 18之1
    lon: float
    lat: float
    distance_m: float


def door_number(text: str) -> tuple[int, int] | None:
    """Return (18, 1) for 18之1; None for what is no plain number (臨12, 18之1之2)."""
    match = _NUMBER.fullmatch(text)
    return (int(match[1]), int(match[2] or 0)) if match else None


@dataclass(frozen=True, slots=True)
class Doors:
    """All doors, by street, then lane, then number."""

    streets: dict[tuple[str, str], int]  # (town code, street) to its number
    called: list[tuple[str, str]]  # the other way
    starts: Ints  # of the street's doors; one more at the end
    lanes: dict[str, int]
    lane_names: list[str]
    keys: Ints  # lane << 32 | number * 1000 + sub
    lons: npt.NDArray[np.int32]  # microdegrees
    lats: npt.NDArray[np.int32]
    villages: npt.NDArray[np.int32]
    village_names: list[str]
    cells: Ints  # sorted
    by_cell: npt.NDArray[np.int32]  # position of each

    def __len__(self) -> int:
        return int(self.keys.size)

    def exactly(self, town: str, street: str, lane: str, number: tuple[int, int]) -> Door | None:
        """Return the door of this very number."""
        known = self.streets.get((town, street))
        lane_id = self.lanes.get(lane)
        if known is None or lane_id is None:
            return None
        low, high = int(self.starts[known]), int(self.starts[known + 1])
        key = lane_id * _LANE + number[0] * _SUBS + number[1]
        at = low + int(np.searchsorted(self.keys[low:high], key))
        if at == high or self.keys[at] != key:
            return None
        village = self.village_names[int(self.villages[at])]
        return Door(int(self.lons[at]) / 1e6, int(self.lats[at]) / 1e6, 10, village)

    def in_lane(self, town: str, street: str, lane: str, number: int | None) -> Door | None:
        """Return the door of the lane with the nearest number; the middle one without a number."""
        known, lane_id = self.streets.get((town, street)), self.lanes.get(lane)
        if known is None or lane_id is None:
            return None
        low, high = int(self.starts[known]), int(self.starts[known + 1])
        keys = self.keys[low:high]
        first = low + int(np.searchsorted(keys, lane_id * _LANE))
        last = low + int(np.searchsorted(keys, (lane_id + 1) * _LANE))
        return self._nearest(first, last, number)

    def on_street(self, town: str, street: str, number: int | None) -> Door | None:
        """Return the street's own door with the nearest number, or else one in the middle."""
        known = self.streets.get((town, street))
        if known is None:
            return None
        if found := self.in_lane(town, street, "", number):
            return found
        return self._nearest(int(self.starts[known]), int(self.starts[known + 1]), None)

    def _nearest(self, first: int, last: int, number: int | None) -> Door | None:
        if first >= last:
            return None
        lons, lats = self.lons[first:last].astype(float), self.lats[first:last].astype(float)
        if number is None:
            away = _meters(lons, lats, np.median(lons), np.median(lats))
            at = int(np.argmin(away))
        else:
            numbers = (self.keys[first:last] % _LANE) // _SUBS
            at = int(np.argmin(np.abs(numbers - number)))
        spread = float(_meters(lons, lats, lons[at], lats[at]).max())
        return Door(lons[at] / 1e6, lats[at] / 1e6, max(50, round(spread)))

    def nearest(self, lon: float, lat: float, within_m: float = 100.0) -> Plate | None:
        """Return the nearest door within at most 100 m."""
        x, y = round(lon * 1e6), round(lat * 1e6)
        found: list[npt.NDArray[np.int32]] = []
        for row in (y // _CELL - 1, y // _CELL, y // _CELL + 1):
            cell = row * _ROW + x // _CELL
            low, high = np.searchsorted(self.cells, (cell - 1, cell + 2))
            found.append(self.by_cell[low:high])
        near = np.concatenate(found)
        if not near.size:
            return None
        away = _meters(self.lons[near].astype(float), self.lats[near].astype(float), x, y)
        at = int(np.argmin(away))
        return self._plate(int(near[at]), float(away[at])) if away[at] <= within_m else None

    def _plate(self, at: int, meters: float) -> Plate:
        street = int(np.searchsorted(self.starts, at, side="right")) - 1
        town, name = self.called[street]
        lane, rest = divmod(int(self.keys[at]), _LANE)
        number, sub = divmod(rest, _SUBS)
        return Plate(
            town,
            self.village_names[int(self.villages[at])],
            name,
            self.lane_names[lane],
            f"{number}之{sub}" if sub else str(number),
            int(self.lons[at]) / 1e6,
            int(self.lats[at]) / 1e6,
            meters,
        )


def build(columns: Mapping[str, Sequence[Any]]) -> Doors | None:
    """Return the doors of columns as `lists.take` gives them; a door said twice is one."""
    count = len(columns.get("town", ()))
    if not count:
        return None
    pairs = list(zip(columns["town"], columns["street"], strict=True))
    streets = {pair: n for n, pair in enumerate(sorted(set(pairs)))}
    lanes = {lane: n for n, lane in enumerate(sorted(set(columns["lane"])))}
    villages = {name: n for n, name in enumerate(sorted(set(columns["village"])))}
    street = np.fromiter((streets[pair] for pair in pairs), np.int64, count)
    lane = np.fromiter((lanes[name] for name in columns["lane"]), np.int64, count)
    number = np.asarray(columns["number"], np.int64) * _SUBS + np.asarray(columns["sub"], np.int64)
    keys = lane * _LANE + number
    order = np.lexsort((keys, street))
    first = np.ones(count, bool)
    first[1:] = (np.diff(street[order]) != 0) | (np.diff(keys[order]) != 0)
    order = order[first]
    lons = np.round(np.asarray(columns["lon"])[order] * 1e6).astype(np.int32)
    lats = np.round(np.asarray(columns["lat"])[order] * 1e6).astype(np.int32)
    cells = (lats // _CELL).astype(np.int64) * _ROW + lons // _CELL
    by_cell = np.argsort(cells, kind="stable").astype(np.int32)
    village = np.fromiter((villages[name] for name in columns["village"]), np.int32, count)
    return Doors(
        streets=streets,
        called=list(streets),
        starts=np.searchsorted(street[order], np.arange(len(streets) + 1)),
        lanes=lanes,
        lane_names=list(lanes),
        keys=keys[order],
        lons=lons,
        lats=lats,
        villages=village[order],
        village_names=list(villages),
        cells=cells[by_cell],
        by_cell=by_cell,
    )


def _meters(lons: Any, lats: Any, lon: float, lat: float) -> npt.NDArray[np.float64]:
    """Return distances on a plane, right to a percent within a town; microdegrees in."""
    shrink = np.cos(np.radians(lat / 1e6))
    return np.asarray(np.hypot((lons - lon) * shrink, lats - lat) * _METERS)
