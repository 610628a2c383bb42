"""Makes places out of columns: points in CRS84, whatever system the file counts in.

Writes SQL for degrees, and a column of converted points beside the rows for other systems.
"""
# ruff: noqa: S608, E501  names are c0, c1 … or quoted, texts are literals; SQL unbroken

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from django.utils.translation import gettext as _

from idea.engines.sources.reading.detect import Found
from idea.engines.sources.reading.kinds import TEXT
from idea.engines.sources.reading.places import Places, find
from idea.engines.sources.reading.raw import Raw
from idea.engines.sources.types import ISSUE_LIMIT, ColumnType, Geometry
from idea.kernel.duck import literal, quote
from idea.kernel.geometry import CRS84, TAIWAN, to_crs84

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idea.engines.sources.reading.staging import Context

DEGREES = frozenset({"OGC:CRS84", "CRS84", "EPSG:4326", "WGS84", "EPSG:3824"})
_SAMPLE = 2000
_MOSTLY = 0.95  # of the places are around Taiwan: then a far one is worth a look
_NEAR = (
    f"ST_XMin(geometry) >= {TAIWAN[0]} AND ST_XMax(geometry) <= {TAIWAN[2]}"
    f" AND ST_YMin(geometry) >= {TAIWAN[1]} AND ST_YMax(geometry) <= {TAIWAN[3]}"
)
_NAMED_FAR = 100


@dataclass(frozen=True, slots=True)
class Made:
    """SQL of the geometry over a record of `numbered`, or "" where there is none."""

    sql: str
    given: str = ""  # SQL: the record names a place, whether or not one could be made
    shown: str = ""  # SQL: the text of the place as the file has it
    shape: str = ""  # SQL of `_shape`, which `sql` uses
    beside: Path | None = None  # a Parquet file with further columns of each record, in order
    point: tuple[str, str] | None = None  # SQL: longitude and latitude, where `sql` makes points


def find_places(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    raw: Raw,
    found: Mapping[int, Found],
    crs: str,
) -> Places | None:
    """Return which columns of the sample say where, or None."""
    if raw.wkb:
        return None
    numbers, texts = {}, {}
    for n, column in enumerate(raw.columns):
        type_ = column.type or found[n].kind.type
        if type_ in (ColumnType.INTEGER, ColumnType.NUMBER):
            read = column.sql or f"c{n}" if column.type else f"({found[n].kind.sql(f'trim(c{n})')})"
            rows = connection.execute(
                f"SELECT CAST({read} AS DOUBLE) FROM {relation} LIMIT {_SAMPLE}"
            ).fetchnumpy()
            values = next(iter(rows.values()))
            numbers[n] = np.ma.filled(np.ma.asarray(values, dtype=np.float64), np.nan)
        elif column.type is None and found[n].kind is TEXT:
            texts[n] = [
                value
                for (value,) in connection.execute(
                    f"SELECT c{n} FROM {relation} WHERE c{n} IS NOT NULL LIMIT 50"
                ).fetchall()
            ]
    return find([column.title for column in raw.columns], numbers, texts, crs)


def make(context: "Context", raw: Raw, places: Places | None) -> Made:
    """Return how to make each record's geometry; points of other systems are converted first."""
    if raw.wkb:
        return _from_wkb(context, raw)
    if places is None:
        return Made("")
    x, y = f"c{places.x}", f"c{places.y}"
    if places.form == "columns":
        shown = f"concat_ws(', ', {x}, {y})"
        given = f"({x} IS NOT NULL AND {y} IS NOT NULL)"
        if places.crs.upper() not in DEGREES:
            converted = _convert(context, places)
            return _points("place_x", "place_y", given, shown, beside=converted)
        return _points(x, y, given, shown)
    if places.form == "pair":
        numbers = f"regexp_extract_all({x}, '-?\\d+(\\.\\d+)?')"
        first, second = (f"TRY_CAST({numbers}[{i}] AS DOUBLE)" for i in (1, 2))
        lon, lat = (second, first) if places.swapped else (first, second)
        return _points(lon, lat, f"{x} IS NOT NULL", x)
    reader = "ST_GeomFromText" if places.form == "wkt" else "ST_GeomFromGeoJSON"
    text = f"regexp_replace({x}, '^\\s*SRID=\\d+;', '')" if places.form == "wkt" else x
    shape = _flat(f"TRY({reader}({text}))", places.crs)
    return Made(_checked(), f"{x} IS NOT NULL", x, shape=shape)


