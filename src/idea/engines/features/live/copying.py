"""Makes a file of a live collection at one revision, for all who read features.

Rows of a revision never change, so that a file of it is right for ever, whichever process makes it
and however late. The store knows when one is wanted.
"""
# ruff: noqa: S608  names are quoted

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb
import pyarrow as pa
from django.db import models

from idea.engines.features import copies
from idea.engines.features.errors import NoCollection
from idea.engines.features.live.records import fields_of
from idea.engines.features.live.types import Deed, Field, FieldType
from idea.engines.features.models import LiveRecord, LiveVersion
from idea.engines.features.writing import write_rows
from idea.engines.sources.types import Geometry
from idea.kernel import duck
from idea.kernel.geometry import TAIWAN

Reader = Callable[[], AbstractContextManager[duckdb.DuckDBPyConnection]]

_SPARE = 600  # seconds a file stays after it was last asked for: a page or a tile may need it still
_TOUCH = 60
_TYPES = {
    FieldType.STRING: pa.string(),
    FieldType.NUMBER: pa.float64(),
    FieldType.INTEGER: pa.int64(),
    FieldType.BOOLEAN: pa.bool_(),
    FieldType.DATE: pa.date32(),
    FieldType.DATETIME: pa.timestamp("us", tz="UTC"),
}
_READ: dict[FieldType, Callable[[str], Any]] = {
    FieldType.DATE: date.fromisoformat,
    FieldType.DATETIME: datetime.fromisoformat,
}
_lock = Lock()  # one is made at a time in a process: those who wait find it made


def local(key: str, reader: Reader) -> Path:
    """Return the file of a revision (see `declaring.key`), made now where there is none.

    Raises NoCollection where the collection is gone.
    """
    _live, name, revision, _shown = key.split(":")
    path = copies.placed("live", name, key)
    try:
        if path.stat().st_mtime < datetime.now().timestamp() - _TOUCH:  # noqa: DTZ005  a moment
            os.utime(path)
        return path  # noqa: TRY300
    except FileNotFoundError:
        pass
    with _lock:
        if not path.exists():
            record = LiveRecord.objects.filter(pk=name).first()
            if record is None:
                raise NoCollection(name)
            with copies.written(path, spare=_SPARE) as part, reader() as cursor:
                _write(cursor, record, int(revision), part)
    return path


def _write(cursor: duckdb.DuckDBPyConnection, record: LiveRecord, revision: int, out: Path) -> None:
    rows = list(
        LiveVersion.objects.filter(
            models.Q(until__isnull=True) | models.Q(until__gt=revision),
            collection=record,
            revision__lte=revision,
        )
        .exclude(deed=Deed.DELETED)
        .order_by("number")
        .values_list("number", "geometry", "properties")
    )
    shown = [field for field in fields_of(record) if field.name not in record.closed]
    properties = [row[2] for row in rows]
    columns: dict[str, pa.Array[Any]] = {
        "_row": pa.array([row[0] for row in rows], pa.int64()),
        **{field.name: _column(field, properties) for field in shown},
        "geometry": pa.array([bytes(row[1] or b"") for row in rows], pa.binary()),
    }
    cursor.register("live_rows", pa.table(columns))
    names = ", ".join(["_row", *(duck.quote(field.name) for field in shown)])
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE live AS SELECT {names}, "
        "ST_GeomFromWKB(geometry) AS geometry FROM live_rows"
    )
    sides = cursor.execute(
        "SELECT min(ST_XMin(geometry)), min(ST_YMin(geometry)), max(ST_XMax(geometry)), "
        "max(ST_YMax(geometry)) FROM live"
    ).fetchone()
    bounds = TAIWAN if sides is None or sides[0] is None else sides
    told = Geometry(record.shape, bounds, len(rows), source_crs="OGC:CRS84")
    write_rows(cursor, "live", told, out=out)
    cursor.execute("DROP TABLE live")
    cursor.unregister("live_rows")


def _column(field: Field, properties: list[dict[str, Any]]) -> "pa.Array[Any]":
    values = [row.get(field.name) for row in properties]
    if read := _READ.get(field.type):
        values = [None if value is None else read(value) for value in values]
    return pa.array(values, _TYPES[field.type])
