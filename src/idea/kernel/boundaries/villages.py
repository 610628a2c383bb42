"""Villages (村里): their names and middles, and which of them a point is in.

Read when first asked for: seven thousand shapes take a second that most processes never need.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from idea.kernel.boundaries.atlas import locate_many


@dataclass(frozen=True, slots=True)
class Village:
    """A village. `code` is the Ministry of the Interior's: the town's 8 digits and 3 more."""

    code: str
    name: str  # 中門里
    name_en: str
    lon: float  # a point well inside, degrees CRS84
    lat: float
    reach_m: float  # the radius of a circle of its size

    @property
    def town_code(self) -> str:
        return self.code[:8]


@dataclass(frozen=True, slots=True)
class Villages:
    all: tuple[Village, ...] = ()
    tree: Any = None


def villages() -> tuple[Village, ...]:
    """Return every village by code; none where the front end is not built."""
    return _known().all


def village_shapes() -> Any:
    """Return the shapes of `villages()`, an array of geometries (CRS84) in the same order."""
    known = _known()
    return np.array([], dtype=object) if known.tree is None else known.tree.geometries


def locate_villages(lons: Any, lats: Any) -> list[Village | None]:
    """Return the village of each point (degrees, CRS84), None at sea, abroad and on rivers.

    Shapes are simplified: a point in a town counts to that town's nearest village within 500 m.
    """
    known = _known()
    found: list[Village | None] = [None] * len(lons)
    if known.tree is None:
        return found
    towns = locate_many(lons, lats)
    for at, (lon, lat, town) in enumerate(zip(lons, lats, towns, strict=True)):
        if town is None:
            continue
        point = shapely.Point(lon, lat)
        near = known.tree.query(point, predicate="dwithin", distance=0.005)
        inside = [n for n in near if known.all[n].town_code == town.code]
        if inside:
            shapes = known.tree.geometries.take(inside)
            found[at] = known.all[inside[int(np.argmin(shapely.distance(shapes, point)))]]
    return found


def _known() -> Villages:
    from django.conf import settings

    path = Path(settings.IDEA_BOUNDARIES) / "villages.geojson"
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return Villages()


@lru_cache(maxsize=1)
def _read(path: Path, changed: int) -> Villages:  # noqa: ARG001  part of the key
    items = json.loads(path.read_text(encoding="utf-8"))["features"]
    items.sort(key=lambda item: item["properties"]["VILLCODE"])
    shapes = shapely.make_valid(shapely.from_geojson([json.dumps(i["geometry"]) for i in items]))
    middles = shapely.point_on_surface(shapes)
    lons, lats = shapely.get_x(middles), shapely.get_y(middles)
    meters = 111_320 * np.sqrt(shapely.area(shapes) * np.cos(np.radians(lats)) / np.pi)
    made = tuple(
        Village(
            told["VILLCODE"],
            told["VILLNAME"].replace("台", "臺"),
            told["VILLENG"],
            float(lon),
            float(lat),
            float(reach),
        )
        for told, lon, lat, reach in zip(
            (item["properties"] for item in items), lons, lats, meters, strict=True
        )
    )
    return Villages(made, shapely.STRtree(shapes))
