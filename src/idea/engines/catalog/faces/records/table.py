"""What catalog searches of OGC API Records ask about, as a table in memory, a row a data set.

Facets and sorts of the pages come from the shelf (`shelf.py`), whose stamps tell what changed
here, too. Rows name data sets; what is said of those on a page comes from the database.
"""
# ruff: noqa: S608  the tables' own names; values are parameters

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

import duckdb
import pyarrow as pa
from django.db import transaction

from idea.engines.catalog import models
from idea.engines.catalog.shelf import changed, stamps
from idea.kernel import duck

TYPE: Final = "dataset"  # what every record is a record of
TYPES: Final = {  # what filters and sorts may ask about, with DuckDB's types
    "id": "VARCHAR",
    "type": "VARCHAR",
    "title": "VARCHAR",
    "description": "VARCHAR",
    "keywords": "VARCHAR[]",
    "language": "VARCHAR",
    "externalId": "VARCHAR",
    "publisher": "VARCHAR",
    "theme": "VARCHAR",
    "format": "VARCHAR",
    "license": "VARCHAR",
    "created": "TIMESTAMP WITH TIME ZONE",
    "updated": "TIMESTAMP WITH TIME ZONE",
}
_READ: Final = (
    "id", "slug", "title", "title_en", "description", "description_en", "keywords", "language",
    "identifier", "origin", "organization__name", "theme", "formats", "license", "published_at",
    "modified_at", "start", "end", "bbox", "has_map", "current__layer",
)  # fmt: skip
_MOMENT = pa.timestamp("us", tz="UTC")
_SCHEMA = pa.schema(
    [
        ("key", pa.string()),
        ("id", pa.string()),
        ("title", pa.string()),
        ("description", pa.string()),
        ("keywords", pa.list_(pa.string())),
        ("language", pa.string()),
        ("externalId", pa.string()),
        ("scheme", pa.string()),
        ("publisher", pa.string()),
        ("theme", pa.string()),
        ("format", pa.string()),
        ("license", pa.string()),
        ("created", _MOMENT),
        ("updated", _MOMENT),
        ("begins", pa.date32()),
        ("ends", pa.date32()),
        *((side, pa.float64()) for side in ("west", "south", "east", "north")),
        ("also", pa.string()),
    ]
)
_SELECT = f"""
SELECT * EXCLUDE (west, south, east, north, also), '{TYPE}' AS type,
  lower(nfc_normalize(concat_ws(' ', title, description, array_to_string(keywords, ' '), also)))
    AS words,
  CASE WHEN west <= east THEN ST_MakeEnvelope(west, south, east, north)
    WHEN west IS NOT NULL THEN ST_Union(ST_MakeEnvelope(west, south, 180, north),
      ST_MakeEnvelope(-180, south, east, north)) END AS geometry
FROM fresh
"""


@dataclass(slots=True)
class _Kept:
    database: duckdb.DuckDBPyConnection
    known: frozenset[UUID] | None = None


_kept: _Kept | None = None
_lock = threading.Lock()


@contextmanager
def cursor() -> Iterator[duckdb.DuckDBPyConnection]:
    """Lend a cursor whose table `records` is as the database is now."""
    global _kept  # noqa: PLW0603  one a process; what it holds is rebuilt at will
    known = stamps()
    with _lock:
        if _kept is None:
            _kept = _Kept(duck.connect(memory_limit="256MB"))
        if _kept.known != known:
            _renew(_kept, known)
        lent = _kept.database.cursor()
    try:
        yield lent
    finally:
        lent.close()


def _renew(kept: _Kept, known: frozenset[UUID]) -> None:
    few = None if kept.known is None else changed(kept.known, known)
    with kept.database.cursor() as own:
        own.register("fresh", _read(few))
        own.begin()
        if few is None:
            own.execute(f"CREATE OR REPLACE TABLE records AS {_SELECT}")
        elif few:
            own.execute("DELETE FROM records WHERE key IN (SELECT unnest(?))", [[*map(str, few)]])
            own.execute(f"INSERT INTO records BY NAME {_SELECT}")
        own.commit()
        own.unregister("fresh")
    kept.known = known


def _read(ids: set[UUID] | None) -> pa.Table:
    listed = models.Dataset.objects.filter(models.LISTED)
    if ids is not None:
        listed = listed.filter(id__in=ids)
    with transaction.atomic():
        rows = [_row(row) for row in listed.values_list(*_READ)]
    columns = zip(*rows, strict=True) if rows else ([] for _field in _SCHEMA)
    arrays = [
        pa.array(list(each), type=field.type) for each, field in zip(columns, _SCHEMA, strict=True)
    ]
    return pa.table(arrays, schema=_SCHEMA)


def _row(row: Sequence[Any]) -> tuple[Any, ...]:
    (
        key, slug, title, title_en, description, description_en, keywords, language, identifier,
        origin, publisher, theme, formats, license_, published, modified, start, end, bbox,
        has_map, layer,
    ) = row  # fmt: skip
    box = bbox or (layer["bbox"] if has_map and layer else None) or (None,) * 4
    begins: date | None = start or (date.min if end else None)  # one open end is no end
    return (
        str(key), slug, title, description, keywords, language or "zh-Hant", identifier, origin,
        publisher, theme, formats[0] if formats else "", license_, published, modified,
        begins, end or (date.max if start else None), *box, f"{title_en} {description_en}",
    )  # fmt: skip
