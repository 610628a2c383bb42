"""How contributions are shown: old against new in a table, both on a map, the map that draws."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

import shapely
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from idea.engines.features import api as features
from idea.engines.features.contributions.types import Contribution, Kind
from idea.engines.features.live.types import Field, Live
from idea.portal.contributions.drawing import as_text
from idea.portal.contributions.forms import title_of
from idea.portal.maps import base_options

_AROUND = 0.004  # degrees about a point: some 400 m


def differences(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, shown: Sequence[Field]
) -> list[tuple[str, str, str]]:
    """Return (what, before, after) of each property and the place, those alone that differ."""
    old, new = (side or {} for side in (before, after))
    rows = [(_("Place on the map"), as_text(old.get("geometry")), as_text(new.get("geometry")))]
    for field in shown:
        was, will = ((side.get("properties") or {}).get(field.name) for side in (old, new))
        rows.append((title_of(field), _words(was), _words(will)))
    return [row for row in rows if row[1] != row[2]]


def after_of(found: Contribution) -> dict[str, Any] | None:
    """Return what the feature would be; None where it is to go."""
    if found.kind is Kind.REMOVED:
        return None
    return {"geometry": found.geometry, "properties": found.properties}


def has_moved(before: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> bool:
    """Tell whether a feature is not any more what it was, as far as residents see it."""
    if before is None or now is None:
        return before is not None
    was, is_ = before["properties"], now["properties"]
    same = all(was[name] == is_[name] for name in was.keys() & is_.keys())
    return not same or before["geometry"] != now["geometry"]


def merged(
    before: Mapping[str, Any], after: Mapping[str, Any], now: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the feature of today with what the contributor changed, and nothing else, changed."""
    was, said, is_ = (side["properties"] for side in (before, after, now))
    moved = after["geometry"] != before["geometry"]
    return {
        "geometry": (after if moved else now)["geometry"],
        "properties": {
            name: value if value != was.get(name) else is_.get(name) for name, value in said.items()
        },
    }


def still_map(found: Contribution) -> dict[str, Any]:
    """Return the options of a map that shows where it was and where it will be."""
    drawn = [
        {"type": "Feature", "geometry": geometry, "properties": {_("State"): words}}
        for geometry, words in (
            ((found.before or {}).get("geometry"), _("before")),
            (found.geometry, _("as contributed")),
        )
        if geometry
    ]
    options = base_options(get_language() or "zh-hant")
    return {
        **options,
        "bbox": box([each["geometry"] for each in drawn]),
        "features": {"type": "FeatureCollection", "features": drawn},
        "legend": {
            "title": found.title,
            "kind": _kind(found),
        },
    }


def _kind(found: Contribution) -> str:
    return str((found.place or {}).get("type", "Point"))


def draw_map(live: Live, before: Mapping[str, Any] | None, drawn: Any = None) -> dict[str, Any]:
    """Return the options of the map that draws into the field `id_place`."""
    place = (before or {}).get("geometry")
    options = base_options(get_language() or "zh-hant")
    return {
        **options,
        "field": "id_place",
        "kind": str(live.shape),
        "before": place,
        "near": f"/ogc/collections/{quote(live.id)}/items",
        "bbox": box([each for each in (place, drawn) if each]) or _whole(live),
        "words": {
            "add": _("Add a point in the middle"),
            "undo": _("Remove the last point"),
            "clear": _("Start the drawing again"),
            "here": _("Go to where I am"),
            "points": _("{n} points"),
            "point": _("Point {n} of {all}. Arrow keys move it, Delete removes it."),
            "tools": _("Drawing tools"),
        },
    }


def _whole(live: Live) -> tuple[float, float, float, float] | None:
    """Return the box of what is on the map; None where nothing is, or nobody may see it."""
    if not (live.offered and live.count):
        return None
    return features.collection(live.id).layer.bbox


def box(geometries: Sequence[Any]) -> tuple[float, float, float, float] | None:
    """Return the box around GeoJSON geometries with some room; None for none."""
    if not geometries:
        return None
    shapes = shapely.from_geojson([json.dumps(each) for each in geometries])
    west, south, east, north = shapely.total_bounds(shapes)
    return (west - _AROUND, south - _AROUND, east + _AROUND, north + _AROUND)


def _words(value: Any) -> str:
    if value is None:
        return ""
    return {True: _("Yes"), False: _("No")}[value] if isinstance(value, bool) else str(value)
