"""H3 cells of points, and their outlines: arrays in, arrays out.

H3 is Uber's grid of hexagons (h3geo.org): resolution 4 has cells of about 1,770 km², 10 of 0.015.
Its library is loaded where it is called: 7 MB that few processes need.
"""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

RESOLUTIONS: Final = range(4, 11)
Cells = npt.NDArray[np.uint64]


def cells(lons: Any, lats: Any, resolution: int) -> Cells:
    """Return the cell of each point (degrees CRS84), 0 where it is none. A million take 0.5 s."""
    from h3ronpy import vector

    x, y = np.asarray(lons, dtype=np.float64), np.asarray(lats, dtype=np.float64)
    found: Cells = np.zeros(x.size, dtype=np.uint64)
    good = np.isfinite(x) & np.isfinite(y) & (np.abs(x) <= 180) & (np.abs(y) <= 90)  # noqa: PLR2004
    if good.any():
        found[good] = np.asarray(vector.coordinates_to_cells(y[good], x[good], resolution))
    return found


def parents(texts: list[str], resolution: int) -> Cells:
    """Return the cell of `resolution` that holds each cell written as text; 0: none, or finer."""
    import h3ronpy

    numbers = np.array([_number(text) for text in texts], dtype=np.uint64)
    found: Cells = np.zeros(numbers.size, dtype=np.uint64)
    good = np.flatnonzero(_valid(numbers))
    good = good[np.asarray(h3ronpy.cells_resolution(numbers[good])) >= resolution]
    if good.size:
        found[good] = np.asarray(h3ronpy.change_resolution(numbers[good], resolution))
    return found


def is_cell(text: str) -> bool:
    return bool(_valid(np.array([_number(text)], dtype=np.uint64))[0])


def names(found: Cells) -> list[str]:
    """Return cells as H3 writes them: 874ba6a1dffffff."""
    return [f"{int(cell):x}" for cell in found]


def outlines(found: Cells) -> npt.NDArray[Any]:
    """Return the hexagon of each cell, a polygon in CRS84."""
    from h3ronpy import vector

    wkb = vector.cells_to_wkb_polygons(found)
    shapes: npt.NDArray[Any] = shapely.from_wkb(np.array(wkb.to_pylist(), dtype=object))
    return shapes


def _valid(numbers: Cells) -> npt.NDArray[np.bool_]:
    import h3ronpy

    # What is none comes back as null, which NumPy does not know.
    return np.array([bool(each) for each in h3ronpy.cells_valid(numbers).to_pylist()], dtype=bool)


def _number(text: str) -> int:
    try:
        number = int(text.strip(), 16)
    except ValueError:
        return 0
    return number if 0 <= number < 1 << 64 else 0
