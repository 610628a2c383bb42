"""Rows of the store to what others may see."""

import json
from typing import Any

import shapely

from idea.engines.features.live.types import (
    Change,
    Deed,
    Field,
    FieldType,
    Live,
    LiveFeature,
    Shape,
)
from idea.engines.features.models import LiveRecord, LiveVersion
from idea.engines.identity.types import Role


def field_row(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "type": str(field.type),
        "title": field.title,
        "title_en": field.title_en,
        "required": field.required,
        "codes": list(field.codes),
    }


def fields_of(record: LiveRecord) -> tuple[Field, ...]:
    return tuple(
        Field(**{**row, "type": FieldType(row["type"]), "codes": tuple(row["codes"])})
        for row in record.fields
    )


def live_of(record: LiveRecord) -> Live:
    return Live(
        id=record.id,
        title=record.title,
        title_en=record.title_en,
        description=record.description,
        description_en=record.description_en,
        attribution=record.attribution,
        organization_id=record.organization_id,
        shape=Shape(record.shape),
        fields=fields_of(record),
        writers=Role(record.writers),
        public=record.public,
        offered=record.public and record.offered,
        closed=tuple(record.closed),
        revision=record.revision,
        count=record.count,
        created_at=record.created_at,
        changed_at=record.changed_at,
    )


def feature_of(row: LiveVersion) -> LiveFeature:
    geometry = None
    if row.geometry is not None:
        geometry = json.loads(shapely.to_geojson(shapely.from_wkb(bytes(row.geometry))))
    return LiveFeature(
        id=row.number,
        revision=row.revision,
        geometry=geometry,
        properties=row.properties,
        created_at=row.created_at,
        changed_at=row.at,
        changed_by=row.by_name,
    )


def change_of(row: LiveVersion) -> Change:
    return Change(
        feature=feature_of(row),
        deed=Deed(row.deed),
        at=row.at,
        by=row.by_name,
        why=row.why,
        current=row.until is None,
    )
