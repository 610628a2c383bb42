"""A result as a file: CSV for a spreadsheet, Parquet with its types, an Arrow table for drawing."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from idea.engines.catalog.downloads import guarded
from idea.engines.catalog.workbench.provenance import provenance
from idea.engines.catalog.workbench.types import Result

_DECIMAL = re.compile(r"DECIMAL\((\d+),(\d+)\)")
_WHOLE: Final = {
    "TINYINT": pa.int8(),
    "SMALLINT": pa.int16(),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "UTINYINT": pa.uint8(),
    "USMALLINT": pa.uint16(),
    "UINTEGER": pa.uint32(),
    "UBIGINT": pa.uint64(),
    "HUGEINT": pa.decimal128(38, 0),
}
_FLOATS: Final = {"FLOAT": pa.float32(), "DOUBLE": pa.float64()}
_LONG: Final = 10**38


def csv_text(result: Result) -> str:
    """Return RFC 4180 CSV with a byte order mark; nothing in it runs in a spreadsheet."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guarded(column.name) for column in result.columns])
    for row in result.rows:
        writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue()


def parquet_bytes(result: Result) -> bytes:
    """Return the rows as Parquet (zstd), how they were made in its metadata."""
    table = arrow_table(result)
    said = {"provenance": json.dumps(provenance(result), ensure_ascii=False)}
    out = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(said), out, compression="zstd")
    return out.getvalue()


def arrow_table(result: Result) -> Any:
    """Return the rows with DuckDB's types again; what has no simple type stays text."""
    arrays = []
    for place, column in enumerate(result.columns):
        kind, read = _reader(column.type)
        cells = [None if row[place] is None else read(row[place]) for row in result.rows]
        try:
            arrays.append(pa.array(cells, type=kind))
        except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
            arrays.append(pa.array([None if cell is None else str(cell) for cell in cells]))
    return pa.table(arrays, names=unique([column.name for column in result.columns]))


def unique(names: list[str]) -> list[str]:
    """Return the names, each once: a second `n` becomes `n_2`; one without letters `column_3`."""
    found: list[str] = []
    for place, given in enumerate(names, start=1):
        name = wanted = given.strip() or f"column_{place}"
        count = 1
        while name in found:
            count += 1
            name = f"{wanted}_{count}"
        found.append(name)
    return found


def _reader(kind: str) -> tuple[Any, Callable[[Any], Any]]:
    if kind in _WHOLE:
        return _WHOLE[kind], _hugeint if kind == "HUGEINT" else int
    if kind in _FLOATS:
        return _FLOATS[kind], float
    if found := _DECIMAL.fullmatch(kind):
        return pa.decimal128(int(found[1]), int(found[2])), Decimal
    return _OTHERS.get(kind, (pa.string(), str))


def _hugeint(cell: Any) -> Decimal:
    value = int(cell)
    if abs(value) >= _LONG:
        raise OverflowError(cell)
    return Decimal(value)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


_OTHERS: Final[dict[str, tuple[Any, Callable[[Any], Any]]]] = {
    "BOOLEAN": (pa.bool_(), bool),
    "DATE": (pa.date32(), date.fromisoformat),
    "TIME": (pa.time64("us"), time.fromisoformat),
    "TIMESTAMP": (pa.timestamp("us"), _moment),
    "TIMESTAMP WITH TIME ZONE": (pa.timestamp("us", tz="Asia/Taipei"), _moment),
}
