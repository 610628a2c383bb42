"""Reads the row of one collection, as every request for a collection must: exact, and cheap.

Asks the database each time, so that what is withdrawn is gone with the next request; a row that
is as it was is not made again. What a row means is for `queries`. A record comes with `styled`, the
latest revision of its styles, so that no second question is needed for each tile.
"""
# ruff: noqa: S608  the names are the model's

from functools import lru_cache
from threading import Lock
from typing import Any

from django.db import connection
from django.db.models import JSONField, Max, OuterRef, QuerySet, Subquery

from idea.engines.features.models import CollectionRecord, StyleRevision

_KEPT = 4_096
_lock = Lock()
_known: dict[str, tuple[tuple[Any, ...], CollectionRecord]] = {}


def every() -> QuerySet[CollectionRecord]:
    """Return all records, each with `styled`: None where nobody saved a style."""
    latest = StyleRevision.objects.filter(collection=OuterRef("id")).order_by()
    last = latest.values("collection").annotate(last=Max("id")).values("last")
    return CollectionRecord.objects.annotate(styled=Subquery(last))


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
    record = every().filter(id=collection_id).first()
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
    table, styles = (quote(of._meta.db_table) for of in (CollectionRecord, StyleRevision))
    key = quote("id")
    styled = f"(SELECT max({key}) FROM {styles} WHERE {quote('collection')} = {table}.{key})"
    return f"SELECT {', '.join(columns)}, {styled} FROM {table} WHERE {key} = %s"
