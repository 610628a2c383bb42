"""Keeps lines and areas in memory, one by one, as they are asked for; and draws them lightly.

How far they are from a place is for `measuring`.
"""
# ruff: noqa: S608  names are quoted, numbers are numbers

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson
import shapely

from idea.engines.features import store
from idea.engines.features.kept import Kept
from idea.engines.features.types import Bounds, Collection

Positions = npt.NDArray[np.int64]

_LIGHT = 4_000_000  # bytes of a file that is read as a whole: its next shapes are asked for soon
_OVERHEAD = 500  # bytes about of an object beside its corners
_HEAVY = 200  # corners; a whole coast would outweigh the page that it is drawn on
_FINE = 0.00002  # degrees, about 2 m
_MOST = 2_000  # corners
_shapes: Kept[Any] = Kept(64_000_000)


def shapes(wanted: Sequence[tuple[Collection, Positions]]) -> list[npt.NDArray[Any]]:
    """Return for each collection its shapes at the positions in its file.

    None stands for a shape that cannot be read.
    """
    kept = [
        {position: _shapes.get(_key(layer, position)) for position in positions.tolist()}
        for layer, positions in wanted
    ]
    missing: dict[int, list[int]] = {}
    for index, found in enumerate(kept):
        if lost := [position for position, shape in found.items() if shape is None]:
            missing[index] = lost
    light = [index for index in missing if _weight(wanted[index][0]) <= _LIGHT]
    if light:
        source = store.tables([wanted[index][0] for index in light])
        for file, position, wkb in _rows(source, "true"):
            index = light[file]
            shape = _keep(wanted[index][0], position, wkb)
            if position in kept[index]:
                kept[index][position] = shape
    for index in missing.keys() - set(light):
        layer = wanted[index][0]
        among = f"file_row_number IN ({', '.join(map(str, missing[index]))})"
        for _file, position, wkb in _rows(store.tables([layer]), among):
            kept[index][position] = _keep(layer, position, wkb)
    return [_array(found.values()) for found in kept]


def drawn(shape: Any, bounds: Bounds) -> dict[str, Any] | None:
    """Return a shape as GeoJSON; of a heavy one the part within `bounds`, a little simpler."""
    if shapely.get_num_coordinates(shape) > _HEAVY:
        shape = shapely.simplify(shapely.clip_by_rect(shape, *bounds), _FINE)
        if shapely.is_empty(shape) or shapely.get_num_coordinates(shape) > _MOST:
            return None
    geometry: dict[str, Any] = orjson.loads(shapely.to_geojson(shape))
    return geometry


def _rows(source: str, condition: str) -> list[tuple[int, int, bytes]]:
    sql = (
        f"SELECT file_index, file_row_number, ST_AsWKB(geometry)::BLOB FROM {source} "
        f"WHERE geometry IS NOT NULL AND {condition}"
    )
    with store.reader() as cursor:
        rows: list[tuple[int, int, bytes]] = cursor.execute(sql).fetchall()
    return rows


def _keep(layer: Collection, position: int, wkb: bytes) -> Any:
    shape = shapely.from_wkb(wkb, on_invalid="fix")
    if shape is not None:
        _shapes.put(_key(layer, position), shape, len(wkb) + _OVERHEAD)
    return shape


def _key(layer: Collection, position: int) -> str:
    return f"{layer.lake_key}#{position}"


def _weight(layer: Collection) -> int:
    return store.file(layer.lake_key).stat().st_size


def _array(found: Iterable[Any]) -> npt.NDArray[Any]:
    items = list(found)
    made: npt.NDArray[Any] = np.empty(len(items), dtype=object)
    made[:] = items
    return made
