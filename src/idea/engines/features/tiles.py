"""Makes vector tiles: a simple start, thinned where a tile would hold too much.

One layer named `features`; each feature carries `_row` as its id, a `label`, and `count`, how many
it stands for. Matrix WebMercatorQuad (OGC 17-083r4), extent 4096.
"""
# ruff: noqa: S608  names are quoted, values are parameters

import math

from django.utils.translation import gettext as _

from idea.engines.features import store
from idea.engines.features.conf import features_settings
from idea.engines.features.errors import NoTile
from idea.engines.features.reading import intersects
from idea.engines.features.types import Bounds, Collection
from idea.kernel import duck

MEDIA_TYPE = "application/vnd.mapbox-vector-tile"
DEEPEST = 22
_EXTENT = 4096
_BUFFER = 64
_CELLS = 128  # cells on a tile's side where points are thinned
# A tile has no collections: what has the most dimensions stands for the rest.
_PLAIN = (
    "CASE WHEN ST_GeometryType(geometry)::VARCHAR = 'GEOMETRYCOLLECTION' "
    "THEN ST_CollectionExtract(geometry) ELSE geometry END"
)
_WORLD = 20037508.342789244  # half the side of the Mercator square, meters


def tile(layer: Collection, z: int, x: int, y: int) -> bytes:
    """Return a Mapbox vector tile (version 2.1); empty bytes where there is nothing.

    Raises NoTile outside the matrix.
    """
    if not (0 <= z <= DEEPEST and 0 <= x < 2**z and 0 <= y < 2**z):
        raise NoTile(_("There is no tile %(z)s/%(x)s/%(y)s.") % {"z": z, "x": x, "y": y})
    where = intersects(layer, _degrees(z, x, y))
    side = 2 * _WORLD / 2**z
    with store.reader() as cursor:
        count = cursor.execute(
            f"SELECT count(*) FROM {store.table(layer)} WHERE {where.sql}", where.values
        ).fetchone()
        matched = count[0] if count else 0
        if not matched:
            return b""
        thin = matched > features_settings().features_tile
        if layer.layer.kind == "Point":
            shapes = _points(layer, where.sql, cell=side / _CELLS if thin else 0)
        else:
            shapes = _shapes(layer, where.sql, pixel=side / 512 if thin else 0)
        made = cursor.execute(
            f"WITH bounds AS (SELECT {_box(z, x, y)} AS box), shapes AS ({shapes}), "
            "cut AS (SELECT _row, label, count, TRY(ST_AsMVTGeom(geometry, box, "
            f"{_EXTENT}, {_BUFFER}, true)) AS geometry FROM shapes, bounds), "
            f"plain AS (SELECT * REPLACE ({_PLAIN} AS geometry) FROM cut) "
            f"SELECT ST_AsMVT(plain, 'features', {_EXTENT}, 'geometry', '_row') FROM plain "
            "WHERE geometry IS NOT NULL AND NOT ST_IsEmpty(geometry)",
            where.values,
        ).fetchone()
    return bytes(made[0]) if made and made[0] else b""


def _points(layer: Collection, where: str, *, cell: float) -> str:
    """Return SQL of points in Mercator meters; thinned, one for each cell that holds any."""
    rows = (
        f"SELECT _row, {_label(layer)} AS label, {_WORLD!r} * ST_X(geometry) / 180 AS e, "
        f"{_WORLD!r} * ln(tan(radians(45 + greatest(-85.06, least(85.06, ST_Y(geometry))) / 2))) "
        f"/ pi() AS n FROM {store.table(layer)} WHERE {where}"
    )
    if not cell:
        return f"SELECT _row, label, 1 AS count, ST_Point(e, n) AS geometry FROM ({rows})"
    return (
        "SELECT min(_row) AS _row, CASE WHEN count(*) = 1 THEN any_value(label) END AS label, "
        f"count(*) AS count, ST_Point(avg(e), avg(n)) AS geometry FROM ({rows}) "
        f"GROUP BY floor(e / {cell!r}), floor(n / {cell!r})"
    )


def _shapes(layer: Collection, where: str, *, pixel: float) -> str:
    """Return SQL of lines and polygons in Mercator meters; thinned, the largest come first."""
    # Cutting refuses areas that cross themselves.
    sound = "CASE WHEN ST_IsValid(geometry) THEN geometry ELSE ST_MakeValid(geometry) END"
    merc = f"ST_Transform({sound}, 'OGC:CRS84', 'EPSG:3857')"
    rows = (
        f"SELECT _row, {_label(layer)} AS label, 1 AS count, {merc} AS geometry "
        f"FROM {store.table(layer)} WHERE {where}"
    )
    if not pixel:
        return rows
    return (
        f"SELECT _row, label, count, ST_Simplify(geometry, {pixel!r}) AS geometry FROM ({rows}) "
        f"WHERE greatest(ST_XMax(geometry) - ST_XMin(geometry), ST_YMax(geometry) - "
        f"ST_YMin(geometry)) >= {pixel!r} ORDER BY ST_Area(geometry) + ST_Length(geometry) DESC "
        f"LIMIT {features_settings().features_tile}"
    )


def _label(layer: Collection) -> str:
    """Return the SQL of what a feature is called: its first text."""
    for name, kind in store.column_types(layer).items():
        if kind == "VARCHAR":
            return duck.quote(name)
    return "NULL::VARCHAR"


def _box(z: int, x: int, y: int) -> str:
    side = 2 * _WORLD / 2**z
    west, north = x * side - _WORLD, _WORLD - y * side
    return (
        f"{{'min_x': {west!r}, 'min_y': {north - side!r}, "
        f"'max_x': {west + side!r}, 'max_y': {north!r}}}::BOX_2D"
    )


def _degrees(z: int, x: int, y: int) -> Bounds:
    """Return the tile's bounds with its buffer, in degrees, within the world."""
    edge = _BUFFER / _EXTENT

    def lat(row: float) -> float:
        return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / 2**z))))

    return (
        max(-180.0, (x - edge) / 2**z * 360 - 180),
        lat(min(2**z, y + 1 + edge)),
        min(180.0, (x + 1 + edge) / 2**z * 360 - 180),
        lat(max(0, y - edge)),
    )
