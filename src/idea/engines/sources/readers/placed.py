"""Rows that come with shapes of their own, gathered by the readers of GPX and OpenStreetMap files.

Gathers; typing, and whether a place lies on the planet, are for `reading`.
"""

import math
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _

from idea.engines.sources.errors import EmptyFile
from idea.engines.sources.readers.tree import Table
from idea.engines.sources.reading.raw import Raw, RawColumn
from idea.engines.sources.reading.staging import Context
from idea.kernel.geometry import CRS84

Spot = tuple[float, float]  # longitude, latitude


class Placed:
    """A table whose rows are numbered from 1, each with a shape in CRS84 or None."""

    def __init__(self, context: Context) -> None:
        self.log = context.log
        self._table = Table(context.workdir, to_wkb=_to_wkb)

    @property
    def row(self) -> int:
        """The number of the row that comes next."""
        return self._table.count + 1

    def add(self, words: dict[str, Any], shape: Any) -> None:
        self._table.add({key: word for key, word in words.items() if word not in ("", None)}, shape)

    def raw(self) -> Raw:
        """Return the table; EmptyFile where it has no row."""
        if not self._table.count:
            raise EmptyFile(
                _("The file holds no places."),
                remedy=_("Export it again with at least one point, line or area."),
                issues=self.log.issues,
            )
        return Raw(
            self._table.relation(),
            [RawColumn(title) for title in self._table.titles],
            wkb=True,
            crs=CRS84,
        )


def spot(lon: str | None, lat: str | None) -> Spot | None:
    """Return the two numbers; None where one is missing, no number, or not finite."""
    try:
        place = float(lon or ""), float(lat or "")
    except ValueError:
        return None
    return place if math.isfinite(place[0]) and math.isfinite(place[1]) else None


def _to_wkb(shapes: list[Any]) -> list[bytes | None]:
    found: list[bytes | None] = shapely.to_wkb(np.array(shapes, dtype=object)).tolist()
    return found
