"""The units of a geography as arrays, and which of them a point is in.

Where they come from is for `built_in` and `declared`.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from idea.engines.features.geographies.types import Geography, Unit
from idea.engines.features.types import Bounds
from idea.kernel import boundaries
from idea.kernel.boundaries.names import plain

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Units:
    """All units of a geography on a day, by code. `shapes[i]` is that of `rows[i]` (CRS84)."""

    geography: Geography
    rows: tuple[Unit, ...]
    shapes: npt.NDArray[Any]
    shore: float = 0.0  # degrees that a point may lie outside: simplified shapes lose harbors
    # Finer units, and for each the place of the unit that it is a part of: they are found faster.
    parts: "tuple[Units, Numbers] | None" = None

    @cached_property
    def index(self) -> dict[str, int]:
        """The place of each code."""
        return {row.code: number for number, row in enumerate(self.rows)}

    @cached_property
    def boxes(self) -> npt.NDArray[np.float64]:
        return shapely.bounds(self.shapes).reshape(-1, 4)

    @cached_property
    def _tree(self) -> Any:
        shapely.prepare(self.shapes)
        return shapely.STRtree(self.shapes)

    def bounds(self, number: int) -> Bounds:
        west, south, east, north = self.boxes[number].tolist()
        return west, south, east, north

    def matching(self, text: str) -> list[int]:
        """Return the places of the units whose names hold a text, or whose code begins so."""
        wanted, small = plain(text), text.strip().lower()
        return [
            number
            for number, row in enumerate(self.rows)
            if not small
            or row.code.lower().startswith(small)
            or (wanted and wanted in plain(row.full_name))
            or small in row.full_name_en.lower()
        ]

    def numbers(self, lons: Any, lats: Any) -> Numbers:
        """Return the place of each point's unit, -1 where there is none.

        `lons`, `lats`: shape (n,), degrees CRS84. Where units overlap the first by code counts.
        """
        if self.parts is not None:
            finer, places = self.parts
            inner = finer.numbers(lons, lats)
            return np.where(inner >= 0, places[inner], -1)
        x, y = np.asarray(lons, dtype=np.float64), np.asarray(lats, dtype=np.float64)
        numbers: Numbers = np.full(x.size, -1, dtype=np.int64)
        if not len(self.rows):
            return numbers
        tree = self._tree
        good = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
        good = good[np.argsort(x[good])]
        x, y = x[good], y[good]
        found = boundaries.inside(self.shapes, self.boxes, x, y)
        left = np.flatnonzero(found < 0)
        if self.shore and left.size:
            inputs, hit = tree.query_nearest(
                shapely.points(x[left], y[left]), max_distance=self.shore, all_matches=False
            )
            found[left[inputs]] = hit
        numbers[good] = found
        return numbers