def _points(lon: str, lat: str, given: str, shown: str, *, beside: Path | None = None) -> Made:
    # A latitude beyond 90 can only be a longitude: that row has its two numbers exchanged.
    west, south, east, north = TAIWAN
    exchanged = f"{lat} BETWEEN {west} AND {east} AND {lon} BETWEEN {south} AND {north}"
    right = (
        f"{lon} BETWEEN -180 AND 180 AND {lat} BETWEEN -90 AND 90 AND NOT ({lon} = 0 AND {lat} = 0)"
    )
    x = f"CASE WHEN {right} THEN {lon} WHEN {exchanged} THEN {lat} END"
    y = f"CASE WHEN {right} THEN {lat} WHEN {exchanged} THEN {lon} END"
    sql = f"CASE WHEN {right} THEN ST_Point({lon}, {lat}) WHEN {exchanged} THEN ST_Point({lat}, {lon}) END"
    return Made(sql, given, shown, beside=beside, point=(x, y))


def _from_wkb(context: "Context", raw: Raw) -> Made:
    column, beside = "wkb", None
    if raw.crs and raw.crs.upper() not in DEGREES:
        column, beside = "shape", _convert_shapes(context, raw.crs)
    shape = f"ST_Force2D(TRY(ST_GeomFromWKB({column})))"
    return Made(_checked(), "wkb IS NOT NULL", "NULL::VARCHAR", shape=shape, beside=beside)


def _flat(shape: str, crs: str) -> str:
    """Return SQL for a geometry of two dimensions in CRS84."""
    flat = f"ST_Force2D({shape})"
    if crs and crs.upper() not in DEGREES:
        return f"TRY(ST_Transform({flat}, {literal(crs)}, {literal(CRS84)}, always_xy := true))"
    return flat


def _checked() -> str:
    """Return SQL for the shape of a record if it lies on the planet, or NULL."""
    return (
        "CASE WHEN ST_XMin(_shape) >= -180 AND ST_XMax(_shape) <= 180 AND ST_YMin(_shape) >= -90"
        " AND ST_YMax(_shape) <= 90 AND NOT ST_IsEmpty(_shape) THEN _shape END"
    )


def _convert(context: "Context", places: Places) -> Path:
    """Write `places.parquet`: the longitude and latitude of every record, in order."""
    file = pq.ParquetFile(context.parquet)
    schema = pa.schema([("place_x", pa.float64()), ("place_y", pa.float64())])
    x_name, y_name = f"c{places.x}", f"c{places.y}"
    target = context.workdir / "places.parquet"
    with pq.ParquetWriter(target, schema) as writer:
        for batch in file.iter_batches(100_000, columns=sorted({x_name, y_name})):
            x, y = (
                batch.column(name).cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False)
                for name in (x_name, y_name)
            )
            # (0, 0) means "not measured"; converted, it would be a point in the sea.
            nowhere = (x == 0) & (y == 0)
            lon, lat = to_crs84(x, y, places.crs)
            lon, lat = np.where(nowhere, np.nan, lon), np.where(nowhere, np.nan, lat)
            arrays = [pa.array(values, from_pandas=True) for values in (lon, lat)]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
    return target


