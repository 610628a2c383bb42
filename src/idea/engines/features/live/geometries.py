"""What the shapes of a live collection may be: GeoJSON in, WKB out, every fault with its remedy.

Coordinates are longitude and latitude (CRS84) unless another system is named. Heights are dropped:
all services of this engine draw in two dimensions.
"""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from idea.engines.features import crs as systems
from idea.engines.features.errors import BadParameter
from idea.engines.features.live.errors import BadShape, TooLarge
from idea.engines.features.live.types import MOST_CORNERS, Shape
from idea.engines.features.types import CRS84, Crs
from idea.kernel.errors import Issue
from idea.kernel.geometry import near_taiwan

_KINDS = {
    Shape.POINT: ("Point",),
    Shape.LINE: ("LineString", "MultiLineString"),
    Shape.AREA: ("Polygon", "MultiPolygon"),
    Shape.ANY: (
        *("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"),
        "GeometryCollection",
    ),
}
_DEEPEST = 6  # lists and collections within one another
_POINTER = "/geometry"


def read(given: Any, shape: Shape, crs: Crs = CRS84) -> BaseGeometry:
    """Return a GeoJSON geometry (RFC 7946, clause 3.1) as a valid shape in CRS84.

    Raises BadShape (422) where it is none, is of another kind, not closed, crosses itself, is
    empty or lies off the planet; TooLarge (413) beyond `MOST_CORNERS`.
    """
    if not isinstance(given, Mapping):
        raise _bad("missing-geometry", _("The feature has no place."), _("Give it a geometry."))
    kind = given.get("type")
    if kind not in _KINDS[shape]:
        raise _bad(
            "wrong-geometry-type",
            _("The layer keeps %(kinds)s, and this is %(kind)s.")
            % {"kinds": ", ".join(_KINDS[shape]), "kind": str(kind)[:40]},
            _("Draw it as the layer keeps it, or use another layer."),
        )
    _measured(given)
    _rings(given)
    made = _made(given)
    if made.is_empty:
        raise _bad("empty-geometry", _("The geometry is empty."), _("Give it coordinates."))
    if not np.isfinite(shapely.get_coordinates(made)).all():
        raise _bad("bad-coordinates", _("A coordinate is no finite number."), _("Mend it."))
    made = _placed(made, crs)
    if not shapely.is_valid(made):
        raise _bad(
            "invalid-geometry",
            _("The shape is not valid: %(why)s.") % {"why": shapely.is_valid_reason(made)[:200]},
            _("Draw it so that its border neither crosses nor touches itself."),
        )
    return made


def _measured(given: Mapping[str, Any]) -> None:
    """Refuse what is too large or too deep before anything is made of it."""
    corners, waiting = 0, [(given.get("coordinates"), 0), (given.get("geometries"), 0)]
    while waiting:
        part, depth = waiting.pop()
        if depth > _DEEPEST:
            raise _bad("bad-coordinates", _("The coordinates are nested too deep."), _("Mend it."))
        if isinstance(part, Mapping):
            waiting += [(part.get("coordinates"), depth + 1), (part.get("geometries"), depth + 1)]
        elif isinstance(part, list):
            if part and not isinstance(part[0], list | Mapping):
                corners += 1
            else:
                waiting += [(each, depth + 1) for each in part]
        if corners > MOST_CORNERS:
            raise TooLarge(
                _("The shape has more than %(most)d corners.") % {"most": MOST_CORNERS},
                remedy=_("Simplify it, or publish it as a file."),
            )


def _rings(given: Mapping[str, Any]) -> None:
    """Refuse rings that are not closed (RFC 7946, clause 3.1.6), which GEOS would only call bad."""
    coordinates = given.get("coordinates")
    areas = {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(str(given.get("type")), [])
    for at, area in enumerate(areas if isinstance(areas, list) else []):
        for number, ring in enumerate(area if isinstance(area, list) else []):
            if isinstance(ring, list) and (len(ring) < 4 or ring[0] != ring[-1]):  # noqa: PLR2004
                pointer = f"{_POINTER}/coordinates/{number}"
                if given["type"] == "MultiPolygon":
                    pointer = f"{_POINTER}/coordinates/{at}/{number}"
                raise _bad(
                    "open-ring",
                    _("A ring of the area is not closed."),
                    _("Its last position must be its first one, and it has at least four."),
                    pointer,
                )


def _made(given: Mapping[str, Any]) -> BaseGeometry:
    try:
        made = shapely.from_geojson(json.dumps(given, allow_nan=False))
    except (shapely.errors.ShapelyError, TypeError, ValueError, RecursionError):
        raise _bad(
            "bad-coordinates",
            _("The coordinates cannot be read."),
            _("They are lists of numbers as GeoJSON (RFC 7946) says."),
        ) from None
    return shapely.force_2d(made)


def _placed(made: BaseGeometry, crs: Crs) -> BaseGeometry:
    west, south, east, north = made.bounds
    if crs is CRS84 and not systems.on_planet((west, south, east, north)):
        taiwan = near_taiwan(south, west) and near_taiwan(north, east)
        projected = max(abs(west), abs(north)) > 1_000  # noqa: PLR2004  meters
        remedy = _("Longitude comes first, then latitude, in degrees.")
        if taiwan:
            remedy = _("The axes are exchanged: write longitude first, e.g. [121.5, 25.0].")
        elif projected:
            remedy = _("These are meters: name their system in the header Content-Crs.")
        raise _bad("off-planet", _("The place is not on the planet."), remedy)
    try:
        return systems.to_degrees(made, crs)
    except BadParameter as problem:
        raise _bad("off-planet", problem.detail, problem.remedy) from None


def _bad(code: str, detail: str, remedy: str, pointer: str = _POINTER) -> BadShape:
    return BadShape(detail, remedy=remedy, issues=(Issue(code, detail, column=pointer),))
