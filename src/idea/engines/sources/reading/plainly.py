"""Stages a table from a reading that promises each cell in its plainest form, where it can.

Gives what `staging` would have written, or nothing; then the careful way goes over the file.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from idea.engines.sources.reading.detect import Found
from idea.engines.sources.reading.kinds import TEXT
from idea.engines.sources.reading.raw import Doubt, Raw

HELD = 256 << 20  # bytes of rows that are kept in memory for whoever reads them next
_REPEATED = 1000  # different values among the first rows: more are not worth a dictionary
_FIRST_ROWS = 10_000


def write(raw: Raw, found: dict[int, Found], out: Path) -> tuple[bool, pa.Table | None]:
    """Write `out` as `staging._write` does; tell whether it could, and the rows if they are few.

    The rows have the columns c0, c1 … of every record, in order.
    """
    kinds = [found[n].kind.code for n in range(len(raw.columns))] if raw.plain else []
    if raw.plain is None or not all(each.kind is TEXT or each.plain for each in found.values()):
        return False, None
    held: list[pa.Table] = []
    size, writer = 0, None
    try:
        # Arrow lets go of the interpreter: some rows are written while the next are read.
        with ThreadPoolExecutor(max_workers=1) as helper:
            writing: Future[None] | None = None
            for rows in raw.plain(kinds):
                writer = writer or _writer(rows, out)
                if writing is not None:
                    writing.result()
                marked = rows.append_column("_bad", pa.nulls(len(rows), pa.int32()))
                writing = helper.submit(writer.write_table, marked)
                size += rows.nbytes
                if size <= HELD:
                    held.append(rows)
                else:
                    held.clear()
            if writing is not None:
                writing.result()
    except Doubt:
        return False, None
    finally:
        if writer is not None:
            writer.close()
    return writer is not None, pa.concat_tables(held) if held else None


def _writer(rows: pa.Table, out: Path) -> pq.ParquetWriter:
    # Written once, read a few times, thrown away: compressing it, or looking far for repeated
    # values, costs more than the bytes it saves.
    first = rows.slice(0, _FIRST_ROWS)
    repeated = [
        name
        for name in rows.column_names
        if pa.types.is_string(rows.schema.field(name).type)
        and pc.count_distinct(first[name]).as_py() <= _REPEATED
    ]
    options: dict[str, Any] = {"compression": "none", "use_dictionary": repeated}
    return pq.ParquetWriter(out, rows.schema.append(pa.field("_bad", pa.int32())), **options)
