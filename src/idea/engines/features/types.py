"""What a feature collection is to those who ask for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Bounds = tuple[float, float, float, float]  # west, south, east, north; degrees, CRS84


@dataclass(frozen=True, slots=True)
class Layer:
    """What was written as GeoParquet: Hilbert-sorted, CRS84, with a covering bbox."""

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


@dataclass(frozen=True, slots=True)
class Query:
    """Which features: OGC API Features part 1, clause 7.15."""

    bbox: Bounds | None = None
    limit: int = 100
    after: int | None = None  # keyset cursor: `_row` of the last feature seen
    equals: Mapping[str, str] = field(default_factory=dict)
    properties: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    features: list[dict[str, Any]]  # GeoJSON features
    matched: int  # exact
    next_after: int | None


@dataclass(frozen=True, slots=True)
class Nearby:
    collection: Collection
    feature: dict[str, Any]
    distance: float  # metres
