"""What a feature collection is to those who ask for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Bounds = tuple[float, float, float, float]  # west, south, east, north; degrees, CRS84
Interval = tuple[datetime | None, datetime | None]  # both ends count; None: open


@dataclass(frozen=True, slots=True)
class Layer:
    """What was written as GeoParquet: Hilbert-sorted, CRS84, with statistics that prune."""

    kind: str  # Point, LineString, Polygon … or Mixed
    bbox: Bounds
    count: int  # rows with a geometry
    rows: int  # all rows


@dataclass(frozen=True, slots=True)
class Collection:
    id: str  # the data set's slug
    title: str
    title_en: str
    description: str
    lake_key: str
    layer: Layer
    columns: tuple[str, ...]  # without geometry and internal columns
    updated_at: datetime
    description_en: str = ""
    attribution: str = ""  # who is to be thanked: agency and license
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Which features: OGC API Features part 1, clause 7.15.

    `after` is the `next_after` of the page before: a position in the collection's own order, which
    keeps neighbors together (Hilbert), so that a page far down costs what the first one costs.
    """

    bbox: Bounds | None = None  # west > east: across the antimeridian
    limit: int = 100
    after: int | None = None
    equals: Mapping[str, str] = field(default_factory=dict)
    properties: Sequence[str] | None = None
    interval: Interval | None = None  # compared with the collection's date column, where it has one


@dataclass(frozen=True, slots=True)
class Page:
    features: list[dict[str, Any]]  # GeoJSON features; `id` is the row's number in the file
    matched: int  # exact
    next_after: int | None


@dataclass(frozen=True, slots=True)
class Nearby:
    collection: Collection
    feature: dict[str, Any]
    distance: float  # meters


@dataclass(frozen=True, slots=True)
class Property:
    """A column of a collection as its features show it."""

    name: str
    type: str  # of JSON Schema: string, integer, number, boolean
    format: str = ""  # of JSON Schema: date, date-time


@dataclass(frozen=True, slots=True)
class Schema:
    """What a collection's features hold."""

    properties: tuple[Property, ...]
    time: str = ""  # the column that dates a feature
    interval: Interval | None = None  # its least and greatest value
