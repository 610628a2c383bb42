"""Writes a staged table as plain Parquet, for data without places (with places: `features`).

Column `_row` is kept, and the rows stay in its order, so that a page of rows is found by
the row groups' own statistics.
"""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from idea.engines.sources.types import Staged
from idea.kernel import duck

ROW_GROUP = 50_000  # rows; small enough to seek in, large enough to compress


def write_plain(staged: Staged, *, out: Path) -> None:
    """Write `staged` to the Parquet file `out` (zstd)."""
    connection = duck.connect(staged.database, read_only=True)
    _write(connection, "rows", [column.name for column in staged.columns], out)


def narrow_plain(source: Path, columns: Sequence[str], *, out: Path) -> None:
    """Write only `columns` of a snapshot, whatever wrote it, as plain Parquet."""
    _write(duck.connect(), f"read_parquet({duck.literal(str(source))})", columns, out)


def _write(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str], out: Path
) -> None:
    names = ", ".join(duck.quote(name) for name in columns)
    try:
        connection.execute(
            f"COPY (SELECT _row, {names} FROM {table} ORDER BY _row) "  # noqa: S608  quoted names
            f"TO {duck.literal(str(out))} "
            f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
        )
    finally:
        connection.close()
