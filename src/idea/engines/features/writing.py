"""Writes a staged table as GeoParquet that answers bounding-box queries fast.

Sorts and writes one file; where the file is kept is for the lake, what is staged for `sources`.
"""
# ruff: noqa: S608  names are quoted, values are parameters

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from idea.engines.features.errors import NoGeometry
from idea.engines.features.types import Bounds, Layer
from idea.engines.sources.types import Geometry, Staged
from idea.kernel import duck
from idea.kernel.progress import Progress, silent

COVERING = "_bbox"
_SIDES = ("xmin", "ymin", "xmax", "ymax")

# Measured on 1,000,000 points, boxes of 0.1 degrees: 10,240 rows a group answer in 3.6 ms, 20,480
# in 3.9, 61,440 in 9.3; smaller groups make the file bigger and the writing slower. zstd level 1
# writes a sixth faster than the default 3, and the file is no bigger. The encodings of Parquet V2
# (deltas, split bytes) write another sixth faster and make it 5 % smaller.
_ROW_GROUP = 20_480
_LEVEL = 1


def write(staged: Staged, *, out: Path, progress: Progress = silent) -> Layer:
    """Write table `rows` of `staged` to `out` as GeoParquet 1.1 and return what was written.

    Rows are sorted along a Hilbert curve over the layer's bounds; rows without a place come last.
    The geometry column carries the Parquet GEOMETRY type, whose statistics let DuckDB skip row
    groups; layers that are not all points also get a `_bbox` covering column (clause "bbox
    covering" of GeoParquet 1.1) for readers that know only that. Coordinates are OGC:CRS84
    degrees. Memory stays within 512 MB; what does not fit is spilled beside the staged table.

    Raises NoGeometry where the table has no places.
    """
    geometry = staged.geometry
    if geometry is None or geometry.count == 0:
        raise NoGeometry(_("No row of %(file)s has a place.") % {"file": staged.filename})
    from idea.engines.features import packing  # Arrow's functions: 7 MB only writers need

    progress(0, staged.rows, _("Sorting and writing places"))
    geo = json.dumps(_geo(geometry, covered=False))
    box = _box(geometry.bbox)
    if not packing.write_points(
        staged, out, box=box, metadata={"geo": geo}, group=_ROW_GROUP, level=_LEVEL
    ):
        _write(staged, geometry, out)
    progress(staged.rows, staged.rows)
    return Layer(kind=geometry.kind, bbox=geometry.bbox, count=geometry.count, rows=staged.rows)


def _write(staged: Staged, geometry: Geometry, out: Path) -> None:
    connection = duck.connect(staged.database, read_only=True)
    try:
        covered = geometry.kind != "Point" and all(
            column.name != COVERING for column in staged.columns
        )
        connection.execute(_copy(geometry, out, covered=covered))
    finally:
        connection.close()


def write_rows(cursor: Any, source: str, told: Geometry, *, out: Path) -> None:
    """Write a table or view that `cursor` knows, with `_row` and `geometry`, as `write` does."""
    covered = told.kind != "Point"
    cursor.execute(_copy(told, out, covered=covered, source=source))


def narrow(source: Path, layer: Layer, columns: Sequence[str], *, out: Path) -> None:
    """Write only `columns`, numbers and places of a file that `write` made, in its order."""
    covered = layer.kind != "Point" and COVERING not in columns
    names = ["_row", *map(duck.quote, columns), "geometry", *([COVERING] if covered else [])]
    told = Geometry(layer.kind, layer.bbox, layer.count, source_crs="OGC:CRS84")
    connection = duck.connect()
    try:
        connection.execute(
            f"COPY (SELECT {', '.join(names)} FROM read_parquet({duck.literal(str(source))}, "
            f"file_row_number=true) ORDER BY file_row_number) {_to(told, out, covered=covered)}"
        )
    finally:
        connection.close()


def _copy(geometry: Geometry, out: Path, *, covered: bool, source: str = "rows") -> str:
    columns = "*"
    if not geometry.made_from:  # from a file of geometry: an empty one is no place
        columns = "* REPLACE (CASE WHEN NOT ST_IsEmpty(geometry) THEN geometry END AS geometry)"
    sides = ", ".join(f"{name} := ST_{name}(geometry)" for name in _SIDES)
    covering = f", CASE WHEN geometry IS NOT NULL THEN struct_pack({sides}) END AS {COVERING}"
    return (
        f"COPY (SELECT *{covering if covered else ''} FROM (SELECT {columns} FROM {source}) "
        f"ORDER BY ST_Hilbert(geometry, {_box(geometry.bbox)})) "
        f"{_to(geometry, out, covered=covered)}"
    )


def _to(geometry: Geometry, out: Path, *, covered: bool) -> str:
    metadata = duck.literal(json.dumps(_geo(geometry, covered=covered)))
    return (
        f"TO {duck.literal(str(out))} "
        f"(FORMAT parquet, PARQUET_VERSION V2, COMPRESSION zstd, COMPRESSION_LEVEL {_LEVEL}, "
        # With a `geo` entry of our own, NONE still writes Parquet's native GEOMETRY type.
        f"ROW_GROUP_SIZE {_ROW_GROUP}, GEOPARQUET_VERSION 'NONE', KV_METADATA {{geo: {metadata}}})"
    )


def _geo(geometry: Geometry, *, covered: bool) -> dict[str, Any]:
    """Return the file's `geo` metadata (GeoParquet 1.1.0; no `crs` means OGC:CRS84)."""
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": [] if geometry.kind == "Mixed" else _types(geometry.kind),
        "bbox": list(geometry.bbox),
    }
    if covered:
        column["covering"] = {"bbox": {side: [COVERING, side] for side in _SIDES}}
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}


def _types(kind: str) -> list[str]:
    """Return what a layer of `kind` may hold: publishers mix single and multi freely."""
    single = kind.removeprefix("Multi")
    return ["Point"] if kind == "Point" else [single, f"Multi{single}"]


def _box(bbox: Bounds) -> str:
    west, south, east, north = bbox
    return (
        f"{{'min_x': {west!r}, 'min_y': {south!r}, 'max_x': {max(east, west + 1e-9)!r}, "
        f"'max_y': {max(north, south + 1e-9)!r}}}::BOX_2D"
    )
