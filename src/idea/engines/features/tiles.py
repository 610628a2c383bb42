"""Makes vector tiles: all a layer says while it fits, thinned where a tile would hold too much.

One layer named `features` (Mapbox Vector Tile 2.1, extent 4096); each feature carries its row
number as its id and the layer's own properties. A full tile leaves out the properties first, then
the smallest lines and areas; its points are joined, and `_count` says how many one stands for.
"""
# ruff: noqa: S608  names are quoted, values are parameters

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from idea.engines.features import store
from idea.engines.features.cells import cells, joined
from idea.engines.features.conf import features_settings
from idea.engines.features.limits import limited
from idea.engines.features.matrices import WEB_MERCATOR, MatrixSet, degrees, transformer
from idea.engines.features.types import CRS84, Bounds, Collection
from idea.kernel import duck

MEDIA_TYPE = "application/vnd.mapbox-vector-tile"
LAYER = "features"
MOST_BYTES = 500_000
_EXTENT = 4096
_BUFFER = 64
_EDGE = _BUFFER / _EXTENT
_CELLS = 64  # squares on a tile's side where points are joined
_FINE = 1024  # lines and areas are true to this part of a tile's side
_A_NUMBER = 8  # bytes a number takes in a tile, its name's number included, or a text's own part
_A_CORNER = 4
# A tile has no collections: what has the most dimensions stands for the rest.
_PLAIN = (
    "CASE WHEN ST_GeometryType(geometry)::VARCHAR = 'GEOMETRYCOLLECTION' "
    "THEN ST_CollectionExtract(geometry) ELSE geometry END"
)
_WORLD = -WEB_MERCATOR.west
# Where statistics say that a whole row group lies inside, DuckDB 1.5 drops the test of the box.
_NEAR = "(geometry IS NOT NULL AND geometry && ST_MakeEnvelope(?, ?, ?, ?))"


def tile(
    layer: Collection,
    z: int,
    x: int,
    y: int,
    matrices: MatrixSet = WEB_MERCATOR,
    *,
    keep: Sequence[str] = (),
) -> bytes:
    """Return a tile of at most `MOST_BYTES`; empty bytes where there is nothing.

    A full tile keeps the columns `keep`: those the layer's styles are drawn by.

    Raises NoTile outside the matrix, TooLong where it takes longer than the setting says.
    """
    matrices.check(z, x, y)
    around = matrices.degrees(z, x, y, _EDGE)
    if not _touch(around, layer.layer.bbox):
        return b""
    box, side = matrices.bounds(z, x, y), matrices.side / 2**z
    most = features_settings().features_tile
    points = layer.layer.kind == "Point"
    if points and layer.layer.rows > most:
        found = cells(layer, around, side / _CELLS / _world(matrices))
        if found.count.sum() > most:
            return _joined(layer, matrices, box, side)
    with store.reader() as cursor, limited(cursor):
        if points:
            _take_points(cursor, layer, matrices, around, box)
        else:
            _take_shapes(cursor, layer, matrices, around, box)
        made = _fitting(cursor, most, keep, whole=points)
    return _joined(layer, matrices, box, side) if made is None else made


def _fitting(cursor: Any, most: int, keep: Sequence[str], *, whole: bool) -> bytes | None:
    """Make the tile of what was taken; the smallest are left out, or None is given for `whole`."""
    count, weight, said = cursor.execute(
        "SELECT count(*), sum(weight), sum(said) FROM taken"
    ).fetchone()
    if not count:
        return b""
    everything = f"SELECT * EXCLUDE (weight, said, size) REPLACE ({_PLAIN} AS geometry) FROM taken"
    if count <= most and weight + said <= 2 * MOST_BYTES:  # equal values are written once
        made = _encode(cursor, everything)
        if len(made) <= MOST_BYTES:
            return made
    room = float(MOST_BYTES)
    kept = ", ".join(["_row", *map(duck.quote, keep)])
    while not whole or (count <= most and weight <= room):
        chosen = (
            f"SELECT {kept}, {_PLAIN} AS geometry FROM taken "
            "WINDOW largest AS (ORDER BY size DESC, _row ROWS UNBOUNDED PRECEDING) QUALIFY "
            f"row_number() OVER largest <= {most} AND sum(weight) OVER largest <= {room}"
        )
        made = _encode(cursor, chosen)
        if len(made) <= MOST_BYTES:
            return made
        room *= 0.7
    return None


def _encode(cursor: Any, rows: str) -> bytes:
    made = cursor.execute(
        f"SELECT ST_AsMVT(t, '{LAYER}', {_EXTENT}, 'geometry', '_row') FROM ({rows}) t"
    ).fetchone()
    return bytes(made[0]) if made and made[0] else b""


def _take_points(
    cursor: Any, layer: Collection, matrices: MatrixSet, around: Bounds, box: Bounds
) -> None:
    cut = f"ST_AsMVTGeom({_place(matrices)}, {_box(box)}, {_EXTENT}, {_BUFFER}, true)"
    _take(cursor, layer, f"{cut} AS geometry, 0 AS size", _NEAR, around)


