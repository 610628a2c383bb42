"""Lays rows of text that were read in memory down as Parquet, in batches."""

from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from idea.kernel.duck import literal

_BATCH = 20_000


def lay_down(
    rows: Iterable[Sequence[str | None]],
    width: int,
    target: Path,
    *,
    shapes: Iterable[bytes | None] | None = None,
) -> str:
    """Write rows of text (and WKB beside them) to `target`; return the relation that reads it."""
    fields: list[Any] = [pa.field(f"c{n}", pa.string()) for n in range(width)]
    if shapes is not None:
        fields.append(pa.field("wkb", pa.binary()))
    schema = pa.schema(fields)
    source, more = iter(rows), iter(shapes or ())
    with pq.ParquetWriter(target, schema) as writer:
        while batch := list(islice(source, _BATCH)):
            columns: list[Any] = [
                pa.array(column, pa.string()) for column in zip(*batch, strict=True)
            ]
            if shapes is not None:
                columns.append(pa.array(list(islice(more, len(batch))), pa.binary()))
            writer.write_batch(pa.record_batch(columns, schema=schema))
    return f"read_parquet({literal(str(target))})"