def _convert_shapes(context: "Context", crs: str) -> Path:
    """Write `places.parquet`: the shape of every record, in order, in CRS84 as WKB."""
    import shapely

    def move(points: np.ndarray) -> np.ndarray:
        return np.column_stack(to_crs84(points[:, 0], points[:, 1], crs))

    schema = pa.schema([("shape", pa.binary())])
    target = context.workdir / "places.parquet"
    with pq.ParquetWriter(target, schema) as writer:
        for batch in pq.ParquetFile(context.parquet).iter_batches(20_000, columns=["wkb"]):
            shapes = shapely.from_wkb(batch.column("wkb").to_pylist(), on_invalid="ignore")
            moved = shapely.to_wkb(shapely.transform(shapely.force_2d(shapes), move))
            writer.write_batch(pa.record_batch([pa.array(moved, pa.binary())], schema=schema))
    return target


def describe(
    context: "Context", raw: Raw, places: Places | None, made: Made, names: "Sequence[str]"
) -> Geometry | None:
    """Report places that could not be made, and return what the geometry is; None without any."""
    if not made.sql:
        return None
    seen = _look(context.connection, made, places)
    if seen.missing:
        _name_missing(context, made, places, names, seen.missing)
    if not seen.count:
        return None
    if seen.exchanged and places:
        _name_exchanged(context, places, names)
    if seen.near < seen.count and seen.near >= _MOSTLY * seen.count:
        _name_far(context, seen.count - seen.near, _made_from(places, names) or None)
    crs = places.crs if places else raw.crs or CRS84
    _notes(context, places, names, crs)
    return Geometry(
        kind=_kind(seen.kinds),
        bbox=seen.bbox,
        count=seen.count,
        source_crs=CRS84 if crs.upper() in DEGREES else crs,
        made_from=_made_from(places, names),
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one pass over all the places tells."""

    count: int
    bbox: tuple[float, float, float, float]
    near: int  # around Taiwan
    missing: int  # rows that say where, but nowhere on the planet
    exchanged: int
    kinds: "Sequence[str]"


def _look(connection: duckdb.DuckDBPyConnection, made: Made, places: Places | None) -> _Seen:
    """Count and measure the places; points as two numbers, which is several times faster."""
    degrees = places is not None and places.form == "columns" and places.crs.upper() in DEGREES
    beyond = f"abs(c{places.y}) > 90" if places and degrees else "false"
    if made.point:
        west, south, east, north = TAIWAN
        x, y = made.point
        row = connection.execute(
            "SELECT count(x), min(x), min(y), max(x), max(y), count(*) FILTER"
            f" (x >= {west} AND x <= {east} AND y >= {south} AND y <= {north}),"
            " count(*) FILTER (given AND x IS NULL), count(*) FILTER (beyond AND x IS NOT NULL),"
            " ['POINT'] FROM"
            f" (SELECT {x} AS x, {y} AS y, {made.given} AS given, {beyond} AS beyond FROM kept)"
        ).fetchone()
    else:
        row = connection.execute(
            "SELECT count(geometry), min(ST_XMin(geometry)), min(ST_YMin(geometry)),"
            f" max(ST_XMax(geometry)), max(ST_YMax(geometry)), count(*) FILTER ({_NEAR}),"
            f" count(*) FILTER ({made.given} AND geometry IS NULL), 0,"
            " list(DISTINCT ST_GeometryType(geometry)::VARCHAR) FILTER (geometry IS NOT NULL) FROM kept"
        ).fetchone()
    if row is None:
        raise AssertionError("an aggregate gives one row")
    count, *bbox, near, missing, exchanged, kinds = row
    return _Seen(count, (bbox[0], bbox[1], bbox[2], bbox[3]), near, missing, exchanged, kinds or [])


def _kind(kinds: "Sequence[str]") -> str:
    """Return `Point`, `MultiPolygon` …; a layer of both `Polygon` and `MultiPolygon` is the latter."""
    names = {
        "POINT": "Point", "LINESTRING": "LineString", "POLYGON": "Polygon", "MULTIPOINT": "MultiPoint",
        "MULTILINESTRING": "MultiLineString", "MULTIPOLYGON": "MultiPolygon",
        "GEOMETRYCOLLECTION": "GeometryCollection",
    }  # fmt: skip
    found = {names.get(kind, "Mixed") for kind in kinds}
    if len(found) == 1:
        return found.pop()
    singles = {name.removeprefix("Multi") for name in found}
    return f"Multi{singles.pop()}" if len(singles) == 1 else "Mixed"


def _made_from(places: Places | None, names: "Sequence[str]") -> str:
    if places is None:
        return ""
    return names[places.x] if places.x == places.y else f"{names[places.x]}, {names[places.y]}"


def _notes(context: "Context", places: Places | None, names: "Sequence[str]", crs: str) -> None:
    log = context.log
    if crs.upper() not in DEGREES:
        log.note(_("Coordinates in {crs} were converted to WGS 84.").format(crs=crs))
    if places is None:
        return
    if places.form == "columns":
        log.note(
            _("Places were made from columns {x} (east) and {y} (north).").format(
                x=names[places.x], y=names[places.y]
            )
        )
        if places.swapped:
            log.add(
                "coordinates-exchanged",
                _(
                    "The columns of the two coordinates are exchanged: {x} holds the eastern one and "
                    "{y} the northern one. They were read that way."
                ).format(x=names[places.x], y=names[places.y]),
                column=names[places.x],
                severity="warning",
            )
    else:
        log.note(_("Places were made from column {column}.").format(column=names[places.x]))


def _name_missing(
    context: "Context", made: Made, places: Places | None, names: "Sequence[str]", total: int
) -> None:
    """Name the rows that say where, but nowhere on the planet. They are kept, without a place."""
    connection, log = context.connection, context.log
    found = connection.execute(
        f"SELECT _row, {made.shown} FROM kept WHERE geometry IS NULL AND {made.given}"
        f" ORDER BY 1 LIMIT {ISSUE_LIMIT}"
    ).fetchall()
    column = _made_from(places, names) or None
    for row, shown in found:
        zero = places is not None and places.form == "columns" and _is_zero(shown)
        log.add(
            "coordinates-zero" if zero else "coordinates-nowhere",
            _(
                "Coordinates (0, 0) mean that the place is not known. The row is kept without a place."
            )
            if zero
            else _("This is no place on the planet. The row is kept without a place."),
            row=row,
            column=column,
            value=shown,
            severity="warning",
        )
    log.more(total - len(found))


def _is_zero(shown: str | None) -> bool:
    try:
        return bool(shown) and all(float(part) == 0 for part in str(shown).split(","))
    except ValueError:
        return False


def _name_exchanged(context: "Context", places: Places, names: "Sequence[str]") -> None:
    """Name the single rows whose two coordinates were the wrong way round."""
    x, y = quote(names[places.x]), quote(names[places.y])
    for row, lon, lat in context.connection.execute(
        f"SELECT _row, {x}, {y} FROM rows WHERE abs({y}) > 90 AND geometry IS NOT NULL LIMIT {ISSUE_LIMIT}"
    ).fetchall():
        context.log.add(
            "coordinates-exchanged",
            _(
                "Longitude and latitude are exchanged in this row; its place was made the right way round."
            ),
            row=row,
            column=_made_from(places, names),
            value=f"{lon}, {lat}",
            severity="warning",
        )


def _name_far(context: "Context", count: int, column: str | None) -> None:
    """Name places far from all the others: often a slip of the pen."""
    found = context.connection.execute(
        "SELECT _row, round(ST_X(ST_Centroid(geometry)), 6), round(ST_Y(ST_Centroid(geometry)), 6) FROM rows"
        f" WHERE geometry IS NOT NULL AND NOT ({_NEAR}) ORDER BY 1 LIMIT {_NAMED_FAR}"
    ).fetchall()
    for row, lon, lat in found:
        context.log.add(
            "coordinates-far",
            _("This place is far from Taiwan, unlike the others. It was kept; check it."),
            row=row,
            column=column,
            value=f"{lon}, {lat}",
            severity="warning",
        )
    context.log.more(count - len(found))
