"""What a feature collection is to those who ask for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Bounds = tuple[float, float, float, float]  # west, south, east, north; degrees, CRS84
Interval = tuple[datetime | None, datetime | None]  # both ends count; None: open


@dataclass(frozen=True, slots=True)
class Band:
    """A band of a raster; figures are of a sample of its cells, None where there are none."""

    name: str
    shows: str  # gray, red, green, blue, alpha, palette, undefined … as TIFF says
    data_type: str  # uint8, int16, float32 …
    unit: str = ""
    nodata: float | None = None  # NaN is told as None: it means no data anyway
    low: float | None = None  # 2 % of the cells are below, 2 % above `high`: what is drawn
    high: float | None = None
    minimum: float | None = None
    maximum: float | None = None
    mean: float | None = None
    deviation: float | None = None
    valid: float = 100.0  # percent of the cells


@dataclass(frozen=True, slots=True)
class Raster:
    """A cloud-optimized GeoTIFF in the lake, north up."""

    key: str
    crs: str  # EPSG:…, else WKT
    width: int  # cells
    height: int
    bounds: Bounds  # in the units of `crs`, east first
    size: int  # bytes of the file
    bands: tuple[Band, ...]
    palette: tuple[tuple[int, int, int, int], ...] = ()  # of the first band: color by value

    @property
    def cell(self) -> tuple[float, float]:
        """Width and height of a cell in the units of `crs`."""
        west, south, east, north = self.bounds
        return (east - west) / self.width, (north - south) / self.height


@dataclass(frozen=True, slots=True)
class Tileset:
    """3D Tiles (OGC 22-025r4): in the lake as one file, or at an address elsewhere."""

    version: str  # of the standard: 1.0, 1.1
    edition: str  # of the data, as the publisher counts: asset.tilesetVersion
    geometric_error: float  # meters, of the whole where nothing is drawn
    low: float | None  # meters over the ellipsoid
    high: float | None
    documents: int
    tiles: int  # those that documents name; implicit tiling has more
    kinds: tuple[str, ...] = ()  # endings of the files, the most frequent first
    files: int = 0
    size: int = 0  # bytes of all files
    missing: int = 0  # files that tiles point to and that are not there
    outside: tuple[str, ...] = ()  # hosts that contents lie at
    key: str = ""  # in the lake; empty: elsewhere, at `address`
    address: str = ""


@dataclass(frozen=True, slots=True)
class Layer:
    """What was written as GeoParquet: Hilbert-sorted, CRS84, with statistics that prune."""

    kind: str  # Point, LineString, Polygon … or Mixed
    bbox: Bounds
    count: int  # rows with a geometry
    rows: int  # all rows
    raster: Raster | None = None  # where rows are the bands of one
    tileset: Tileset | None = None  # where rows are the documents of one


@dataclass(frozen=True, slots=True)
class Validity:
    """The columns that say from when and until when a feature counts; one may be missing."""

    start: str = ""
    end: str = ""  # the first moment that no longer counts …
    through: bool = False  # … or, of days and years, the last one that still does


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
    styled: int = 0  # names the state its styles are in; 0 where nobody saved one
    validity: Validity | None = None
    during: Interval | None = None  # the part that `validity.cutting` cut it to; None: the whole


@dataclass(frozen=True, slots=True)
class Crs:
    """A reference system for coordinates; `crs.SUPPORTED` has those that are known."""

    uri: str
    code: str  # as PROJ names it
    latitude_first: bool = False
    projected: bool = False


CRS84 = Crs("http://www.opengis.net/def/crs/OGC/1.3/CRS84", "OGC:CRS84")


@dataclass(frozen=True, slots=True)
class Query:
    """Which features: OGC API Features part 1, clause 7.15, part 2 (`crs`) and part 3 (`filter`).

    `after` is the `next_after` of the page before: a position in the collection's own order, which
    keeps neighbors together (Hilbert), so that a page far down costs what the first one costs.
    """

    bbox: Bounds | None = None  # west > east: across the antimeridian
    bbox_crs: Crs = CRS84
    limit: int = 100
    after: int | None = None
    equals: Mapping[str, str] = field(default_factory=dict)
    properties: Sequence[str] | None = None
    # Compared with the columns of validity, else with the first date column, where there is one.
    interval: Interval | None = None
    filter: str = ""  # CQL2-Text, or CQL2-JSON where `filter_json`
    filter_json: bool = False
    filter_crs: Crs = CRS84
    sortby: Sequence[
        tuple[str, bool]
    ] = ()  # names of properties, and whether the greatest is first
    crs: Crs = CRS84  # of the geometries in the answer


@dataclass(frozen=True, slots=True)
class Page:
    features: list[dict[str, Any]]  # GeoJSON features; `id` is the row's number in the file
    matched: int  # exact
    next_after: int | None


@dataclass(frozen=True, slots=True)
class Written:
    """A `Page` whose features are JSON already: an array of GeoJSON features."""

    features: bytes
    returned: int
    matched: int  # exact
    next_after: int | None


@dataclass(frozen=True, slots=True)
class Nearby:
    """A feature near a place.

    Its geometry is for drawing the surroundings: None where it holds the place, and only the part
    around the place, or None, where it is heavy. The collection has the whole of it.
    """

    collection: Collection
    feature: dict[str, Any]
    distance: float  # meters
    inside: bool = False  # an area that the place lies in: not near by, but here


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
