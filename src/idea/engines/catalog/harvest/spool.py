"""Rows made ready for the database, on disk until the transaction that lays them down.

A small SQLite file: where the site's database is SQLite too, it copies the rows by itself, which
takes half the time of handing them over one by one.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Self

from django.db import connection, models

from idea.kernel import bulk
from idea.kernel.ids import uuid7

_AT_ONCE: Final = 500
_NAME: Final = "harvest_spool"  # of the file, while the site's connection has it open
# Pages kept in memory while very many rows are laid down, in KiB (negative, as SQLite wants it):
# with fewer, each page of an index is written to disk several times over.
_ROOM: Final = -128_000
# As Django's own SQLite backend has it, which is not there where the site is on PostgreSQL.
sqlite3.register_converter("bool", b"1".__eq__)


class Spool:
    """One table a table. Use as a context: the file goes at its end."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / f"{uuid7().hex}.rows"
        self._file = sqlite3.connect(
            self._path, isolation_level=None, detect_types=sqlite3.PARSE_DECLTYPES
        )
        self._file.execute("PRAGMA journal_mode = OFF")
        self._file.execute("PRAGMA synchronous = OFF")
        self._file.execute("BEGIN")
        self._waiting: dict[str, list[Sequence[Any]]] = {}
        self._inserts: dict[str, str] = {}
        self._attached = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_args: object) -> None:
        self._file.close()
        self._path.unlink(missing_ok=True)

    def put(self, table: str, row: Sequence[Any]) -> None:
        """Add a row; all rows of a table have as many values as its first."""
        if table not in self._inserts:
            # Truth values are told apart from numbers, which PostgreSQL does not take for them.
            columns = (
                f"c{at}{' bool' if isinstance(value, bool) else ''}" for at, value in enumerate(row)
            )
            self._file.execute(f'CREATE TABLE "{table}" ({", ".join(columns)})')
            self._inserts[table] = f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(row))})'  # noqa: S608  our own names
        waiting = self._waiting.setdefault(table, [])
        waiting.append(row)
        if len(waiting) >= _AT_ONCE:
            self._flush(table)

    def rows(self, table: str) -> Iterator[Any]:
        """Yield the rows of a table in the order they came."""
        if table in self._inserts:
            self._flush(table)
            yield from self._file.execute(f'SELECT * FROM "{table}" ORDER BY rowid')  # noqa: S608  our own names

    @contextmanager
    def at_hand(self) -> Iterator[None]:
        """Let the site's SQLite read the file by itself, where no transaction is open yet.

        Elsewhere, and within a caller's transaction (in which a file cannot be let go), `lay`
        hands the rows over.
        """
        for table in self._inserts:
            self._flush(table)
        self._file.execute("COMMIT")
        if connection.vendor != "sqlite" or connection.in_atomic_block:
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA main.cache_size")
            room = cursor.fetchone()[0]
            cursor.execute(f"PRAGMA main.cache_size = {_ROOM}")
            cursor.execute(f"ATTACH DATABASE %s AS {_NAME}", [str(self._path)])
            self._attached = True
            try:
                yield
            finally:
                self._attached = False
                cursor.execute(f"DETACH DATABASE {_NAME}")
                cursor.execute(f"PRAGMA main.cache_size = {room}")

    def lay(
        self,
        model: type[models.Model],
        table: str,
        *,
        unique: Sequence[str] = (),
        update: Sequence[str] = (),
    ) -> None:
        """Insert the rows of a table, or update those that are there, as `bulk.insert` does."""
        if table not in self._inserts:
            return
        if self._attached:
            bulk.copy(model, f'{_NAME}."{table}"', unique=unique, update=update)
        else:
            bulk.insert(model, self.rows(table), unique=unique, update=update)

    def _flush(self, table: str) -> None:
        waiting = self._waiting.pop(table, None)
        if waiting:
            self._file.executemany(self._inserts[table], waiting)
