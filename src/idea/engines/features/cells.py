"""Joins the points of a layer in small squares, kept as files that are mapped, not read.

What is drawn from afar is drawn from these: a tile of a million points costs what one of a
thousand does. Squares lie along the Z-order curve, so that a box is a few stretches of a file.
"""
# ruff: noqa: S608  names are quoted, values are parameters

import math
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt

from idea.engines.features import copies, store
from idea.engines.features.kept import Kept
from idea.engines.features.types import Bounds, Collection

# Squares of Web Mercator, 2 to the power of these on the world's side: 150 m to 39 km.
LEVELS = (18, 16, 14, 12, 10)
_FINEST = LEVELS[0]
_MOST_LATITUDE = 85.051128
_CELL = np.dtype(
    [("code", "u8"), ("lon", "f8"), ("lat", "f8"), ("row", "i8"), ("count", "i8")]
)  # `row` is the least row number of its points; a place is the middle of its points
_lock = Lock()
_mapped: Kept[npt.NDArray[np.void]] = Kept(96)  # files, not bytes: a mapped one weighs nothing

_parts: Kept[npt.NDArray[np.void]] = Kept(64_000_000)  # bytes


@dataclass(frozen=True, slots=True)
class Cells:
    """Points that stand for others: arrays of one length."""

    lon: npt.NDArray[np.float64]  # degrees
    lat: npt.NDArray[np.float64]
    row: npt.NDArray[np.int64]
    count: npt.NDArray[np.int64]


def cells(layer: Collection, bounds: Bounds, size: float) -> Cells:
    """Return the joined points of a layer of points within `bounds` (degrees, west <= east).

    `size`: how wide a square may be, as a part of the world's width; the finest are of 150 m.
    """
    level = next((each for each in reversed(LEVELS) if 2.0**-each <= size), _FINEST)
    found = _level(layer, level)
    parts = [found[first:last] for first, last in _stretches(found["code"], level, bounds)]
    west, south, east, north = bounds
    chosen = [
        part[
            (part["lon"] >= west)
            & (part["lon"] <= east)
            & (part["lat"] >= south)
            & (part["lat"] <= north)
        ]
        for part in parts
    ]
    whole = np.concatenate(chosen) if chosen else found[:0]
    return Cells(whole["lon"], whole["lat"], whole["row"], whole["count"])


def joined(
    found: Cells, xs: npt.NDArray[np.float64], ys: npt.NDArray[np.float64], side: float
) -> Cells:
    """Join further those whose places `xs`, `ys` fall in one square of `side`.

    The places given back are those of `xs`, `ys`, in `lon` and `lat`.
    """
    columns, lines = (np.floor(values / side).astype(np.int64) for values in (xs, ys))
    _keys, index = np.unique((columns << 32) + lines, return_inverse=True)
    counts = np.bincount(index, weights=found.count)
    rows = np.full(len(counts), np.iinfo(np.int64).max)
    np.minimum.at(rows, index, found.row)
    return Cells(
        np.bincount(index, weights=xs * found.count) / counts,
        np.bincount(index, weights=ys * found.count) / counts,
        rows,
        counts.astype(np.int64),
    )


def _level(layer: Collection, level: int) -> npt.NDArray[np.void]:
    if layer.during is not None:
        return _of_part(layer, level)
    folder = copies.place("cells", layer)
    path = folder / f"{level}.npy"
    known = _mapped.get(str(path))
    if known is not None:
        return known
    with _lock:
        try:
            made = _load(path)
        except FileNotFoundError:
            _write(layer, folder)
            made = _load(path)
    _mapped.put(str(path), made, 1)
    return made


def _of_part(layer: Collection, level: int) -> npt.NDArray[np.void]:
    """Return the squares of a part of a layer: kept in memory, for there are many parts."""
    finest = _parts.get(layer.lake_key)
    if finest is None:
        finest = _read(layer)
        _parts.put(layer.lake_key, finest, finest.nbytes)
    return _coarser(finest, 2 * (_FINEST - level))


def _load(path: Path) -> npt.NDArray[np.void]:
    made: npt.NDArray[np.void] = np.load(path, mmap_mode="r")
    return made


