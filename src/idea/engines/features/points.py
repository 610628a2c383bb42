"""Finds points in memory: a copy of a layer's features that is mapped, not read, in blocks.

Opening a Parquet file costs DuckDB milliseconds a query, and making JSON of rows costs as much
again; here a feature is written once, and a page is slices of the copy put together. Made in the
background for layers that are asked often, each kept beside the other caches and told by the key
of the file it was made from. Whatever asks for more than a box goes to the file.
"""
# ruff: noqa: S608  names are quoted, values are parameters

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Thread
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import orjson
import pyarrow as pa
import structlog

from idea.engines.features import copies, geojson, store
from idea.engines.features import crs as systems
from idea.engines.features.types import CRS84, Bounds, Collection, Crs, Page, Written

Floats = npt.NDArray[np.float64]

_BLOCK = 8_192  # rows; along the Hilbert curve a block is a compact patch of the map
_AT_ONCE = 25 * _BLOCK  # rows read of the file
_OFTEN = 2  # times a process is asked before a copy is worth its making
_FIELDS: list[tuple[str, pa.DataType]] = [
    ("x", pa.float64()),
    ("y", pa.float64()),
    ("feature", pa.large_binary()),
]
_SCHEMA = pa.schema(_FIELDS)
_KEPT = 32  # layers mapped at a time

log = structlog.get_logger("idea.features")
_lock = Lock()
_asked: dict[str, int] = {}
_mapped: dict[str, "Points"] = {}


@dataclass(frozen=True, slots=True)
class _Block:
    """Rows that follow one another, as views of the mapped file: nothing here is a copy."""

    xs: Floats  # NaN where a row has no place, which is within no box
    ys: Floats
    starts: npt.NDArray[np.int64]  # where in `texts` each row's feature begins, and the end
    texts: memoryview  # features as JSON, one after the other

    def take(self, places: npt.NDArray[np.intp]) -> list[memoryview]:
        """Return the features at `places` as JSON."""
        starts, ends = self.starts[places].tolist(), self.starts[places + 1].tolist()
        return [self.texts[start:end] for start, end in zip(starts, ends, strict=True)]


@dataclass(frozen=True, slots=True)
class _Found:
    matched: int
    places: list[tuple[_Block, npt.NDArray[np.intp]]]
    next_after: int | None

    def texts(self) -> list[memoryview]:
        return [text for block, places in self.places for text in block.take(places)]


class Points:
    """The rows of a layer of points, in the order of its file."""

    def __init__(self, path: Path) -> None:
        reader = pa.ipc.open_file(pa.memory_map(str(path)))
        batches = (reader.get_batch(at) for at in range(reader.num_record_batches))
        self._blocks = [_block(batch) for batch in batches]
        sides = [
            side(values)
            for block in self._blocks
            for values in (block.xs, block.ys)
            for side in (np.fmin.reduce, np.fmax.reduce)
        ]
        corners = np.array(sides).reshape(len(self._blocks), 4)
        self._west, self._east, self._south, self._north = corners.T
        self._rows = np.array([len(block.xs) for block in self._blocks])
        self._whole = np.array([not np.isnan(block.xs + block.ys).any() for block in self._blocks])

    def page(
        self, bounds: Bounds, names: Sequence[str], *, limit: int, after: int, crs: Crs
    ) -> Page:
        """Return the features within `bounds` (degrees, CRS84) as `reading.read` does."""
        found = self._find(bounds, limit, after)
        features: list[dict[str, Any]] = [orjson.loads(text) for text in found.texts()]
        if features and len(names) < len(features[0]["properties"]):
            for feature in features:
                feature["properties"] = {name: feature["properties"][name] for name in names}
        if features and crs is not CRS84:
            xs = np.concatenate([block.xs[places] for block, places in found.places])
            ys = np.concatenate([block.ys[places] for block, places in found.places])
            for feature, point in zip(features, systems.points(xs, ys, crs), strict=True):
                feature["geometry"] = point
        return Page(features=features, matched=found.matched, next_after=found.next_after)

    def written(self, bounds: Bounds, *, limit: int, after: int) -> Written:
        """Return the same page with all properties, in CRS84, as JSON that is only put together."""
        found = self._find(bounds, limit, after)
        texts = found.texts()
        features = b"[" + b",".join(texts) + b"]"
        return Written(features, len(texts), found.matched, found.next_after)

    def _find(self, bounds: Bounds, limit: int, after: int) -> _Found:
        matched, found = 0, list[tuple[int, npt.NDArray[np.intp]]]()
        wanted = limit + 1  # one more than asked for tells whether there is a next page
        touched, inside = self._touched(bounds)
        for block in np.flatnonzero(touched).tolist():
            past = (block + 1) * _BLOCK <= after + 1
            if inside[block] and (past or wanted <= 0):
                matched += int(self._rows[block])
                continue
            places = np.flatnonzero(self._within(block, bounds))
            matched += len(places)
            if not past and wanted > 0:
                places = places[places + block * _BLOCK > after][:wanted]
                wanted -= len(places)
                found.append((block, places))
        more = wanted <= 0
        if more:
            found[-1] = (found[-1][0], found[-1][1][:-1])
        found = [(block, places) for block, places in found if len(places)]
        last = found[-1][0] * _BLOCK + int(found[-1][1][-1]) if more else None
        return _Found(matched, [(self._blocks[block], places) for block, places in found], last)

    def _touched(self, bounds: Bounds) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        """Return which blocks may hold points within `bounds`, and which hold no others."""
        west, south, east, north = bounds
        across = (self._south <= north) & (self._north >= south)
        held = (self._south >= south) & (self._north <= north)
        if west <= east:
            across &= (self._west <= east) & (self._east >= west)
            held &= (self._west >= west) & (self._east <= east)
        else:
            across &= (self._west <= east) | (self._east >= west)
            held &= (self._east <= east) | (self._west >= west)
        return across, held & self._whole

    def _within(self, block: int, bounds: Bounds) -> npt.NDArray[np.bool_]:
        west, south, east, north = bounds
        xs, ys = self._blocks[block].xs, self._blocks[block].ys
        within = (xs >= west) & (xs <= east) if west <= east else (xs >= west) | (xs <= east)
        return within & (ys >= south) & (ys <= north)


