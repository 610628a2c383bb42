"""What the interface of areas takes and gives: shapes only."""

from datetime import date
from typing import Any

import orjson
import shapely
from ninja import Schema
from pydantic import Field

from idea.engines.features.geographies import api
from idea.engines.features.geographies.api import Place
from idea.engines.features.geographies.types import Geography
from idea.kernel.boundaries import Change
from idea.kernel.boundaries.systems import of_county


class ProblemOut(Schema):
    type: str
    title: str
    status: int
    detail: str
    code: str
    remedy: str = ""


class GeographyOut(Schema):
    id: str
    title: str
    title_en: str
    kind: str
    dataset: str = Field(description="Slug of the data set that it is made of; empty: of the site.")
    parent: str
    areas: int
    url: str


class ChangeOut(Schema):
    """An area of before, and the area that its ground belongs to since."""

    kind: str
    code: str = Field(description="Of before; empty where it is not sure.")
    name: str
    name_en: str
    county: str
    after: str
    after_name: str
    on: date
    relation: str = Field(
        description="one-to-one, many-to-one (joined with others), extended (the code stayed, its "
        "ground grew)."
    )
    law: str


class UnitOut(Schema):
    geography: str
    code: str
    name: str
    name_en: str
    full_name: str
    full_name_en: str
    parent: str
    valid_from: date | None
    valid_to: date | None
    bbox: list[float]
    url: str


class UnitsOut(Schema):
    geography: GeographyOut
    at: date | None
    matched: int
    areas: list[UnitOut]
    next: str


class AtOut(Schema):
    lon: float
    lat: float
    at: date | None
    areas: list[UnitOut]


class PointsIn(Schema):
    geography: str = Field("town", description="Its id.")
    at: date | None = Field(None, description="The areas of this day; none: today's.")
    points: list[tuple[float, float]] = Field(description="Longitude and latitude, degrees.")


class PointsOut(Schema):
    geography: str
    at: date | None
    codes: list[str] = Field(description="Of each point's area; empty where there is none.")
    names: dict[str, str] = Field(description="Of the areas that were found, by code.")
    found: int


class ChangesOut(Schema):
    code: str
    at: date | None
    now: str = Field(description="Today's code; empty where the code means nothing known.")
    now_name: str
    predecessors: list[ChangeOut]
    successors: list[ChangeOut]


def geography_out(found: Geography) -> dict[str, Any]:
    count = found.count or len(api.units(found.id).rows)
    return {
        "id": found.id,
        "title": found.title,
        "title_en": found.title_en,
        "kind": found.kind,
        "dataset": found.source,
        "parent": found.parent,
        "areas": count,
        "url": f"/api/v1/areas/{found.id}",
    }


def unit_out(place: Place) -> dict[str, Any]:
    row = place.unit
    return {
        "geography": row.geography,
        "code": row.code,
        "name": row.name,
        "name_en": row.name_en,
        "full_name": row.full_name,
        "full_name_en": row.full_name_en,
        "parent": row.parent,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "bbox": [round(number, 6) for number in place.units.bounds(place.number)],
        "url": f"/api/v1/areas/{row.geography}/{row.code}",
    }


def change_out(change: Change) -> dict[str, Any]:
    from idea.kernel import boundaries

    after = boundaries.area(change.after)
    return {
        "kind": change.kind,
        "code": change.code,
        "name": change.name,
        "name_en": change.name_en,
        "county": change.county,
        "after": change.after,
        "after_name": after.full_name if after else "",
        "on": change.on,
        "relation": change.relation,
        "law": change.law,
    }


def feature_out(place: Place) -> bytes:
    """Return a unit as a GeoJSON feature (RFC 7946) with all that is known of it."""
    row = place.unit
    told = unit_out(place) | {
        "codes": of_county(row.code) if row.geography == "county" else {},
        "predecessors": [change_out(each) for each in api.predecessors(row)],
        "successors": [change_out(each) for each in api.successors(row)],
        "children": f"/api/v1/areas/{row.geography}/{row.code}/children",
    }
    bbox = told.pop("bbox")
    geometry = orjson.Fragment(shapely.to_geojson(place.units.shapes[place.number]))
    return orjson.dumps(
        {"type": "Feature", "id": row.code, "bbox": bbox, "geometry": geometry, "properties": told}
    )