def _write(layer: Collection, folder: Path) -> None:
    finest = _read(layer)
    with copies.written(folder) as part:
        part.mkdir()
        for level in LEVELS:
            np.save(part / f"{level}.npy", _coarser(finest, 2 * (_FINEST - level)))


def _read(layer: Collection) -> npt.NDArray[np.void]:
    side = 2**_FINEST
    lon, lat = (
        "ST_X(geometry)",
        f"greatest(-{_MOST_LATITUDE}, least({_MOST_LATITUDE}, ST_Y(geometry)))",
    )
    down = f"0.5 - ln(tan(radians(45 + {lat} / 2))) / (2 * pi())"

    def cell(place: str) -> str:
        return f"greatest(0, least({side - 1}, floor(({place}) * {side})))::UBIGINT"

    with store.reader() as cursor:
        rows = cursor.execute(
            f"SELECT {cell(f'{lon} / 360 + 0.5')} AS x, {cell(down)} AS y, avg({lon}) AS lon, "
            "avg(ST_Y(geometry)) AS lat, min(_row) AS first, count(*) AS number "
            f"FROM {store.table(layer)} WHERE geometry IS NOT NULL AND NOT ST_IsEmpty(geometry) "
            "GROUP BY x, y"
        ).fetchnumpy()
    made = np.empty(len(rows["x"]), dtype=_CELL)
    made["code"] = _code(rows["x"].astype(np.uint64), rows["y"].astype(np.uint64))
    for name, column in (("lon", "lon"), ("lat", "lat"), ("row", "first"), ("count", "number")):
        made[name] = rows[column]
    made.sort(order="code")
    return made


def _coarser(finest: npt.NDArray[np.void], bits: int) -> npt.NDArray[np.void]:
    codes = finest["code"] >> np.uint64(bits)
    if not bits or not len(finest):
        return finest
    starts = np.flatnonzero(np.r_[True, codes[1:] != codes[:-1]])
    counts = np.add.reduceat(finest["count"], starts)
    made = np.empty(len(starts), dtype=_CELL)
    made["code"], made["count"] = codes[starts], counts
    made["row"] = np.minimum.reduceat(finest["row"], starts)
    for name in ("lon", "lat"):
        made[name] = np.add.reduceat(finest[name] * finest["count"], starts) / counts
    return made


def _stretches(codes: npt.NDArray[np.uint64], level: int, bounds: Bounds) -> list[tuple[int, int]]:
    """Return where in a file the squares of the four or fewer great ones lie that hold `bounds`."""
    west, south, east, north = bounds
    left, right = (min(max(lon / 360 + 0.5, 0.0), 1 - 1e-12) for lon in (west, east))
    top, bottom = (min(max(_down(lat), 0.0), 1 - 1e-12) for lat in (north, south))
    wide = max(right - left, bottom - top, 2.0**-level)
    zoom = min(level, math.floor(-math.log2(wide)))
    side = 2**zoom
    shift = np.uint64(2 * (level - zoom))
    found = []
    for x in range(int(left * side), int(right * side) + 1):
        for y in range(int(top * side), int(bottom * side) + 1):
            code = _code(np.array([x], dtype=np.uint64), np.array([y], dtype=np.uint64))
            ends = np.concatenate([code, code + np.uint64(1)]) << shift
            first, last = np.searchsorted(codes, ends)
            found.append((int(first), int(last)))
    return found


def _down(lat: float) -> float:
    """Return how far down the Mercator square a latitude lies, 0 to 1."""
    held = math.radians(max(-_MOST_LATITUDE, min(_MOST_LATITUDE, lat)))
    return 0.5 - math.log(math.tan(math.pi / 4 + held / 2)) / (2 * math.pi)


def _code(x: npt.NDArray[np.uint64], y: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Return the numbers along the Z-order curve (Morton) of columns and rows below 2^32."""
    return _spread(x) | (_spread(y) << np.uint64(1))


def _spread(value: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    steps = (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    )
    for bits, mask in steps:
        value = (value | (value << np.uint64(bits))) & np.uint64(mask)
    return value
