"""What CKAN has no field for, as its extras, both ways.

Keys are those of its usual extensions (dcat, spatial) where they have one.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from idea.engines.catalog.ckan.errors import InvalidCall
from idea.engines.catalog.types import Access, Dataset

TEXTS: Final = {  # extras by the member of a draft
    "identifier": "identifier",
    "title_en": "title_en",
    "description_en": "notes_en",
    "frequency_given": "frequency_given",
    "contact_phone": "contact_phone",
    "language": "language",
    "place": "spatial_text",
    "access_why": "access_reason",
    "fee": "fee",
    "fee_basis": "fee_basis",
    "fee_law": "fee_law",
    "fee_url": "fee_url",
    "license_given": "license_given",
    "license_url": "license_url_given",
    "conforms_to": "conforms_to",
    "provenance": "provenance",
    "notes": "remarks",
}
_DAYS: Final = {"start": "temporal_start", "end": "temporal_end"}
FIELDS: Final = frozenset(TEXTS) | frozenset(_DAYS) | {"bbox", "related"}  # that extras can empty
_SHOWN_ONLY: Final = {"harvest_source", "harvest_url", "quality_points", "quality_badge"}


def extras_of(dataset: Dataset) -> dict[str, str]:
    """Return the extras of a data set; empty ones are left out."""
    said: dict[str, Any] = {key: getattr(dataset, name) for name, key in TEXTS.items()}
    said["frequency"] = str(dataset.frequency)
    said["access_rights"] = "" if dataset.access is Access.OPEN else str(dataset.access)
    for name, key in _DAYS.items():
        day: date | None = getattr(dataset, name)
        said[key] = day.isoformat() if day else ""
    layer = dataset.current.layer if dataset.current else None
    said["spatial"] = _polygon(dataset.bbox or (layer.bbox if layer else None))
    said["related"] = json.dumps(dataset.related, ensure_ascii=False) if dataset.related else ""
    said["harvest_source"] = dataset.origin
    said["harvest_url"] = dataset.origin_url
    said["quality_points"] = "" if dataset.quality_points is None else str(dataset.quality_points)
    said["quality_badge"] = dataset.quality_badge
    further = {
        str(key): value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for key, value in dataset.extra.items()
        if key not in said
    }
    return {key: value for key, value in (further | said).items() if value}


def draft_of(extras: Mapping[str, str]) -> dict[str, Any]:
    """Return the members of a draft the extras tell; what nobody knows goes to `extra`."""
    back = {key: name for name, key in TEXTS.items()}
    members: dict[str, Any] = {}
    unknown: dict[str, str] = {}
    for key, value in extras.items():
        if key in back:
            members[back[key]] = value
        elif key in _DAYS.values():
            name = next(name for name, known in _DAYS.items() if known == key)
            members[name] = _day(key, value)
        elif key == "frequency":
            members["frequency"] = value
        elif key == "access_rights":
            members["access"] = value
        elif key == "spatial":
            members["bbox"] = _box(value)
        elif key == "related":
            members["related"] = tuple(str(url) for url in _json(key, value, list))
        elif key not in _SHOWN_ONLY:
            unknown[key] = value
    if unknown:
        members["extra"] = unknown
    return members


def _polygon(bounds: tuple[float, float, float, float] | None) -> str:
    if bounds is None:
        return ""
    west, south, east, north = bounds
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


def _box(text: str) -> tuple[float, float, float, float] | None:
    """Return the rectangle around a GeoJSON geometry."""
    if not text:
        return None
    points = list(_points(_json("spatial", text, dict).get("coordinates")))
    if not points:
        raise InvalidCall({"spatial": [_("This is no GeoJSON geometry.")]})
    longitudes, latitudes = zip(*points, strict=True)
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def _points(coordinates: Any, depth: int = 0) -> Any:
    if not isinstance(coordinates, list) or depth > 4:  # noqa: PLR2004  MultiPolygon is the deepest
        return
    pair = coordinates[:2]
    if len(pair) == 2 and all(type(number) in {int, float} for number in pair):  # noqa: PLR2004
        yield float(pair[0]), float(pair[1])
        return
    for part in coordinates:
        yield from _points(part, depth + 1)


def _day(key: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        raise InvalidCall({key: [_("Write the day as 2026-11-22.")]}) from None


def _json(key: str, text: str, kind: type) -> Any:
    try:
        value = json.loads(text) if text else kind()
    except (ValueError, RecursionError):
        raise InvalidCall({key: [_("This is no JSON.")]}) from None
    if not isinstance(value, kind):
        raise InvalidCall({key: [_("This is no JSON of the right kind.")]})
    return value
