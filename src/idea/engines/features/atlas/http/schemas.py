"""What the interface of places gives: shapes only."""

from typing import Any

from ninja import Schema
from pydantic import Field

from idea.engines.features.atlas.here import Here, OfLayer
from idea.engines.features.types import Collection, Nearby
from idea.kernel import boundaries


class AreaOut(Schema):
    code: str
    name: str
    name_en: str


class FeatureOut(Schema):
    id: str | int | None = Field(description="As in the layer's own items")
    distance: float = Field(description="Meters; 0 where it holds the place")
    inside: bool = Field(description="An area that holds the place")
    properties: dict[str, Any]
    geometry: dict[str, Any] | None = Field(
        description="For drawing; null where it holds the place or is heavy: ask for the item"
    )


class LayerOut(Schema):
    id: str
    title: str
    attribution: str
    synthetic: bool
    features: list[FeatureOut]


class HereOut(Schema):
    lon: float
    lat: float
    radius: float = Field(description="Meters")
    county: AreaOut | None
    town: AreaOut | None
    village: AreaOut | None
    address: str
    layers: list[LayerOut] = Field(description="Those that hold the place first, then the nearest")


def here_out(found: Here, radius: float, *, english: bool) -> dict[str, Any]:
    town = found.town
    county = boundaries.area(town.county_code) if town else None
    return {
        "lon": found.place.lon,
        "lat": found.place.lat,
        "radius": radius,
        "county": _area(county),
        "town": _area(town),
        "village": _area(found.village),
        "address": (english and found.address_en) or found.address,
        "layers": [_layer(each, english=english) for each in found.layers],
    }


def _area(area: boundaries.Area | boundaries.Village | None) -> dict[str, str] | None:
    return None if area is None else {"code": area.code, "name": area.name, "name_en": area.name_en}


def _layer(of: OfLayer, *, english: bool) -> dict[str, Any]:
    layer = of.collection
    return {
        "id": layer.id,
        "title": _title(layer, english=english),
        "attribution": layer.attribution,
        "synthetic": layer.synthetic,
        "features": [_feature(one) for one in of.found],
    }


def _title(layer: Collection, *, english: bool) -> str:
    return (english and layer.title_en) or layer.title


def _feature(one: Nearby) -> dict[str, Any]:
    return {
        "id": one.feature.get("id"),
        "distance": round(one.distance, 1),
        "inside": one.inside,
        "properties": one.feature.get("properties") or {},
        "geometry": one.feature.get("geometry"),
    }
