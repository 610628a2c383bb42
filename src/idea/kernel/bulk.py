"""Writes very many rows at once: made ready before a transaction, laid down inside it.

Knows columns and databases, not what rows mean. A transaction that writes 300,000 rows should
hold its lock for the writing alone; turning objects into values takes longer than that.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from itertools import islice
from typing import Any, TypeVar, cast
from uuid import UUID

import orjson
from django.db import connection, models

Row = Sequence[Any]  # values of `columns`, as plain as JSON has them
T = TypeVar("T")
_AT_ONCE = 500  # rows of one statement on PostgreSQL


def columns(model: type[models.Model]) -> list[str]:
    """Return the columns that `ready` gives values for: all, but a key the database makes."""
    return [str(field.column) for field in _fields(model)]


def ready(objects: Iterable[models.Model]) -> Iterator[list[Any]]:
    """Yield the values of unsaved objects, for `insert`."""
    for item in objects:
        given = item.__dict__
        yield [convert(given[name]) for name, convert in converters(type(item))]


def converters(model: type[models.Model]) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    """Return, for each of `columns`, the attribute's name and what makes its value plain."""
    return _converters(model, connection.vendor)


def insert(
    model: type[models.Model],
    rows: Iterable[Row],
    *,
    unique: Sequence[str] = (),
    update: Sequence[str] = (),
) -> int:
    """Insert rows made by `ready`; with `unique` columns, rows there are updated instead.

    Returns how many rows were given. Belongs in the caller's transaction.
    """
    begin, conflict = _statement(model, unique, update)
    marks = f"({', '.join(['%s'] * len(columns(model)))})"
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            counted = _Counted(rows)
            cursor.executemany(
                f"INSERT INTO {begin} VALUES {marks}{conflict}",  # noqa: S608  names of our own
                cast("Any", counted),  # any iterable does
            )
            return counted.count
        if not conflict:
            return _copy(cursor, f"COPY {begin} FROM STDIN", rows)
        count = 0
        remaining = iter(rows)
        while batch := list(islice(remaining, _AT_ONCE)):
            flat = [value for row in batch for value in row]
            values = ", ".join([marks] * len(batch))
            cursor.execute(
                f"INSERT INTO {begin} VALUES {values}{conflict}",  # noqa: S608  names of our own
                flat,
            )
            count += len(batch)
        return count


def copy(
    model: type[models.Model],
    origin: str,
    *,
    unique: Sequence[str] = (),
    update: Sequence[str] = (),
) -> None:
    """Insert, as `insert` does, the rows of `origin`: a table of an attached SQLite file.

    Its columns stand in the order of `columns`; its name comes quoted from the caller's own code.
    """
    begin, conflict = _statement(model, unique, update)
    with connection.cursor() as cursor:
        # "WHERE true": without it SQLite takes ON for the beginning of a join.
        cursor.execute(f"INSERT INTO {begin} SELECT * FROM {origin} WHERE true{conflict}")  # noqa: S608  names of our own


def _statement(
    model: type[models.Model], unique: Sequence[str], update: Sequence[str]
) -> tuple[str, str]:
    """Return table and columns, and what is done with rows that are there."""
    quote = connection.ops.quote_name
    begin = f"{quote(model._meta.db_table)} ({', '.join(map(quote, columns(model)))})"
    if not unique:
        return begin, ""
    sets = ", ".join(f"{quote(name)} = excluded.{quote(name)}" for name in update)
    what = f"UPDATE SET {sets}" if sets else "NOTHING"
    return begin, f" ON CONFLICT ({', '.join(map(quote, unique))}) DO {what}"


def in_batches(items: Iterable[T], size: int = _AT_ONCE) -> Iterator[list[T]]:
    remaining = iter(items)
    while batch := list(islice(remaining, size)):
        yield batch


class _Counted:
    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self.rows:
            self.count += 1
            yield row


def _copy(cursor: Any, statement: str, rows: Iterable[Row]) -> int:
    count = 0
    with cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


@cache
def _fields(model: type[models.Model]) -> tuple[models.Field[Any, Any], ...]:
    return tuple(f for f in model._meta.concrete_fields if not isinstance(f, models.AutoField))


@cache
def _converters(
    model: type[models.Model], vendor: str
) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    return tuple((f.attname, _converter(f, vendor)) for f in _fields(model))


def _converter(field: models.Field[Any, Any], vendor: str) -> Callable[[Any], Any]:
    if isinstance(field, models.JSONField):
        return _json
    if isinstance(field, models.ForeignKey):
        return _converter(field.target_field, vendor)
    if isinstance(field, models.UUIDField):
        return _uuid_text if vendor == "postgresql" else _uuid_hex
    if isinstance(field, models.DateTimeField):
        return _moment if vendor == "postgresql" else _moment_sqlite
    return _day if isinstance(field, models.DateField) else _plain


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def _json(value: Any) -> str | None:
    return None if value is None else orjson.dumps(value).decode()


def _uuid_hex(value: UUID | None) -> str | None:
    return None if value is None else value.hex


def _uuid_text(value: UUID | None) -> str | None:
    return None if value is None else str(value)


def _moment(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat()


def _moment_sqlite(value: datetime | None) -> str | None:
    """Return a moment as Django's SQLite backend writes it."""
    return None if value is None else str(value.astimezone(UTC).replace(tzinfo=None))


def _day(value: Any) -> str | None:
    return None if value is None else str(value)
