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

from idea.kernel.boundaries.names import CODES_BEFORE
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
    """Return the town of each point, None where there is none; a million take some 10 s."""
    known = atlas()
    x, y = np.asarray(lons, dtype=np.float64), np.asarray(lats, dtype=np.float64)
    found: list[Area | None] = [None] * x.size
    if known.tree is None or not x.size:
        return found
    numbers: npt.NDArray[np.int64] = np.full(x.size, -1, dtype=np.int64)
    good = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    points: Any = shapely.points(x[good], y[good])
    inputs, shapes_hit = known.tree.query(points, predicate="intersects")
    # On a common border the lower code counts: written last, in falling order.
    order = np.argsort(-shapes_hit, kind="stable")
    numbers[good[inputs[order]]] = shapes_hit[order]
    left = np.flatnonzero(numbers[good] < 0)
    if left.size:
        inputs, shapes_hit = known.tree.query_nearest(
            points[left], max_distance=_SHORE, all_matches=False
        )
        numbers[good[left[inputs]]] = shapes_hit
    for at in np.flatnonzero(numbers >= 0):
        found[at] = known.towns[numbers[at]]
    return found


def area(code: str) -> Area | None:
    """Return the area of a code: 5 digits, 8, the older 7 for towns, or a county's before 2014."""
    known = atlas().by_code
    return known.get(code) or known.get(f"{code}0") or known.get(CODES_BEFORE.get(code, ""))


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
