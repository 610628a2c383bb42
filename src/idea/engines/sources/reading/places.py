"""Finds the columns that say where: longitude and latitude, TWD97, WKT, GeoJSON, "lat,lon".

Proposes on a sample; making the points is for `staging`. Names first, then the numbers decide.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import numpy as np

from idea.kernel.geometry import CRS84, TAIWAN, guess_crs

_X = re.compile(
    r"^(.*[._\s])?(經度|经度|東經|lon|lng|long|longitude|positionlon|px|gpsx|gpslon|gpslng|經|經度x|x經度)$"
    r"|經度|longitude", re.IGNORECASE)  # fmt: skip
_Y = re.compile(
    r"^(.*[._\s])?(緯度|纬度|北緯|lat|latitude|positionlat|py|gpsy|gpslat|緯|緯度y|y緯度)$"
    r"|緯度|latitude", re.IGNORECASE)  # fmt: skip
_EAST = re.compile(
    r"^(.*\.)?(x|e|tmx|tm2x|twd97x|twd97tm2x|twd67x|xtwd97|x97|x67|wgs84x|[橫东東]?[座坐]標[xe]|[xe][座坐]標"
    r"|橫[座坐]標|東[座坐]標|coordx|coordinatex|xcoord|xcoordinate|easting|地圖x|twd97經度|positionx|lonx)$",
    re.IGNORECASE)  # fmt: skip
_NORTH = re.compile(
    r"^(.*\.)?(y|n|tmy|tm2y|twd97y|twd97tm2y|twd67y|ytwd97|y97|y67|wgs84y|[縱北]?[座坐]標[yn]|[yn][座坐]標"
    r"|[縱北][座坐]標|coordy|coordinatey|ycoord|ycoordinate|northing|地圖y|twd97緯度|positiony|laty)$",
    re.IGNORECASE)  # fmt: skip
_WKT = re.compile(
    r"\s*(SRID=\d+;)?\s*(MULTI)?(POINT|LINESTRING|POLYGON)\s*(Z|M|ZM)?\s*\(|\s*GEOMETRYCOLLECTION",
    re.IGNORECASE,
)
_GEOJSON = re.compile(r'\s*\{.*"coordinates"\s*:\s*\[', re.DOTALL)
_PAIR = re.compile(r"\s*[(\[]?\s*(-?\d{1,3}\.\d+)\s*[,，;\s]\s*(-?\d{1,3}\.\d+)\s*[)\]]?\s*")
_ENOUGH = 0.5
_MOSTLY = 0.9


@dataclass(frozen=True, slots=True)
class Places:
    """Where a table's places come from: two columns of numbers, or one of text."""

    form: Literal["columns", "wkt", "geojson", "pair"]
    x: int  # number of the column of longitudes or eastings; of the text
    y: int
    crs: str
    swapped: bool = False  # titles say otherwise, or the pair is "lat,lon"
    alternative: str = ""


def find(
    titles: Sequence[str], numbers: Mapping[int, Any], texts: Mapping[int, Sequence[str]], crs: str
) -> Places | None:
    """Return where the places come from, or None.

    `numbers` has, by column, a sample as a float array with NaN for nulls; `texts` some values.
    `crs` is what the publisher says, or "".
    """
    best: tuple[int, Places] | None = None
    for rank, x, y in _candidates(titles, numbers):
        if best and rank >= best[0]:
            continue
        if crs:
            first = _degrees_swapped(numbers[x], numbers[y]) if crs.upper() == CRS84 else False
            best = rank, Places("columns", x, y, crs, first)
            continue
        guess = guess_crs(numbers[x], numbers[y], hint=f"{titles[x]} {titles[y]}")
        if guess is None or (guess.crs != CRS84 and guess.share < _ENOUGH):
            continue
        if (
            rank > 0
            and guess.crs == CRS84
            and _near(numbers[x], numbers[y], guess.swapped) < _ENOUGH
        ):
            continue  # columns called x and y may be anything: pixels, variables
        if guess.swapped:
            best = rank, Places("columns", y, x, guess.crs, True, guess.alternative)
        else:
            best = rank, Places("columns", x, y, guess.crs, False, guess.alternative)
    return best[1] if best else _from_text(texts, crs)


def is_coordinate(title: str) -> bool:
    """Tell whether a column is named as one half of a place."""
    name = _bare(title)
    return any(half.search(name) for half in (_X, _Y, _EAST, _NORTH))


def _bare(title: str) -> str:
    return re.sub(r"[\s_\-()（）\[\]:：]|twd97(?=.*[經緯])|wgs84(?=.*[經緯l])", "", title)


def _candidates(titles: Sequence[str], numbers: Mapping[int, Any]) -> list[tuple[int, int, int]]:
    """Return pairs of columns to look at, with a rank: 0 for longitude and latitude by name."""
    names = {number: _bare(titles[number]) for number in numbers}
    pairs = []
    for rank, first, second in ((0, _X, _Y), (1, _EAST, _NORTH)):
        xs = [n for n, name in names.items() if first.search(name)]
        ys = [n for n, name in names.items() if second.search(name)]
        pairs += [(rank, x, _nearest(x, ys)) for x in xs if ys]
    if not pairs:
        order = sorted(numbers)
        pairs = [
            (2, a, b)
            for a, b in pairwise(order)
            if b == a + 1 and _looks_fine(numbers[a]) and _looks_fine(numbers[b])
        ]
    return pairs


def _nearest(x: int, ys: Sequence[int]) -> int:
    return min(ys, key=lambda y: (abs(y - x), y < x))


def _looks_fine(values: Any) -> bool:
    """Tell whether numbers have the many decimals of degrees."""
    values = values[np.isfinite(values)]
    if values.size == 0:
        return False
    scaled = values * 1000
    return float(np.mean(np.abs(scaled - np.round(scaled)) > 1e-6)) > _MOSTLY  # noqa: PLR2004


def _near(x: Any, y: Any, swapped: bool) -> float:  # noqa: FBT001  mirrors Guess.swapped
    lon, lat = (y, x) if swapped else (x, y)
    both = np.isfinite(lon) & np.isfinite(lat) & ~((lon == 0) & (lat == 0))
    west, south, east, north = TAIWAN
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return float(np.sum(inside & both) / max(1, np.sum(both)))


def _degrees_swapped(x: Any, y: Any) -> bool:
    guess = guess_crs(x, y)
    return bool(guess and guess.crs == CRS84 and guess.swapped)


def _from_text(texts: Mapping[int, Sequence[str]], crs: str) -> Places | None:
    for number, values in texts.items():
        if not values:
            continue
        share = {
            "wkt": sum(bool(_WKT.match(v)) for v in values) / len(values),
            "geojson": sum(bool(_GEOJSON.match(v)) for v in values) / len(values),
        }
        for form in ("wkt", "geojson"):
            if share[form] > _ENOUGH:
                return Places(form, number, number, crs or CRS84)
        pairs = [found for v in values if (found := _PAIR.fullmatch(v))]
        if len(pairs) > _ENOUGH * len(values):
            first = np.array([float(p[1]) for p in pairs])
            second = np.array([float(p[2]) for p in pairs])
            guess = guess_crs(first, second)
            if guess and guess.crs == CRS84 and _near(first, second, guess.swapped) > _ENOUGH:
                return Places("pair", number, number, CRS84, guess.swapped)
    return None
