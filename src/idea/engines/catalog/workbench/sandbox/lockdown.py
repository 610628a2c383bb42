"""Second wall: a DuckDB in memory that reaches the given files and nothing else, locked for good.

Holds whatever SQL it is given, checked (`checking.py`) or not.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

ZONE = "Asia/Taipei"  # what moments are shown in


@dataclass(frozen=True)
class Attached:
    """A table under the name the query uses: a Parquet file, and the columns that are open."""

    name: str
    path: str
    columns: tuple[str, ...]


def connect(memory_mb: int) -> duckdb.DuckDBPyConnection:
    """Open an empty database: one thread, no disk, no extension, no look at Python's variables."""
    connection = duckdb.connect(
        ":memory:",
        config={
            "allow_community_extensions": "false",
            "allow_persistent_secrets": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "errors_as_json": "true",
            "memory_limit": f"{memory_mb}MB",
            "python_enable_replacements": "false",
            "temp_directory": "",
            "threads": "1",
        },
    )
    connection.execute(f"SET TimeZone = '{ZONE}'")
    return connection


def lock(connection: duckdb.DuckDBPyConnection, tables: Sequence[Attached]) -> None:
    """Attach the tables as views, then shut every door and throw away the key."""
    for table in tables:
        columns = ", ".join(_quote(column) for column in table.columns)
        connection.execute(
            f"CREATE VIEW {_quote(table.name)} AS "  # noqa: S608  quoted names
            f"SELECT {columns} FROM read_parquet({_literal(table.path)})"
        )
    paths = ", ".join(_literal(path) for path in sorted({table.path for table in tables}))
    connection.execute(f"SET allowed_paths = [{paths}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