def _take_shapes(
    cursor: Any, layer: Collection, matrices: MatrixSet, around: Bounds, box: Bounds
) -> None:
    west, south, east, north = around
    fine = min(east - west, north - south) / _FINE
    # Simplified before they are moved, which is dear for each corner; cutting refuses areas that
    # cross themselves.
    simple = f"ST_Simplify(geometry, {fine!r})"
    sound = f"CASE WHEN ST_IsValid({simple}) THEN {simple} ELSE ST_MakeValid({simple}) END"
    moved = sound
    if matrices.crs is not CRS84:
        moved = f"ST_Transform({sound}, '{CRS84.code}', '{matrices.crs.code}', always_xy := true)"
    cut = f"TRY(ST_AsMVTGeom({moved}, {_box(box)}, {_EXTENT}, {_BUFFER}, true))"
    wide = "greatest(ST_XMax(geometry) - ST_XMin(geometry), ST_YMax(geometry) - ST_YMin(geometry))"
    # What is smaller than four of a tile's 4096 is a speck; a layer's points are none.
    seen = f"({wide} > {fine!r} OR ST_Dimension(geometry) = 0)"
    _take(cursor, layer, f"{cut} AS geometry, {wide} AS size", f"{_NEAR} AND {seen}", around)


def _take(cursor: Any, layer: Collection, columns: str, where: str, values: Any) -> None:
    """Put into the table `taken` what a tile may hold, with what it weighs in bytes."""
    says = {
        name: _value(name, kind)
        for name, kind in store.column_types(layer).items()
        if kind != "BLOB"
    }
    said = [f"{value} AS {duck.quote(name)}" for name, value in says.items()]
    weights = " + ".join(
        [str(_A_NUMBER * len(says)), *(f"coalesce(strlen({v}::VARCHAR), 0)" for v in says.values())]
    )
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE taken AS SELECT *, "
        f"{3 * _A_NUMBER} + {_A_CORNER} * ST_NPoints(geometry) AS weight FROM ("
        f"SELECT {', '.join(['_row', *said])}, {weights} AS said, {columns} "
        f"FROM {store.table(layer)} WHERE {where}) "
        "WHERE geometry IS NOT NULL AND NOT ST_IsEmpty(geometry)",
        values,
    )


def _joined(layer: Collection, matrices: MatrixSet, box: Bounds, side: float) -> bytes:
    """Return a tile of joined points: each square has the middle of its own."""
    west, south, east, north = box
    square = side / _CELLS
    found = cells(layer, degrees(box, matrices.crs), square / _world(matrices))
    xs, ys = transformer(CRS84.code, matrices.crs.code).transform(found.lon, found.lat)
    there = (xs >= west) & (xs < east) & (ys > south) & (ys <= north)
    kept = type(found)(*(part[there] for part in (found.lon, found.lat, found.row, found.count)))
    made = joined(kept, xs[there], ys[there], square)
    if not len(made.count):
        return b""
    rows = pa.table({"x": made.lon, "y": made.lat, "row": made.row, "number": made.count})
    with store.reader() as cursor:
        cursor.register("joined", rows)
        cut = f"ST_AsMVTGeom(ST_Point(x, y), {_box(box)}, {_EXTENT}, {_BUFFER}, true)"
        return _encode(
            cursor, f"SELECT row AS _row, number AS _count, {cut} AS geometry FROM joined"
        )


def _world(matrices: MatrixSet) -> float:
    """Return how wide the world is in the units of a set's system, about."""
    return 2 * _WORLD if matrices.crs.projected else 360.0


def _place(matrices: MatrixSet) -> str:
    """Return the SQL of a point in a set's system."""
    if matrices.crs is CRS84:
        return "geometry"
    if matrices is WEB_MERCATOR:  # several times as fast as PROJ, and the same
        north = (
            f"{_WORLD!r} * ln(tan(radians(45 + greatest(-89.9, least(89.9, ST_Y(geometry))) / 2)))"
            " / pi()"
        )
        return f"ST_Point({_WORLD!r} * ST_X(geometry) / 180, {north})"
    return f"ST_Transform(geometry, '{CRS84.code}', '{matrices.crs.code}', always_xy := true)"


def _value(name: str, kind: str) -> str:
    """Return the SQL of a property as a type that tiles know."""
    if kind in ("UBIGINT", "HUGEINT", "UHUGEINT", "FLOAT"):
        return f"{duck.quote(name)}::DOUBLE"
    if kind.endswith(("INT", "INTEGER")):
        return f"{duck.quote(name)}::BIGINT"
    value = store.json_value(name, kind)
    known = kind in ("VARCHAR", "BOOLEAN", "DOUBLE") or kind.startswith("DECIMAL")
    return value if known else f"{value}::VARCHAR"


def _box(bounds: Bounds) -> str:
    west, south, east, north = bounds
    return (
        f"{{'min_x': {west!r}, 'min_y': {south!r}, 'max_x': {east!r}, 'max_y': {north!r}}}::BOX_2D"
    )


def _touch(a: Bounds, b: Bounds) -> bool:
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]
