"""The rows of a large version in the file's order, in a DuckDB file of their own.

A snapshot is made to be kept and downloaded: compressed hard and, with places, sorted along a
curve over the map. Paging through one reads and unpacks most of it each time; a native table
in the order of `_row` is found by its zone maps. Made on first use, kept while it is used.
"""

from pathlib import Path
from typing import Final

from idea.engines.catalog import reader
from idea.engines.catalog.kept import kept
from idea.engines.catalog.types import Version
from idea.kernel.duck import literal, quote

GROUP: Final = 30_720  # rows; a page touches one group
SMALL: Final = 20_000  # rows that are read from the snapshot itself without anyone noticing


def source(version: Version, *, small: bool = False) -> str:
    """Return the SQL name of the version's rows, for a cursor of `reader` that is `small` or not.

    In the file of a large version `_row` ascends.
    """
    if version.rows <= SMALL:
        return reader.table(version.lake_key)
    return reader.attached(version.edition, kept(version, "rows.duckdb", _write), small=small)


def prepare(version: Version) -> None:
    """Make the file now, so that the first reader need not wait for it."""
    if version.rows > SMALL:
        kept(version, "rows.duckdb", _write)


def _write(version: Version, out: Path) -> None:
    names = ", ".join(quote(column.name) for column in version.columns)
    name = quote(f"making_{out.parent.name}")
    with reader.cursor() as cursor:
        cursor.execute(f"ATTACH {literal(str(out))} AS {name} (ROW_GROUP_SIZE {GROUP})")
        try:
            cursor.execute(
                f"CREATE TABLE {name}.rows AS SELECT {names}, _row "  # noqa: S608  quoted names
                f"FROM {reader.table(version.lake_key)} ORDER BY _row"
            )
            cursor.execute(f"CHECKPOINT {name}")
        finally:
            cursor.execute(f"DETACH {name}")