def ready(layer: Collection) -> Points | None:
    """Return the copy of a layer where it is made; where it is asked often, have it made."""
    if layer.layer.kind != "Point" or layer.during is not None:
        return None  # a copy has every row of the file
    key = layer.lake_key
    if found := _mapped.get(key):
        return found
    with _lock:
        _asked[key] = _asked.get(key, 0) + 1
        begin = _asked[key] == _OFTEN
    if begin:
        Thread(target=_prepare, args=(layer,), daemon=True, name="points").start()
    return None


def prepare(layer: Collection) -> None:
    """Make and map the copy of a layer of points; one that cannot be copied stays as it is."""
    path = copies.place("dots", layer)
    if not path.exists() and not _write(layer, path):
        return
    made = Points(path)
    with _lock:
        while len(_mapped) >= _KEPT:
            _mapped.pop(next(iter(_mapped)))
        _mapped[layer.lake_key] = made


def _prepare(layer: Collection) -> None:
    try:
        prepare(layer)
    except (OSError, duckdb.Error, pa.ArrowException):  # the file itself still answers
        log.warning("points.not_copied", layer=layer.id, exc_info=True)


def _write(layer: Collection, path: Path) -> bool:
    source = store.table(layer)
    with store.reader() as cursor:
        flat = cursor.execute(f"SELECT count(*) FROM {source} WHERE ST_HasZ(geometry)").fetchone()
        if flat != (0,):
            return False
        types = store.column_types(layer)
        names = list(types)
        columns = f"ST_X(geometry), ST_Y(geometry), {geojson.columns(types, names)}"
        with copies.written(path) as part, pa.ipc.new_file(str(part), _SCHEMA) as out:
            # Part by part: the order of the file is sure, and memory stays small.
            for start in range(0, layer.layer.rows, _AT_ONCE):
                cursor.execute(
                    f"SELECT {columns} FROM {source} "
                    "WHERE file_row_number BETWEEN ? AND ? ORDER BY file_row_number",
                    [start, start + _AT_ONCE - 1],
                )
                while rows := cursor.fetchmany(_BLOCK):
                    out.write_batch(_batch(names, rows))
    return True


def _batch(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> pa.RecordBatch:
    xs, ys = np.array([row[:2] for row in rows], dtype=np.float64).T  # None becomes NaN
    made = [orjson.dumps(geojson.feature(names, row[2:], orjson.Fragment)) for row in rows]
    return pa.record_batch([pa.array(xs), pa.array(ys), pa.array(made)], schema=_SCHEMA)


def _block(batch: pa.RecordBatch) -> _Block:
    xs, ys, texts = batch.columns
    buffers: Any = texts.buffers()
    _none, starts, data = buffers
    first, count = texts.offset, len(texts)
    return _Block(
        xs.to_numpy(),
        ys.to_numpy(),
        np.frombuffer(starts, dtype=np.int64)[first : first + count + 1],
        memoryview(data),
    )
