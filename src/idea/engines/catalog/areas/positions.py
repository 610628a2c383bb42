"""Which area a place is in: of points, of addresses, of H3 cells written as text."""

from typing import Any, Final

import numpy as np

from idea.engines.catalog.areas.gathering import Found
from idea.engines.catalog.areas.levels import Level
from idea.engines.features.addresses import api as addresses
from idea.engines.features.addresses.types import Level as Fineness
from idea.engines.features.addresses.types import Match
from idea.engines.features.geographies import hexagons

_SURE: Final = 60  # a lower score may mean another county's town
_POINTS: Final = {Fineness.DOOR, Fineness.LANE, Fineness.STREET, Fineness.VILLAGE}


def of_points(x: Any, y: Any, level: Level) -> Found:
    """Return the area of each point (degrees, CRS84)."""
    x, y = (np.ma.filled(np.ma.masked_invalid(each), np.nan) for each in (x, y))
    if not level.resolution:
        rows = level.units.rows
        return Found(level.units.numbers(x, y), lambda number: rows[number].code)
    cells = hexagons.cells(x, y, level.resolution)
    # H3's highest bit is never set: a cell is a number above 0, and 0 is no cell.
    numbers = np.where(cells > 0, cells.astype(np.int64), -1)
    return Found(numbers, lambda number: f"{number:x}")


def of_hexagons(texts: list[str], resolution: int) -> list[str]:
    """Return the cell of `resolution` that holds each cell; "" for what is none, or coarser."""
    found = hexagons.parents(texts, resolution)
    return [name if cell else "" for cell, name in zip(found, hexagons.names(found), strict=True)]


def of_addresses(texts: list[str], level: Level) -> list[tuple[str, str]]:
    """Return the code of each address's area, and how fine its position is; "" where there is none.

    A position that stands for a whole town finds counties and towns alone.
    """
    matches = [one.found.best for one in addresses.located(texts)]
    sure = [m if m and m.score >= _SURE else None for m in matches]
    points = [(m.lon, m.lat) if m and m.level in _POINTS else (np.nan, np.nan) for m in sure]
    pairs = np.array(points, dtype=np.float64).reshape(-1, 2)
    placed = of_points(pairs[:, 0], pairs[:, 1], level)
    codes = [placed.code(number) if number >= 0 else "" for number in placed.numbers.tolist()]
    return [
        (_own_code(match, level) or code, match.level if match else "")
        for match, code in zip(sure, codes, strict=True)
    ]


def _own_code(match: Match | None, level: Level) -> str:
    """Return the code that the address itself bears at a level."""
    if match is None:
        return ""
    own = {"county": match.county_code, "town": match.town_code, "village": match.village_code}
    return own.get(level.id, "")
