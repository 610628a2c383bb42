"""What reading a file gives: columns, issues, provenance and a staged table."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import pyarrow as pa

from idea.kernel.errors import Issue


class Format(StrEnum):
    """The file formats that can be read."""

    CSV = "csv"
    TSV = "tsv"
    XLSX = "xlsx"
    ODS = "ods"
    JSON = "json"
    JSON_LINES = "jsonl"
    GEOJSON = "geojson"
    GEOPACKAGE = "gpkg"
    SHAPEFILE = "shp.zip"
    GEOPARQUET = "geoparquet"
    PARQUET = "parquet"
    KML = "kml"
    GPX = "gpx"
    OSM = "osm"
    OSM_JSON = "osm.json"
    GEOTIFF = "tif"
    TILES_3D = "3dtiles"  # a tileset document, its contents elsewhere
    TILES_3D_ZIP = "3dtiles.zip"  # a whole tileset


class ColumnType(StrEnum):
    """Column types, in the words of Frictionless Table Schema."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"


class Role(StrEnum):
    """What a column is for, where its name and values tell."""

    NONE = ""
    LONGITUDE = "longitude"
    LATITUDE = "latitude"
    EASTING = "easting"  # TWD97 / TM2, metres
    NORTHING = "northing"
    COUNTY = "county"
    TOWN = "town"
    ADDRESS = "address"
    PERSONAL = "personal"  # looks like personal data: an e-mail, a phone, a national id


@dataclass(frozen=True, slots=True)
class Column:
    name: str  # in the staged table: unique, without line breaks
    title: str  # as the file had it
    type: ColumnType
    role: Role = Role.NONE
    note: str = ""  # what was detected, e.g. "ROC dates (104/7/27) turned into ISO 8601"
    nulls: int = 0
    example: str = ""


@dataclass(frozen=True, slots=True)
class Geometry:
    """The staged table has a column `geometry` (WKB in DuckDB's GEOMETRY type), in CRS84."""

    kind: str  # "Point", "Polygon", … or "Mixed"
    bbox: tuple[float, float, float, float]  # west, south, east, north; degrees
    count: int  # rows that have a place
    source_crs: str  # "EPSG:3826", "OGC:CRS84", …
    made_from: str = ""  # "lon, lat" columns, or "" where the file held geometry


@dataclass(frozen=True, slots=True)
class Hints:
    """What the publisher says about the file; empty means: find out."""

    format: Format | None = None
    encoding: str = ""
    delimiter: str = ""
    crs: str = ""
    sheet: str = ""
    layer: str = ""


@dataclass(frozen=True, slots=True)
class Staged:
    """A file read into `rows` of a DuckDB database file of its own, types detected.

    `rows` is a view over Parquet beside the database: their folder is kept until the last use.
    Column `_row` (BIGINT) is the number of the row in the file as a person sees it; a relation has
    no order of its own, so sort by `_row` where the order matters. DATETIME is a TIMESTAMP without
    zone: the clock of Taiwan.

    `table` holds the same columns and `_row` in memory, in the order of the file, where they are
    few enough and came so plainly that nobody needs to read them again.
    """

    database: Path
    filename: str
    format: Format
    encoding: str
    columns: tuple[Column, ...]
    rows: int
    rejected: int  # rows left out, each with an issue
    issues: tuple[Issue, ...] = ()  # at most ISSUE_LIMIT are kept; issue_count tells all
    issue_count: int = 0
    geometry: Geometry | None = None
    notes: tuple[str, ...] = ()
    table: pa.Table | None = None


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a file seems to be, before it is read."""

    format: Format
    encoding: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]  # the first 50: `_row`, then the columns
    complete: bool  # the whole file was looked at
    geometry: Geometry | None
    issues: tuple[Issue, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Payload:
    """A raw file as it came, kept in the lake under its SHA-256."""

    sha256: str
    filename: str
    size: int
    lake_key: str
    source_url: str = ""
    media_type: str = ""
    retrieved_at: datetime | None = None
    headers: dict[str, str] = field(default_factory=dict)


ISSUE_LIMIT = 1000
