"""The shapes of a map's areas: of a geography all of them, of hexagons those with rows."""

from typing import Any

import numpy as np

from idea.engines.catalog.areas import levels
from idea.engines.catalog.areas.types import AreaMap
from idea.engines.features.geographies import hexagons


def outlines(made: AreaMap) -> list[tuple[str, Any]]:
    """Return code and shapely geometry (CRS84) of every area of a map, in its order."""
    level = levels.level(made.asked.level)
    if level.geography is not None:
        units = level.units
        codes = [row.code for row in units.rows]
        return list(zip(codes, units.shapes, strict=True))
    codes = [each.code for each in made.areas]
    cells = np.array([int(code, 16) for code in codes], dtype=np.uint64)
    return list(zip(codes, hexagons.outlines(cells), strict=True))
