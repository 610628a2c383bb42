"""The made-up city of Chenglan (澄瀾市): its districts, streets, schools, parks and libraries.

The same seed draws the same city every time. It borrows ground on the plain around Chiayi and
takes no name, number or person from any real place.
"""

import math
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random
from typing import Any

import shapely
from shapely.geometry import LineString, MultiPoint, Point, Polygon

SEED = 2026
CITY, CITY_EN = "澄瀾市", "Chenglan City"
_CENTER = (120.455, 23.485)
_KM = (1 / 102.1, 1 / 110.8)  # degrees of longitude and latitude a kilometer, there
_DISTRICTS = (  # name, English, direction from the middle (None: the middle), people in 2016
    ("中澄區", "Zhongcheng", None, 98_400),
    ("東堤區", "Dongti", 18, 71_200),
    ("北嶺區", "Beiling", 90, 52_900),
    ("西渡區", "Xidu", 162, 61_300),
    ("南圃區", "Nanpu", 234, 40_700),
    ("雲溪區", "Yunxi", 306, 33_500),
)
_STREETS = (
    "文瀾 澄心 書院 長春 平安 迎曦", "東堤 望堤 磚窯 水田 學府 朝陽",
    "北嶺 松濤 採茶 石橋 觀星 梅園", "西渡 渡船 鹽行 魚市 海風 老街",
    "南圃 花圃 果園 糖鐵 豐年 稻香", "雲溪 溪頭 竹林 溫泉 吊橋 螢光",
)  # fmt: skip


@dataclass(frozen=True)
class Street:
    name: str
    line: LineString

    def at(self, share: float) -> tuple[float, float, int]:
        """Return lon, lat and the house number at this share of the street's length."""
        point = self.line.interpolate(share, normalized=True)
        return round(point.x, 6), round(point.y, 6), 2 + int(share * 380)


@dataclass(frozen=True)
class Spot:
    """Something that stands at an address."""

    name: str
    district: str
    address: str
    lon: float
    lat: float


@dataclass(frozen=True)
class District:
    name: str
    name_en: str
    code: str
    people: int
    shape: Any
    streets: tuple[Street, ...]


@dataclass(frozen=True)
class City:
    districts: tuple[District, ...]
    schools: tuple[tuple[Spot, str], ...]  # with the kind: 國小, 國中, 高中
    libraries: tuple[Spot, ...]
    parks: tuple[tuple[Spot, Polygon], ...]
    landmarks: tuple[Spot, ...] = field(default=())

    def spot(self, random: Random, name: str, district: District) -> Spot:
        """Return something new at a random address of a district."""
        return _spot(random, name, district)


@lru_cache(maxsize=1)
def city() -> City:
    random = Random(SEED)  # noqa: S311  a drawing, no secret
    districts = _districts(random)
    schools = [
        (_spot(random, f"{base}{kind}", district), kind)
        for district in districts
        for base, kind in _school_names(district)
    ]
    libraries = [_spot(random, f"市立圖書館{d.name[:2]}分館", d) for d in districts]
    libraries.insert(0, _spot(random, "市立圖書館總館", districts[0]))
    parks = [
        _park(random, f"{street.name[:2]}公園", district)
        for district in districts
        for street in district.streets
    ]
    return City(
        districts=districts,
        schools=tuple(schools),
        libraries=tuple(libraries),
        parks=tuple(parks),
        landmarks=(*[s for s, _k in schools], *libraries, *[p for p, _s in parks]),
    )


def _districts(random: Random) -> tuple[District, ...]:
    waves = [(n, random.uniform(0.2, 0.7), random.uniform(0, 6.28)) for n in (2, 3, 5, 9)]
    outline = Polygon(
        _place(angle, 7.5 + sum(a * math.sin(n * angle + p) for n, a, p in waves))
        for angle in (math.tau * i / 96 for i in range(96))
    )
    seeds = [
        _place(0, 0) if turn is None else _place(math.radians(turn), random.uniform(5.0, 6.2))
        for _name, _en, turn, _people in _DISTRICTS
    ]
    cells = shapely.get_parts(shapely.voronoi_polygons(MultiPoint(seeds), extend_to=outline))
    found = []
    for number, ((name, name_en, _turn, people), seed) in enumerate(
        zip(_DISTRICTS, seeds, strict=True)
    ):
        cell = next(cell for cell in cells if cell.contains(Point(seed)))
        shape = shapely.set_precision(cell.intersection(outline), 1e-6)
        names = _STREETS[number].split()
        streets = tuple(_street(random, base, i, shape) for i, base in enumerate(names))
        found.append(
            District(name, f"{name_en} District", f"CL{number + 1:02d}", people, shape, streets)
        )
    return tuple(found)


def _street(random: Random, base: str, number: int, shape: Any) -> Street:
    """Draw a street through the district, slightly bent: even ones east-west, odd north-south."""
    west, south, east, north = shape.bounds
    share = (number // 2 + 1) / 4 + random.uniform(-0.05, 0.05)
    bend = random.uniform(-0.1, 0.1)
    if number % 2 == 0:
        y = south + (north - south) * share
        ends = [(west, y), ((west + east) / 2, y + (north - south) * bend), (east, y)]
    else:
        x = west + (east - west) * share
        ends = [(x, south), (x + (east - west) * bend, (south + north) / 2), (x, north)]
    inside = LineString(ends).intersection(shape.buffer(-0.003))
    line = max(shapely.get_parts(inside), key=lambda part: part.length)
    return Street(f"{base}{'路' if number < 4 else '街'}", line)  # noqa: PLR2004  four roads, two lanes


def _spot(random: Random, name: str, district: District) -> Spot:
    street = random.choice(district.streets)
    lon, lat, number = street.at(random.uniform(0.02, 0.98))
    # A house stands beside the street, not on it.
    lon, lat = (round(v + random.uniform(-0.0006, 0.0006), 6) for v in (lon, lat))
    return Spot(name, district.name, f"{CITY}{district.name}{street.name}{number}號", lon, lat)


def _park(random: Random, name: str, district: District) -> tuple[Spot, Polygon]:
    spot = _spot(random, name, district)
    turn, size = random.uniform(0, math.tau), random.uniform(0.04, 0.22)
    ring = [(turn + math.tau * i / 9, size * random.uniform(0.7, 1.3)) for i in range(9)]
    shape = Polygon(
        (spot.lon + math.cos(a) * r * _KM[0], spot.lat + math.sin(a) * r * _KM[1]) for a, r in ring
    )
    return spot, shapely.set_precision(shape, 1e-6)


def _school_names(district: District) -> list[tuple[str, str]]:
    bases = [street.name[:2] for street in district.streets]
    return [
        *((base, "國小") for base in bases[:5]),
        *((base, "國中") for base in bases[:2]),
        (district.name[:2], "高中"),
    ]


def _place(angle: float, km: float) -> tuple[float, float]:
    return (
        _CENTER[0] + math.cos(angle) * km * _KM[0],
        _CENTER[1] + math.sin(angle) * km * _KM[1],
    )
