"""Pages of rows as text and files: JSON, CSV, GeoJSON (RFC 7946), JSON-LD and Parquet.

Writes what it is given; shapes are looked up in the snapshot by the rows' numbers.
"""

import csv
import io
import json
import tempfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson
from django.utils.translation import gettext as _

from idea.engines.catalog import reader
from idea.engines.catalog.downloads import guarded
from idea.engines.catalog.errors import NotInThisFormat
from idea.engines.catalog.http.schemas import columns_out
from idea.engines.catalog.linked import page_url
from idea.engines.catalog.types import Rows, Version
from idea.kernel.duck import literal, quote


def as_json(version: Version, found: Rows, following: str | None) -> bytes:
    names = [column.name for column in found.columns]
    shown = set(names)
    return plain_json(
        {
            "total": found.total,
            "version": version.number,
            "next": following,
            "columns": [each for each in columns_out(version) if each["name"] in shown],
            "rows": [dict(zip(names, row, strict=True)) for row in found.rows],
        }
    )


def as_csv(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return RFC 4180 lines that no spreadsheet runs."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_harmless(name) for name in names])
    for row in rows:
        writer.writerow([_harmless(_plain_cell(cell)) for cell in row])
    return out.getvalue()


def as_geojson(version: Version, found: Rows, following: str | None) -> bytes:
    """Return a FeatureCollection of the page; a row without a place has a null geometry."""
    if version.layer is None:
        raise NotInThisFormat(_("This data set has no places, so there is no GeoJSON of it."))
    names = [column.name for column in found.columns]
    shapes = _shapes(version, found.numbers)
    features = [
        {
            "type": "Feature",
            "id": number,
            "geometry": orjson.loads(shapes[number]) if shapes.get(number) else None,
            "properties": dict(zip(names, row, strict=True)),
        }
        for number, row in zip(found.numbers, found.rows, strict=True)
    ]
    body: dict[str, Any] = {
        "type": "FeatureCollection",
        "numberMatched": found.total,
        "numberReturned": len(features),
        "features": features,
    }
    if following:
        body["links"] = [{"rel": "next", "href": following, "type": "application/geo+json"}]
    return plain_json(body)


def as_jsonld(slug: str, found: Rows) -> bytes:
    """Return the rows as linked data: each column is a property of this data set."""
    page = page_url(slug)
    keys = [f"c{at}" for at in range(len(found.columns))]
    context = {
        key: f"{page}#column={column.name}" for key, column in zip(keys, found.columns, strict=True)
    }
    graph = [
        {"@id": f"{page}#row={number}", **dict(zip(keys, row, strict=True))}
        for number, row in zip(found.numbers, found.rows, strict=True)
    ]
    return plain_json({"@context": context, "@graph": graph})


def as_parquet(version: Version, found: Rows) -> bytes:
    """Return the page as a Parquet file (zstd) with the snapshot's own types."""
    names = ", ".join(quote(column.name) for column in found.columns)
    order = "list_position(?, _row)"
    with tempfile.TemporaryDirectory() as folder, reader.cursor() as cursor:
        out = Path(folder, "rows.parquet")
        cursor.execute(
            f"COPY (SELECT {names} FROM {reader.table(version.lake_key)} "  # noqa: S608
            f"WHERE list_contains(?, _row) ORDER BY {order}) "
            f"TO {literal(str(out))} (FORMAT parquet, COMPRESSION zstd)",
            [list(found.numbers), list(found.numbers)],
        )
        return out.read_bytes()


def plain_json(body: Any) -> bytes:
    try:
        return orjson.dumps(body, default=_plain, option=orjson.OPT_NON_STR_KEYS)
    except TypeError:  # an integer of more than 64 bits, which only the slow writer knows
        return json.dumps(body, default=_plain, ensure_ascii=False).encode()


def _shapes(version: Version, numbers: Sequence[int]) -> dict[int, str]:
    marks = ", ".join(str(int(number)) for number in numbers) or "NULL"
    with reader.cursor() as cursor:
        return dict(
            cursor.execute(
                f"SELECT _row, ST_AsGeoJSON(geometry) FROM {reader.table(version.lake_key)} "  # noqa: S608
                f"WHERE _row IN ({marks}) AND geometry IS NOT NULL"
            ).fetchall()
        )


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _plain_cell(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float) else _plain(value)


def _harmless(value: Any) -> Any:
    return guarded(value) if isinstance(value, str) else value
