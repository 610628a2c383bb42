"""Finds what is near a place, in meters on the ellipsoid.

Chooses; how far each feature is, `measuring` finds out.
"""

from collections import Counter, defaultdict
from collections.abc import Collection as Ids
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from pyproj import Geod

from idea.engines.features import measuring, shapes, small
from idea.engines.features.measuring import Asked, Measured
from idea.engines.features.queries import touching
from idea.engines.features.types import Bounds, Collection, Interval, Nearby
from idea.engines.features.validity.cutting import during
from idea.kernel.geometry import Place, around

LOOKED_THROUGH = 200  # collections, the most local first


class _Found(NamedTuple):
    """A feature by where it is kept."""

    meters: float
    layer: int  # index in the list of layers
    position: int
    inside: bool
    shape: Any  # None: not at hand


def near(
    place: Place,
    radius_m: float,
    limit: int = 10,
    *,
    ids: Ids[str] | None = None,
    each: int | None = None,
    residents: bool = False,
    interval: Interval | None = None,
) -> list[Nearby]:
    """Return the features within `radius_m` meters of `place`, the nearest first.

    At most `limit` in all and `each` of one collection (None: as many as `limit`), from all
    collections or those named in `ids` or chosen for `residents`; where the bounds of more than
    LOOKED_THROUGH hold the place, from those with the smallest bounds. A line's or polygon's
    distance is that of its nearest part, 0 where the place lies inside. Distances are geodesic
    (GRS 80 as WGS 84, ±0.1 %). Of collections that tell time, what is valid in `interval`.
    """
    west, south, east, north = around(place, radius_m)
    bounds = (max(west, -180.0), south, min(east, 180.0), north)
    asked = Asked(place, bounds, limit if each is None else min(each, limit))
    layers = [
        during(each, interval)
        for each in touching(bounds, LOOKED_THROUGH, ids, residents=residents)
    ]
    measured = _measured(layers, asked)
    found = _nearest(measured, asked, radius_m, limit)
    return _features(layers, found, bounds)


def _measured(layers: list[Collection], asked: Asked) -> list[Measured]:
    known = small.boxes(layers)
    measured: list[Measured] = []
    shaped, big = {}, []
    for index, layer in enumerate(layers):
        rows = known.get(layer.lake_key)
        if rows is None:
            big.append(index)
            continue
        rows = small.within(rows, asked.bounds)
        if not rows.size:
            continue
        if layer.layer.kind == "Point":
            measured.append(measuring.points(index, rows, asked))
        else:
            shaped[index] = rows
    measured += measuring.shaped(layers, shaped, asked)
    measured += measuring.big(layers, big, asked)
    return measured


def _nearest(
    measured: Sequence[Measured], asked: Asked, radius_m: float, limit: int
) -> list[_Found]:
    """Return the nearest of all with their true distances, no more of a layer than its share."""
    if not measured:
        return []
    lons = np.concatenate([part.lons for part in measured])
    lats = np.concatenate([part.lats for part in measured])
    here = np.full(lons.size, asked.place.lon), np.full(lons.size, asked.place.lat)
    _forward, _back, meters = _ellipsoid().inv(*here, lons, lats)
    inside = np.concatenate([part.inside for part in measured])
    meters[inside] = 0.0
    layers = np.repeat([part.layer for part in measured], [part.lons.size for part in measured])
    positions = np.concatenate([part.positions for part in measured])
    drawn = [shape for part in measured for shape in _shapes(part)]
    found: list[_Found] = []
    taken: Counter[int] = Counter()
    for at in np.lexsort((positions, layers, meters)).tolist():
        if len(found) == limit or meters[at] > radius_m:
            break
        layer = int(layers[at])
        if taken[layer] < asked.share:
            taken[layer] += 1
            found.append(
                _Found(float(meters[at]), layer, int(positions[at]), bool(inside[at]), drawn[at])
            )
    return found


def _shapes(part: Measured) -> Sequence[Any]:
    return [None] * part.lons.size if part.shapes is None else part.shapes.tolist()


def _features(layers: list[Collection], found: list[_Found], bounds: Bounds) -> list[Nearby]:
    """Read the features that were found, and of big collections no others."""
    known: dict[int, list[int]] = defaultdict(list)
    unknown: dict[int, list[int]] = defaultdict(list)
    for one in found:
        (unknown if one.shape is None else known)[one.layer].append(one.position)
    read = {index: small.features(layers[index], rows) for index, rows in known.items()}
    read |= {index: small.whole_features(layers[index], rows) for index, rows in unknown.items()}
    made = []
    for one in found:
        feature = read[one.layer][one.position]
        if one.inside:  # a map of the surroundings would be all within it
            feature = {**feature, "geometry": None}
        elif one.shape is not None:
            feature = {**feature, "geometry": shapes.drawn(one.shape, bounds)}
        made.append(Nearby(layers[one.layer], feature, one.meters, inside=one.inside))
    return made


@lru_cache(maxsize=1)
def _ellipsoid() -> Any:
    return Geod(ellps="WGS84")
