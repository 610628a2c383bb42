"""The shapes of counties and towns, read once a process, and which of them a point is in."""

import json
import logging
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from django.utils.translation import gettext as _

from idea.kernel.boundaries.reforms import old_code
from idea.kernel.boundaries.types import Area, Kind
from idea.kernel.errors import NotFound
from idea.kernel.geometry import Place

# The shapes are simplified: a harbor may lie this far outside of its town (degrees, about 500 m).
_SHORE = 0.005
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Atlas:
    """All areas by code, counties first, with their shapes in the same order."""

    counties: tuple[Area, ...] = ()
    towns: tuple[Area, ...] = ()
    county_shapes: tuple[Any, ...] = ()
    town_shapes: tuple[Any, ...] = ()
    town_boxes: Any = None  # (n, 4): west, south, east, north
    by_code: dict[str, Area] = field(default_factory=dict)
    tree: Any = None


def available() -> bool:
    """Tell whether the boundaries are there."""
    return bool(atlas().towns)


def atlas() -> Atlas:
    """Return the atlas of `settings.IDEA_BOUNDARIES`; an empty one where there are no files."""
    from django.conf import settings

    folder = Path(settings.IDEA_BOUNDARIES)
    files = folder / "counties.geojson", folder / "towns.geojson"
    try:
        changed = tuple(path.stat().st_mtime_ns for path in files)
    except FileNotFoundError:
        return _nothing(folder)
    return _read(files, changed)


def locate(lon: float, lat: float) -> Area | None:
    """Return the town that a point (degrees, CRS84) is in, or None at sea and abroad.

    A point up to 500 m off the shore is in the nearest town.
    """
    return locate_many([lon], [lat])[0]


def locate_many(lons: Any, lats: Any) -> list[Area | None]:
    """Return the town of each point, None where there is none."""
    towns = atlas().towns
    return [towns[number] if number >= 0 else None for number in town_numbers(lons, lats)]


def town_numbers(lons: Any, lats: Any) -> npt.NDArray[np.int64]:
    """Return the place of each point's town in `atlas().towns`, -1 where there is none.

    `lons`, `lats`: shape (n,), degrees, CRS84. A million points take a second or two.
    """
    known = atlas()
    x, y = np.asarray(lons, dtype=np.float64), np.asarray(lats, dtype=np.float64)
    numbers: npt.NDArray[np.int64] = np.full(x.size, -1, dtype=np.int64)
    if known.tree is None or not x.size:
        return numbers
    good = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    good = good[np.argsort(x[good])]
    x, y = x[good], y[good]
    found = inside(known.town_shapes, known.town_boxes, x, y)
    left = np.flatnonzero(found < 0)
    if left.size:
        inputs, shapes_hit = known.tree.query_nearest(
            shapely.points(x[left], y[left]), max_distance=_SHORE, all_matches=False
        )
        found[left[inputs]] = shapes_hit
    numbers[good] = found
    return numbers


def inside(shapes: Any, boxes: Any, x: Any, y: Any) -> npt.NDArray[np.int64]:
    """Return the place in `shapes` of the first that holds each point, -1 where none does.

    `shapes` (n,) prepared geometries, `boxes` their (n, 4) bounds; `x`, `y` (m,) finite, in the
    order of `x`. Asking prepared shapes about runs of points is four times as fast as asking a
    tree about each.
    """
    found: npt.NDArray[np.int64] = np.full(x.size, -1, dtype=np.int64)
    first = np.searchsorted(x, boxes[:, 0], "left")
    last = np.searchsorted(x, boxes[:, 2], "right")
    # On a common border the first counts: written last, in falling order.
    for number in np.flatnonzero(last > first)[::-1]:
        band = y[first[number] : last[number]]
        near = np.flatnonzero((band >= boxes[number, 1]) & (band <= boxes[number, 3]))
        near += first[number]
        hit = shapely.intersects_xy(shapes[number], x[near], y[near])
        found[near[hit]] = number
    return found


def area(code: str) -> Area | None:
    """Return the area of a code: 5 digits, 8, the older 7 for towns, or one of before a reform."""
    known = atlas().by_code
    for each in (code, f"{code}0", _registered(code), old_code(code)):
        if each in known:
            return known[each]
    return None


def _registered(code: str) -> str:
    """Return 65000010 for 6500100: how household registers write a special municipality's towns."""
    fits = len(code) == 7 and code[0] == "6" and code[2] == "0" and code[5:] == "00"  # noqa: PLR2004
    return f"{code[:2]}000{code[3:5]}0" if fits else ""


def representative_point(code: str) -> Place:
    """Return a point well inside the largest part of an area. NotFound: no such code."""
    known = atlas()
    if (wanted := area(code)) is None:
        raise NotFound(_("There is no county or town “%(code)s”.") % {"code": code[:20]})
    of_counties = wanted.kind is Kind.COUNTY
    areas = known.counties if of_counties else known.towns
    shape = (known.county_shapes if of_counties else known.town_shapes)[areas.index(wanted)]
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    point = shapely.point_on_surface(largest)
    return Place(point.x, point.y, wanted.full_name)


def shapes(kind: str) -> list[tuple[Area, Any]]:
    """Return the areas of a kind with their shapely geometries (CRS84), by code."""
    known = atlas()
    if Kind(kind) is Kind.COUNTY:
        return list(zip(known.counties, known.county_shapes, strict=True))
    return list(zip(known.towns, known.town_shapes, strict=True))


@lru_cache(maxsize=1)
def _nothing(folder: Path) -> Atlas:
    log.warning("no boundaries in %s: places have no county until the front end is built", folder)
    return Atlas()


@lru_cache(maxsize=2)
def _read(files: tuple[Path, Path], changed: tuple[int, ...]) -> Atlas:  # noqa: ARG001  part of the key
    counties = sorted((_county(item) for item in _features(files[0])), key=_by_code)
    towns = sorted((_town(item) for item in _features(files[1])), key=_by_code)
    town_shapes = tuple(shape for _, shape in towns)
    for shape in town_shapes:
        shapely.prepare(shape)
    return Atlas(
        counties=tuple(found for found, _ in counties),
        towns=tuple(found for found, _ in towns),
        county_shapes=tuple(shape for _, shape in counties),
        town_shapes=town_shapes,
        town_boxes=shapely.bounds(np.array(town_shapes, dtype=object)),
        by_code={found.code: found for found, _ in (*counties, *towns)},
        tree=shapely.STRtree(town_shapes),
    )


def _by_code(pair: tuple[Area, Any]) -> str:
    return pair[0].code


def _features(path: Path) -> list[tuple[dict[str, str], Any]]:
    items = json.loads(path.read_text(encoding="utf-8"))["features"]
    return [
        (item["properties"], shapely.make_valid(shapely.geometry.shape(item["geometry"])))
        for item in items
    ]


def _official(name: str) -> str:
    """Return a name as the law writes it: with 臺."""
    return name.replace("台", "臺")


def _county(item: tuple[dict[str, str], Any]) -> tuple[Area, Any]:
    told, shape = item
    code, name, english = told["COUNTYCODE"], _official(told["COUNTYNAME"]), told["COUNTYENG"]
    return Area(code, name, english, Kind.COUNTY, code, name, english), shape


def _town(item: tuple[dict[str, str], Any]) -> tuple[Area, Any]:
    told, shape = item
    found = Area(
        told["TOWNCODE"],
        _official(told["TOWNNAME"]),
        told["TOWNENG"],
        Kind.TOWN,
        told["COUNTYCODE"],
        _official(told["COUNTYNAME"]),
        told["COUNTYENG"],
    )
    return found, shape
