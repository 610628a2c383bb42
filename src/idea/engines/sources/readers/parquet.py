"""Reads Parquet and GeoParquet 1.x with the types that the file declares."""
# ruff: noqa: S608  names are c0, c1 … or quoted, texts are literals

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.utils.translation import gettext as _

from idea.engines.sources.errors import UnreadableFile
from idea.engines.sources.readers import parts
from idea.engines.sources.reading.raw import Raw, RawColumn
from idea.engines.sources.reading.staging import Context
from idea.engines.sources.types import ColumnType, Hints
from idea.kernel.duck import literal, quote
from idea.kernel.geometry import CRS84

_INTEGERS = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"}
_TEXTS = (
    "UBIGINT",
    "HUGEINT",
    "UHUGEINT",
    "UUID",
    "ENUM",
    "INTERVAL",
    "TIME WITH TIME ZONE",
    "BIT",
)


def is_geo(path: Path) -> bool:
    return bool(_geo(path))


def _geo(path: Path) -> dict[str, Any]:
    try:
        metadata = pq.read_metadata(path).metadata or {}
    except (pa.ArrowException, OSError) as error:
        raise _broken() from error
    try:
        found = json.loads(metadata.get(b"geo", b"{}"))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def read(context: Context, path: Path, hints: Hints) -> tuple[Raw, str]:
    parts.refuse(hints)
    geo = _geo(path)
    shape = str(geo.get("primary_column", "")) if geo else ""
    source = f"read_parquet({literal(str(path))})"
    described = context.connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    columns: list[RawColumn] = []
    chosen: list[str] = []
    wkb = ""
    for name, type_, *_rest in described:
        if type_.startswith("GEOMETRY") and (not shape or name == shape) and not wkb:
            wkb = f"ST_AsWKB({quote(name)}) AS wkb"
        elif name == shape and type_ == "BLOB":
            wkb = f"{quote(name)} AS wkb"
        elif type_.startswith("STRUCT") and name == _covering(geo, shape):
            continue  # the bounding box of each shape: it is made again
        else:
            chosen.append(f"{_sql(quote(name), type_)} AS c{len(columns)}")
            columns.append(RawColumn(name, _type(type_)))
    relation = f"(SELECT {', '.join([*chosen, *([wkb] if wkb else [])])} FROM {source})"
    crs = hints.crs or _crs(geo, shape)
    return Raw(relation, columns, wkb=bool(wkb), crs=crs), ""


def _covering(geo: dict[str, Any], shape: str) -> str:
    box = geo.get("columns", {}).get(shape, {}).get("covering", {}).get("bbox", {})
    return str((box.get("xmin") or [""])[0])


def _crs(geo: dict[str, Any], shape: str) -> str:
    """Return the system as PROJ reads it; no member means CRS84 (GeoParquet 1.1, "crs")."""
    crs = geo.get("columns", {}).get(shape, {}).get("crs")
    if not isinstance(crs, dict):
        return CRS84
    known = crs.get("id", {})
    if known.get("authority") and known.get("code"):
        return f"{known['authority']}:{known['code']}"
    return json.dumps(crs)


def _type(duck: str) -> ColumnType | None:
    if duck in _INTEGERS:
        return ColumnType.INTEGER
    if duck in ("FLOAT", "DOUBLE") or duck.startswith("DECIMAL"):
        return (
            ColumnType.INTEGER if duck.endswith(",0)") and not _is_long(duck) else ColumnType.NUMBER
        )
    if duck.startswith("TIMESTAMP"):
        return ColumnType.DATETIME
    return {
        "BOOLEAN": ColumnType.BOOLEAN,
        "DATE": ColumnType.DATE,
        "TIME": ColumnType.TIME,
    }.get(duck, ColumnType.STRING)


def _is_long(decimal: str) -> bool:
    return int(decimal[8:].split(",", maxsplit=1)[0]) > 18  # noqa: PLR2004  digits of a 64-bit integer


def _sql(name: str, duck: str) -> str:
    if duck in ("FLOAT", "DOUBLE"):
        return f"CASE WHEN isfinite({name}) THEN {name} END"
    if duck == "TIMESTAMP WITH TIME ZONE":
        return f"make_timestamp(epoch_us({name}) + 28800000000)"
    if duck.startswith("GEOMETRY"):
        return f"ST_AsText({name})"
    if duck.startswith(("STRUCT", "MAP", "UNION")) or duck.endswith("]"):
        return f"CAST(to_json({name}) AS VARCHAR)"
    if duck == "BLOB" or duck.startswith(_TEXTS):
        return f"CAST({name} AS VARCHAR)"
    return name


def _broken() -> UnreadableFile:
    return UnreadableFile(
        _("The Parquet file is broken or cut off."),
        remedy=_("Write or download it again; compare its size with the original."),
    )
