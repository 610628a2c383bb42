"""What a live collection is, and what was done to its features."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from idea.engines.identity.types import Role

MOST_FEATURES: Final = 50_000  # in one live collection: beyond it, files are quicker (ADR 15)
MOST_FIELDS: Final = 60
MOST_BYTES: Final = 1_000_000  # of one feature, as it is sent
MOST_TEXT: Final = 10_000  # characters in one property
MOST_CORNERS: Final = 20_000  # of one shape
SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class FieldType(StrEnum):
    STRING = "string"
    NUMBER = "number"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "date-time"

    @property
    def label(self) -> str:
        return str(FIELD_TYPES[self])


FIELD_TYPES = {
    FieldType.STRING: _("Text"),
    FieldType.NUMBER: _("Number"),
    FieldType.INTEGER: _("Whole number"),
    FieldType.BOOLEAN: _("Yes or no"),
    FieldType.DATE: _("Date"),
    FieldType.DATETIME: _("Date and time"),
}


class Shape(StrEnum):
    """What the features of a collection are; lines and areas may be of several parts."""

    POINT = "Point"
    LINE = "LineString"
    AREA = "Polygon"
    ANY = "Mixed"

    @property
    def label(self) -> str:
        return str(SHAPES[self])


SHAPES = {
    Shape.POINT: _("Points (places)"),
    Shape.LINE: _("Lines (roads, pipes)"),
    Shape.AREA: _("Areas (polygons)"),
    Shape.ANY: _("Any of them"),
}


class Deed(StrEnum):
    """What was done to a feature."""

    CREATED = "created"
    REPLACED = "replaced"
    UPDATED = "updated"
    DELETED = "deleted"
    REVERTED = "reverted"

    @property
    def label(self) -> str:
        return str(DEEDS[self])


DEEDS = {
    Deed.CREATED: _("Created"),
    Deed.REPLACED: _("Replaced"),
    Deed.UPDATED: _("Changed"),
    Deed.DELETED: _("Deleted"),
    Deed.REVERTED: _("Set back"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A property every feature of a collection may have."""

    name: str
    type: FieldType = FieldType.STRING
    title: str = ""
    title_en: str = ""
    required: bool = False
    codes: tuple[str, ...] = ()  # of a string: the only values it may have


@dataclass(frozen=True, slots=True)
class LiveDraft:
    """What an officer says of a new live collection."""

    id: str  # the data set's slug too
    title: str
    shape: Shape
    organization_id: UUID
    fields: tuple[Field, ...] = ()
    title_en: str = ""
    description: str = ""
    description_en: str = ""
    attribution: str = ""
    writers: Role = Role.EDITOR  # the least role, in its agency, that may change features
    public: bool = True  # residents see it
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Live:
    """A live collection as it stands."""

    id: str
    title: str
    title_en: str
    description: str
    description_en: str
    attribution: str
    organization_id: UUID
    shape: Shape
    fields: tuple[Field, ...]
    writers: Role
    public: bool
    offered: bool  # residents see it now: public, and its data set was not withdrawn
    closed: tuple[str, ...]  # properties that residents do not see
    revision: int  # grows with every change of any feature
    count: int
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class LiveFeature:
    """A feature as it stands; `geometry` is GeoJSON in CRS84, None where it was deleted."""

    id: int  # within its collection; never given to another one
    revision: int  # of the collection, when this feature last changed
    geometry: dict[str, Any] | None
    properties: dict[str, Any]
    created_at: datetime
    changed_at: datetime
    changed_by: str

    @property
    def geojson(self) -> dict[str, Any]:
        """RFC 7946, clause 3.2."""
        return {
            "type": "Feature",
            "id": self.id,
            "geometry": self.geometry,
            "properties": self.properties,
        }


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was done to a feature, and what it was afterwards."""

    feature: LiveFeature
    deed: Deed
    at: datetime
    by: str  # "" once the person's account is closed
    why: str
    current: bool


def serves(key: str) -> bool:
    """Tell whether a collection's `lake_key` is a live collection's."""
    return key.startswith("live:")


def revision_in(key: str) -> int:
    """Return the revision that a live collection's `lake_key` names."""
    return int(key.split(":")[2])
