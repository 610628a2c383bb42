"""Reads the row of one collection, as every request for a collection must: exact, and cheap.

Asks the database each time, so that what is withdrawn is gone with the next request; a row that
is as it was is not made again. What a row means is for `queries`.
"""
# ruff: noqa: S608  the names are the model's

from functools import lru_cache
from threading import Lock
from typing import Any

from django.db import connection
from django.db.models import JSONField

from idea.engines.features.models import CollectionRecord

_KEPT = 4_096
_lock = Lock()
_known: dict[str, tuple[tuple[Any, ...], CollectionRecord]] = {}


def find(collection_id: str) -> CollectionRecord | None:
    """Return the record, which is not to be changed, or None where there is none."""
    if "\0" in collection_id:  # PostgreSQL refuses to be asked for it
        return None
    with connection.cursor() as cursor:
        cursor.execute(_sql(), [collection_id])
        row = cursor.fetchone()
    if row is None:
        return None
    known = _known.get(collection_id)
    if known is not None and known[0] == row:
        return known[1]
    record = CollectionRecord.objects.filter(id=collection_id).first()
    # Only what was read before it: a change in between is seen by the next comparison.
    if record is not None:
        with _lock:
            while len(_known) >= _KEPT:
                _known.pop(next(iter(_known)))
            _known[collection_id] = (row, record)
    return record


@lru_cache(maxsize=1)
def _sql() -> str:
    quote = connection.ops.quote_name
    columns = [
        f"CAST({quote(field.attname)} AS text)"  # compared, never read
        if isinstance(field, JSONField)
        else quote(field.attname)
        for field in CollectionRecord._meta.concrete_fields
    ]
    table = quote(CollectionRecord._meta.db_table)
    return f"SELECT {', '.join(columns)} FROM {table} WHERE {quote('id')} = %s"
