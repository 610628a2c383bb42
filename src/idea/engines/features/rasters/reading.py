"""Between a raster's description as it is stored (JSON) and the type that leaves this engine."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from idea.engines.features.types import Band, Raster


def raster_of(stored: Mapping[str, Any] | None) -> Raster | None:
    """Return what `asdict` made of a raster; unknown members are passed over."""
    if not stored:
        return None
    known = {field.name for field in fields(Raster)}
    values = {name: value for name, value in stored.items() if name in known}
    west, south, east, north = values["bounds"]
    return Raster(
        **values
        | {
            "bounds": (west, south, east, north),
            "bands": tuple(_band(each) for each in values["bands"]),
            "palette": tuple((r, g, b, a) for r, g, b, a in values.get("palette", ())),
        }
    )


def _band(stored: Mapping[str, Any]) -> Band:
    known = {field.name for field in fields(Band)}
    return Band(**{name: value for name, value in stored.items() if name in known})
