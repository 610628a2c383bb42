"""Shapes as lines of numbers that a person can read and type, beside the map that draws them.

`121.52, 25.03` is a point; a line or an outline has one point a line of text, and an empty line
between its parts. A ring inside another is a hole.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import shapely
from django import forms
from django.utils.translation import gettext as _

from idea.portal.places import pair

_MOST: Final = 20_000  # points
_DIGITS: Final = 7
_CORNERS: Final = 4
_ENDS: Final = 2


def as_text(geometry: Mapping[str, Any] | None) -> str:
    """Return a GeoJSON geometry as lines of text; "" for none."""
    return "\n\n".join("\n".join(_pair(x, y) for x, y in part) for part in _parts(geometry))


def read(text: str, kind: str) -> dict[str, Any]:
    """Return the GeoJSON geometry of lines of text; ValidationError names the line that is wrong.

    `kind` is Point, LineString, Polygon or Mixed: there one point is a point, a part that ends
    where it began an area, anything else a line.
    """
    parts = _read(text)
    if not parts:
        raise forms.ValidationError(
            _("Say where it is: draw it on the map or type its coordinates.")
        )
    points = sum(map(len, parts))
    if kind == "Mixed":
        closed = all(len(part) >= _CORNERS and part[0] == part[-1] for part in parts)
        kind = "Point" if points == 1 else "Polygon" if closed else "LineString"
    if kind == "Point":
        if points != 1:
            raise forms.ValidationError(_("Give one point only."))
        return {"type": "Point", "coordinates": list(parts[0][0])}
    if kind == "LineString":
        if any(len(part) < _ENDS for part in parts):
            raise forms.ValidationError(_("A line has at least two points."))
        if len(parts) == 1:
            return {"type": "LineString", "coordinates": parts[0]}
        return {"type": "MultiLineString", "coordinates": parts}
    return _area(parts)


def _area(parts: list[list[tuple[float, float]]]) -> dict[str, Any]:
    rings = [part if part[0] == part[-1] else [*part, part[0]] for part in parts]
    if any(len(ring) < _CORNERS for ring in rings):
        raise forms.ValidationError(_("An area has at least three corners."))
    shapes = sorted(map(shapely.Polygon, rings), key=lambda shape: -shape.area)
    areas: list[tuple[Any, list[Any]]] = []
    for shape in shapes:
        around = next((area for area in areas if area[0].contains(shape)), None)
        if around is None:
            areas.append((shape, []))
        else:
            around[1].append(shape.exterior.coords)
    made = [
        [list(outer.exterior.coords), *(list(hole) for hole in holes)] for outer, holes in areas
    ]
    if len(made) == 1:
        return {"type": "Polygon", "coordinates": made[0]}
    return {"type": "MultiPolygon", "coordinates": made}


def _read(text: str) -> list[list[tuple[float, float]]]:
    parts: list[list[tuple[float, float]]] = [[]]
    for number, line in enumerate(text.strip().splitlines(), 1):
        if not line.strip():
            parts.append([])
            continue
        place = pair(line)
        if place is None:
            raise forms.ValidationError(
                _("Line %(number)d is no longitude and latitude: %(text)s")
                % {"number": number, "text": line.strip()[:40]}
            )
        parts[-1].append(place)
    if sum(map(len, parts)) > _MOST:
        raise forms.ValidationError(_("At most %(most)d points.") % {"most": _MOST})
    return [part for part in parts if part]


def _parts(geometry: Mapping[str, Any] | None) -> Sequence[Sequence[Sequence[float]]]:
    if not geometry:
        return []
    held = geometry.get("coordinates", [])
    depth = {"Point": 0, "MultiPoint": 1, "LineString": 1}.get(geometry["type"])
    if depth == 0:
        return [[held]]
    if depth == 1:
        return [held]
    if geometry["type"] == "MultiPolygon":
        return [ring for area in held for ring in area]
    return held if geometry["type"] in ("Polygon", "MultiLineString") else []


def _pair(lon: float, lat: float) -> str:
    return ", ".join(f"{value:.{_DIGITS}f}".rstrip("0").rstrip(".") for value in (lon, lat))
