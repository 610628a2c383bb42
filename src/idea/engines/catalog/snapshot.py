"""Writes a staged table as plain Parquet, for data without places (with places: `features`).

Column `_row` is kept, and the rows stay in its order, so that a page of rows is found by
the row groups' own statistics.
"""

from pathlib import Path

from idea.engines.sources.types import Staged
from idea.kernel import duck

ROW_GROUP = 50_000  # rows; small enough to seek in, large enough to compress


def write_plain(staged: Staged, *, out: Path) -> None:
    """Write `staged` to the Parquet file `out` (zstd)."""
    columns = ", ".join(duck.quote(column.name) for column in staged.columns)
    connection = duck.connect(staged.database, read_only=True)
    try:
        connection.execute(
            f"COPY (SELECT _row, {columns} FROM rows ORDER BY _row) "  # noqa: S608  quoted names
            f"TO {duck.literal(str(out))} "
            f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
        )
    finally:
        connection.close()
