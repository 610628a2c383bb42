"""Writes points that are in memory as the GeoParquet file that `writing` would write.

Sorts by numbers and encodes one row group while the next is picked; what the file must hold and
where it may be written otherwise is for `writing`.
"""
# ruff: noqa: S608  numbers only

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from idea.engines.features import store
from idea.engines.sources.types import Role, Staged

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Order = npt.NDArray[np.int64]

_ROW, _PLACE = "_row", "geometry"
_AHEAD = 2  # groups picked before they are written
_EAST, _NORTH = 180, 90
_FIRST_ROWS = 10_000
_REPEATED = 0.1  # of the first rows: with more different values no dictionary is worth it
_ENCODINGS = {
    "int64": "DELTA_BINARY_PACKED",
    "double": "BYTE_STREAM_SPLIT",
    "date32[day]": "DELTA_BINARY_PACKED",
    "timestamp[us]": "DELTA_BINARY_PACKED",
    "string": "DELTA_LENGTH_BYTE_ARRAY",
}
_WKB_POINT = np.dtype([("order", "u1"), ("type", "<u4"), ("x", "<f8"), ("y", "<f8")])


class _Wkb(pa.ExtensionType):
    """Tells Arrow to write Parquet's GEOMETRY type, with its statistics."""

    def __init__(self) -> None:
        super().__init__(pa.binary(), "geoarrow.wkb")

    def __arrow_ext_serialize__(self) -> bytes:
        return b"{}"  # no `crs` means OGC:CRS84

    @classmethod
    def __arrow_ext_deserialize__(cls, storage_type: pa.DataType, serialized: bytes) -> "_Wkb":
        return cls()


def write_points(
    staged: Staged, out: Path, *, box: str, metadata: dict[str, str], group: int, level: int
) -> bool:
    """Write the points of `staged.table` to `out`; False, and nothing, where it has no such ones.

    `box` is the SQL of the bounds that the Hilbert curve fills, `group` the rows of a row group,
    `level` that of zstd.
    """
    places = _places(staged)
    if places is None or staged.table is None:
        return False
    x, y, there = places
    order = _along_curve(x, y, there, box)
    table = _compact(staged.table.select([_ROW, *(column.name for column in staged.columns)]))
    schema = table.schema.append(pa.field(_PLACE, _Wkb()))
    with pq.ParquetWriter(out, schema, **_options(table, level)) as writer:
        for rows, part in _picked(table, order, group):
            shapes = _shapes(x[part], y[part], there[part])
            writer.write_table(rows.append_column(_PLACE, shapes), row_group_size=group)
        writer.add_key_value_metadata(metadata)
    return True


def _places(staged: Staged) -> tuple[Floats, Floats, Mask] | None:
    """Return longitude, latitude and where there is a place; None where two columns do not tell."""
    table, geometry = staged.table, staged.geometry
    named = {column.role: column.name for column in staged.columns}
    if table is None or geometry is None or not {Role.LONGITUDE, Role.LATITUDE} <= set(named):
        return None
    x, y = (
        pc.cast(table[named[role]], pa.float64()).to_numpy()
        for role in (Role.LONGITUDE, Role.LATITUDE)
    )
    there = (abs(x) <= _EAST) & (abs(y) <= _NORTH) & ((x != 0) | (y != 0))
    # Rows with their two numbers exchanged, or read in another way still, would be missing here.
    return (x, y, there) if int(there.sum()) == geometry.count else None


def _along_curve(x: Floats, y: Floats, there: Mask, box: str) -> Order:
    """Return the rows along a Hilbert curve through `box`, those without a place last."""
    placed = np.flatnonzero(there)
    points = pa.table({"x": x[placed], "y": y[placed]})
    with store.reader() as cursor:
        cursor.register("points", points)
        key = cursor.execute(f"SELECT ST_Hilbert(x, y, {box}) AS k FROM points").fetchnumpy()["k"]
        cursor.unregister("points")
    key = np.asarray(key, np.uint32)
    # NumPy sorts numbers of 16 bits by radix: two stable rounds, the low half first.
    low = np.argsort(key.astype(np.uint16), kind="stable")
    high = np.argsort((key >> 16).astype(np.uint16)[low], kind="stable")
    return np.concatenate([placed[low[high]], np.flatnonzero(~there)])


def _shapes(x: Floats, y: Floats, there: Mask) -> Any:
    """Return the points as WKB, little endian (ISO 19125-1, 8.2); null where there is none."""
    points = np.empty(len(x), _WKB_POINT)
    points["order"], points["type"], points["x"], points["y"] = 1, 1, x, y
    ends = np.arange(0, (len(x) + 1) * _WKB_POINT.itemsize, _WKB_POINT.itemsize, dtype=np.int32)
    valid = None if there.all() else pa.array(there).buffers()[1]
    buffers = [valid, pa.py_buffer(ends.data), pa.py_buffer(points.data)]
    return pa.ExtensionArray.from_storage(
        _Wkb(), pa.Array.from_buffers(pa.binary(), len(x), buffers)
    )


def _compact(table: pa.Table) -> pa.Table:
    """Return the rows in one piece, texts that repeat as numbers: they are picked much faster."""
    first = table.slice(0, _FIRST_ROWS)
    columns = [
        column.dictionary_encode()
        if pa.types.is_string(column.type)
        and pc.count_distinct(first[name]).as_py() < _REPEATED * len(first)
        else column
        for name, column in zip(table.column_names, table.columns, strict=True)
    ]
    return pa.table(columns, table.column_names).combine_chunks()


def _picked(table: pa.Table, order: Order, group: int) -> Iterator[tuple[pa.Table, Order]]:
    """Yield the rows in `order`, a group at a time; the next is picked while one is used."""
    parts = [order[start : start + group] for start in range(0, len(order), group)]
    with ThreadPoolExecutor(max_workers=1) as helper:
        coming = [helper.submit(table.take, part) for part in parts[:_AHEAD]]
        for number, part in enumerate(parts):
            if number + _AHEAD < len(parts):
                coming.append(helper.submit(table.take, parts[number + _AHEAD]))
            yield coming[number].result(), part


def _options(table: pa.Table, level: int) -> dict[str, Any]:
    """Return how to write each column: by a dictionary where texts repeat, else by its type."""
    types = {field.name: str(field.type) for field in table.schema}
    return {
        "version": "2.6",
        "data_page_version": "2.0",
        "compression": "zstd",
        "compression_level": level,
        "use_dictionary": [name for name, type_ in types.items() if type_.startswith("dictionary")],
        "column_encoding": {
            name: _ENCODINGS[type_] for name, type_ in types.items() if type_ in _ENCODINGS
        },
        "store_schema": False,
    }
