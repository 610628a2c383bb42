"""Keeps in memory where the features of collections may be, and what small collections say of them.

How far something truly is, `measuring` finds out; a big collection's file is asked each time.
"""
# ruff: noqa: S608  names are quoted, numbers are numbers

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from idea.engines.features import geojson, store
from idea.engines.features.kept import Kept
from idea.engines.features.types import Bounds, Collection

Floats = npt.NDArray[np.float64]

# Opening a file costs DuckDB one to three milliseconds, whatever is asked of it: too much where a
# hundred data sets lie around a place. Files never change, so what was read once stays true.
SMALL = 20_480  # rows; of bigger ones a row group is read of the file
_WHOLE = 4_096  # rows of a collection that is read as a whole: others near by are asked for soon
_LIGHT = 4_000_000  # bytes of features; a collection of long texts is not kept
# Corners of a shape that is read from a big collection: a whole coast would outweigh any page.
_CORNERS = 200
# A hundred collections of the greatest size: with fewer, looking through them would keep none.
_boxes: Kept[Floats] = Kept(100 * SMALL * 40)
_features: Kept[dict[int, bytes]] = Kept(48_000_000)


def boxes(layers: Iterable[Collection]) -> dict[str, Floats]:
    """Return by lake key the boxes of those `layers` that are small.

    One row a feature with a place: its position in the file, west, south, east, north (degrees).
    """
    wanted = {layer.lake_key: layer for layer in layers if layer.layer.rows <= SMALL}
    kept = {key: _boxes.get(key) for key in wanted}
    found = _read_boxes([wanted[key] for key, rows in kept.items() if rows is None])
    for key, rows in found.items():
        _boxes.put(key, rows, rows.nbytes)
    return found | {key: rows for key, rows in kept.items() if rows is not None}


def within(rows: Floats, bounds: Bounds) -> Floats:
    """Return the rows whose boxes touch `bounds`."""
    west, south, east, north = bounds
    touches = (
        (rows[:, 1] <= east) & (rows[:, 3] >= west) & (rows[:, 2] <= north) & (rows[:, 4] >= south)
    )
    return rows[touches]


def features(layer: Collection, positions: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return the GeoJSON features at positions in a collection's file, without their shapes."""
    kept = _features.get(layer.lake_key)
    if kept is None:
        kept = {}
        if layer.layer.rows <= _WHOLE:
            whole = _read_features(layer, None, "NULL")
            weight = sum(map(len, whole.values()))
            kept = whole if weight <= _LIGHT else {}
            _features.put(layer.lake_key, kept, weight if kept else 0)
    if missing := [position for position in positions if position not in kept]:
        kept = kept | _read_features(layer, missing, "NULL")
    return {position: orjson.loads(kept[position]) for position in positions}


def whole_features(layer: Collection, positions: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Read GeoJSON features with their shapes, where these are not heavy, from the file."""
    shape = f"CASE WHEN ST_NPoints(geometry) <= {_CORNERS} THEN ST_AsGeoJSON(geometry) END"
    read = _read_features(layer, positions, shape)
    return {position: orjson.loads(feature) for position, feature in read.items()}


def _read_boxes(layers: list[Collection]) -> dict[str, Floats]:
    if not layers:
        return {}
    sides = ", ".join(f"ST_{side}(geometry)" for side in ("XMin", "YMin", "XMax", "YMax"))
    sql = (
        f"SELECT file_index, file_row_number, {sides} FROM {store.tables(layers)} "
        "WHERE geometry IS NOT NULL AND NOT ST_IsEmpty(geometry)"
    )
    with store.reader() as cursor:
        columns = cursor.execute(sql).fetchnumpy()
    rows = np.column_stack([np.asarray(column, dtype=np.float64) for column in columns.values()])
    return {layer.lake_key: rows[rows[:, 0] == index, 1:] for index, layer in enumerate(layers)}


def _read_features(
    layer: Collection, positions: Sequence[int] | None, geometry: str
) -> dict[int, bytes]:
    types = store.column_types(layer)
    columns, names = geojson.columns(types, list(types), geometry), list(types)
    sql = f"SELECT file_row_number, {columns} FROM {store.table(layer)}"
    if positions is not None:
        sql += f" WHERE file_row_number IN ({', '.join(map(str, positions)) or -1})"
    with store.reader() as cursor:
        rows = cursor.execute(sql).fetchall()
    return {
        position: orjson.dumps(geojson.feature(names, row, orjson.Fragment))
        for position, *row in rows
    }
