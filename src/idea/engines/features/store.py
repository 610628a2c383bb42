"""Opens a collection's GeoParquet file with DuckDB and tells what its columns are.

One place knows how features are kept; `reading`, `nearest`, `picture` and `tiles` ask here.
"""
# ruff: noqa: S608  names are quoted, values are parameters

import contextlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from idea.engines.features.conf import features_settings
from idea.engines.features.live import copying
from idea.engines.features.live.types import serves
from idea.engines.features.types import Collection, Interval, Property, Schema
from idea.engines.features.validity.reading import valid
from idea.kernel import duck
from idea.kernel.clock import TAIPEI
from idea.kernel.lake import lake

CUT = "@"  # in the key of a part of a collection: what follows tells which part
_INTERNAL = ("_row", "geometry", "_bbox")
_INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
_SECONDS = "%Y-%m-%dT%H:%M:%S"


@contextlib.contextmanager
def reader() -> Iterator[duckdb.DuckDBPyConnection]:
    """Lend a cursor on the process's one DuckDB: loading the spatial functions is slow."""
    cursor = _database().cursor()
    try:
        yield cursor
    finally:
        cursor.close()


@lru_cache(maxsize=1)
def _database() -> duckdb.DuckDBPyConnection:
    return duck.connect(memory_limit=features_settings().features_memory)


def table(collection: Collection) -> str:
    """Return the collection as an SQL table; `file_row_number` is a row's position in it.

    Of a part of a collection, positions are those in the whole.
    """
    whole = _table(collection.lake_key)
    if collection.during is None or collection.validity is None:
        return whole
    condition = valid(collection.validity, column_types(collection), collection.during)
    return f"(SELECT *, file_row_number FROM {whole} WHERE {condition})"


def base(key: str) -> str:
    """Return the key of the whole collection that a part of it is cut from."""
    return key.partition(CUT)[0]


def _table(key: str) -> str:
    return f"read_parquet({duck.literal(str(file(key)))})"


def file(key: str) -> Path:
    """Return where the rows of a collection lie, by its lake key."""
    whole = base(key)
    return copying.local(whole, reader) if serves(whole) else lake().local(whole)


def tables(collections: Sequence[Collection]) -> str:
    """Return the collections as one SQL table of geometries.

    `file_index` is the number of the collection in the order given, `file_row_number` a row's
    position in it. Other columns differ from file to file and may not be asked for.
    """
    if any(each.during is not None for each in collections):
        parts = (
            f"SELECT {index} AS file_index, file_row_number, geometry FROM {table(each)}"
            for index, each in enumerate(collections)
        )
        return f"({' UNION ALL '.join(parts)})"
    files = [duck.literal(str(file(each.lake_key))) for each in collections]
    return f"read_parquet([{', '.join(files)}])"


def schema(collection: Collection) -> Schema:
    """Return what the features hold. Files never change, so the answer is kept."""
    return _schema(base(collection.lake_key))


@lru_cache(maxsize=512)
def _schema(key: str) -> Schema:
    types = _column_types(key)
    dates = [name for name, kind in types.items() if kind == "DATE" or kind.startswith("TIMESTAMP")]
    interval = None
    if dates:
        column = duck.quote(dates[0])
        with reader() as cursor:
            kind = types[dates[0]]
            least, greatest = f"min({column})", f"max({column})"
            if kind == "TIMESTAMP WITH TIME ZONE":  # as local time: DuckDB wants pytz otherwise
                least, greatest = (f"timezone('Asia/Taipei', {x})" for x in (least, greatest))
            found = cursor.execute(f"SELECT {least}, {greatest} FROM {_table(key)}").fetchone()
            interval = (_moment(found[0]), _moment(found[1])) if found else None
    return Schema(
        properties=tuple(_property(name, kind) for name, kind in types.items()),
        time=dates[0] if dates else "",
        interval=interval,
    )


def column_types(collection: Collection) -> dict[str, str]:
    """Return DuckDB's type of each column a person sees."""
    return _column_types(base(collection.lake_key))


@lru_cache(maxsize=512)
def _column_types(key: str) -> dict[str, str]:
    with reader() as cursor:
        rows = cursor.execute(f"DESCRIBE SELECT * FROM {_table(key)}").fetchall()
    return {name: kind for name, kind, *_rest in rows if name not in _INTERNAL}


def json_value(name: str, kind: str) -> str:
    """Return the SQL that reads a column as a value JSON knows, times as ISO 8601."""
    column = duck.quote(name)
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"strftime(timezone('Asia/Taipei', {column}), '{_SECONDS}+08:00')"
    if kind.startswith("TIMESTAMP"):
        return f"strftime({column}, '{_SECONDS}')"
    if kind.startswith("DECIMAL"):
        return f"{column}::DOUBLE"
    if kind == "BLOB":
        return f"base64({column})"
    if kind in _INTEGERS or kind in ("UBIGINT", "DOUBLE", "FLOAT", "VARCHAR", "BOOLEAN"):
        return column
    return f"{column}::VARCHAR"  # dates come as ISO 8601; lists and structures as text


def _property(name: str, kind: str) -> Property:
    if kind in _INTEGERS or kind == "UBIGINT":
        return Property(name, "integer")
    if kind in ("DOUBLE", "FLOAT") or kind.startswith("DECIMAL"):
        return Property(name, "number")
    if kind == "BOOLEAN":
        return Property(name, "boolean")
    if kind == "DATE":
        return Property(name, "string", "date")
    # Times without a zone are no RFC 3339 `date-time`.
    return Property(name, "string", "date-time" if kind == "TIMESTAMP WITH TIME ZONE" else "")


def _moment(value: Any) -> datetime | None:
    """Return a date or a time without zone as the moment it is in Taiwan, in UTC."""
    if value is None:
        return None
    try:
        local = value if isinstance(value, datetime) else datetime.combine(value, time())
        return local.replace(tzinfo=TAIPEI).astimezone(UTC)
    except (OverflowError, TypeError, ValueError):  # the year 1, or before it
        return None


def within(name: str, kind: str, interval: Interval) -> tuple[str, list[Any]]:
    """Return the SQL condition, and its parameters, that a date column lies in `interval`."""
    column = duck.quote(name)
    cast = "TIMESTAMP"
    if kind == "TIMESTAMP WITH TIME ZONE":
        column = f"timezone('Asia/Taipei', {column})"
    elif kind == "DATE":
        cast = "DATE"
    parts, values = [], []
    for bound, sign in zip(interval, (">=", "<="), strict=True):
        if bound is not None:
            parts.append(f"{column} {sign} ?::{cast}")
            values.append(bound.astimezone(ZoneInfo("Asia/Taipei")).replace(tzinfo=None))
    return " AND ".join(parts) or "true", values
