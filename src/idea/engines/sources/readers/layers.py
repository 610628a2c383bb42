"""Reads GeoPackage, Shapefile (in a zip) and KML through GDAL, in batches of Arrow.

Text of a layer is looked at like text of a CSV: shapefiles keep dates and numbers as text.
"""
# ruff: noqa: S608  names are c0, c1 … or quoted, texts are literals

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import shapely
from django.utils.translation import gettext as _

from idea.engines.sources.errors import EmptyFile, UnreadableFile
from idea.engines.sources.readers import parts
from idea.engines.sources.reading.raw import Raw, RawColumn
from idea.engines.sources.reading.staging import Context
from idea.engines.sources.types import ColumnType, Format, Hints
from idea.kernel.duck import literal
from idea.kernel.geometry import CRS84, guess_crs

_SUFFIXES = {Format.GEOPACKAGE: ".gpkg", Format.KML: ".kml"}  # a shapefile is named when unpacked


def read(
    context: Context, path: Path, hints: Hints, format: Format  # noqa: A002  the word of Staged
) -> tuple[Raw, str]:  # fmt: skip
    path = _named(context.workdir, path, format)
    try:
        layer = _layer(context, path, hints, format)
        return _read(context, path, layer, hints)
    except (
        pyogrio.errors.DataSourceError,
        pyogrio.errors.DataLayerError,
        pa.ArrowException,
        RuntimeError,
    ) as error:
        raise UnreadableFile(
            _("The map layer cannot be read: {reason}").format(reason=_plain(error)),
            remedy=_("It may be cut off. Export it again, best as GeoPackage."),
        ) from error


def _named(workdir: Path, path: Path, format: Format) -> Path:  # noqa: A002
    """Return the file under a name whose suffix GDAL expects: kept files are called by digests."""
    suffix = _SUFFIXES.get(format)
    if suffix is None or path.suffix.lower() == suffix:
        return path
    link = workdir / f"layer{suffix}"
    link.unlink(missing_ok=True)
    link.symlink_to(path.resolve())
    return link


def _plain(error: Exception) -> str:
    """Return GDAL's words without the paths in them, which are this machine's business."""
    return re.sub(r"(/[^\s'\",;:]+)+/", "", str(error))[:200]


def _layer(context: Context, path: Path, hints: Hints, format: Format) -> str:  # noqa: A002
    layers = [(str(name), kind) for name, kind in pyogrio.list_layers(path)]
    if not layers:
        raise EmptyFile(_("The file holds no layer."), remedy=_("Export the layer again."))
    names = [name for name, _kind in layers]
    # Which shapefile of a zip is read was settled when it was unpacked; its own name is ours.
    hints = replace(hints, layer="") if format is Format.SHAPEFILE else hints
    if asked := parts.layer_of(hints, names):
        return asked
    chosen = next((name for name, kind in layers if kind), names[0])
    if len(names) > 1:
        context.log.note(
            _("Of {count} layers, “{name}” was read. Others: {others}").format(
                count=len(names),
                name=chosen,
                others=_(", ").join(n for n in names if n != chosen)[:200],
            )
        )
    return chosen


def _read(context: Context, path: Path, layer: str, hints: Hints) -> tuple[Raw, str]:
    encoding = hints.encoding or _encoding(path)
    options: dict[str, Any] = {"encoding": encoding} if encoding else {}
    target = context.workdir / "source.parquet"
    with pyogrio.open_arrow(path, layer=layer, use_pyarrow=True, **options) as (meta, reader):
        shape = meta["geometry_name"] or "wkb_geometry"
        fields = [field for field in reader.schema if field.name != shape]
        has_shape = shape in reader.schema.names
        names = [*(field.name for field in fields), *([shape] if has_shape else [])]
        bare = not fields  # shapes alone: a table has to have a column
        fields = fields or [pa.field("id", pa.int64())]
        schema = pa.schema(
            [
                *(pa.field(f"c{n}", field.type) for n, field in enumerate(fields)),
                *([pa.field("wkb", pa.binary())] if has_shape else []),
            ]
        )
        first: Any = None
        count = 0
        with pq.ParquetWriter(target, schema) as writer:
            for batch in reader:
                arrays = [batch.column(name) for name in names]
                if bare:
                    arrays.insert(0, pa.array(range(count + 1, count + 1 + len(batch)), pa.int64()))
                count += len(batch)
                if has_shape:
                    arrays[-1] = arrays[-1].cast(pa.binary())
                    first = arrays[-1] if first is None else first
                writer.write_batch(pa.record_batch(arrays, schema=schema))
        crs = hints.crs or meta.get("crs") or ""
    columns = [_column(n, field) for n, field in enumerate(fields)]
    if has_shape and not crs:
        crs = _guess(first)
    # Files made elsewhere write "" for no value.
    texts = ", ".join(f"nullif(c{n}, '') AS c{n}" for n, c in enumerate(columns) if c.type is None)
    replace = f" REPLACE ({texts})" if texts else ""
    relation = f"(SELECT *{replace} FROM read_parquet({literal(str(target))}))"
    return Raw(relation, columns, wkb=has_shape, crs=crs), (encoding or "utf-8").lower()


def _column(number: int, field: Any) -> RawColumn:  # noqa: PLR0911  a table of types
    kind, c = field.type, f"c{number}"
    if pa.types.is_boolean(kind):
        return RawColumn(field.name, ColumnType.BOOLEAN)
    if pa.types.is_integer(kind):
        return RawColumn(field.name, ColumnType.INTEGER)
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return RawColumn(
            field.name, ColumnType.NUMBER, f"CASE WHEN isfinite({c}::DOUBLE) THEN {c}::DOUBLE END"
        )
    if pa.types.is_date(kind):
        return RawColumn(field.name, ColumnType.DATE)
    if pa.types.is_timestamp(kind):
        sql = f"make_timestamp(epoch_us({c}) + 28800000000)" if kind.tz else ""
        return RawColumn(field.name, ColumnType.DATETIME, sql)
    if pa.types.is_time(kind):
        return RawColumn(field.name, ColumnType.TIME)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return RawColumn(field.name)
    return RawColumn(field.name, ColumnType.STRING, f"CAST({c} AS VARCHAR)")


def _encoding(path: Path) -> str:
    """Return the encoding of a shapefile's table: its .cpg says, or the bytes do."""
    tables = (
        [*path.parent.glob("*.dbf"), *path.parent.glob("*.DBF")]
        if path.suffix.lower() == ".shp"
        else []
    )
    if not tables or any(path.parent.glob("*.cpg")) or any(path.parent.glob("*.CPG")):
        return ""
    content = tables[0].read_bytes()[: 1 << 20]
    start = int.from_bytes(content[8:10], "little")
    body = content[32:start] + content[start:]
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        return "CP950" if error.start < len(body) - 4 else "UTF-8"
    return "UTF-8"


def _guess(shapes: Any) -> str:
    if shapes is None:
        return CRS84
    points = shapely.get_coordinates(
        shapely.from_wkb(shapes.to_pylist()[:2000], on_invalid="ignore")
    )
    if not len(points) or np.nanmax(np.abs(points[:, 0])) <= 360:  # noqa: PLR2004  degrees
        return CRS84
    guess = guess_crs(points[:, 0], points[:, 1])
    return guess.crs if guess and not guess.swapped else CRS84
