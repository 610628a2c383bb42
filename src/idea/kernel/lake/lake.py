"""The face of the lake: checks keys, then asks the store its address names."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from idea.kernel.lake import keys, tables
from idea.kernel.lake.bucket import BucketStore
from idea.kernel.lake.folder import FolderStore
from idea.kernel.lake.stores import Store


class Lake:
    """Immutable files by key, and Delta tables by name. BadKey: a key that leads outside."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @classmethod
    def open(cls, url: str, *, cache: Path) -> "Lake":
        """Open a folder (a path or file://…) or a bucket (s3://…); ValueError: neither."""
        scheme = urlsplit(url).scheme
        if scheme == "s3":
            return cls(BucketStore(url, cache))
        if scheme == "file":
            return cls(FolderStore(Path(unquote(urlsplit(url).path))))
        if "://" not in url and url:
            return cls(FolderStore(Path(url).expanduser().resolve()))
        raise ValueError(f"IDEA_LAKE_URL must be a folder or s3://…, not {url!r}")

    def put(self, local: Path, key: str, *, move: bool = False) -> None:
        """Keep a copy of `local` under `key`: whole or not at all, and for good.

        `move` gives the file itself to the lake, which saves the copy on one disk; `local` is then
        gone. KeyTaken: the key was used before.
        """
        self._store.put(Path(local), keys.check(key), move=move)

    def local(self, key: str) -> Path:
        """Return a file of this machine to read (never write): the lake's own, or a cached copy.

        KeyMissing: there is none.
        """
        return self._store.local(keys.check(key))

    def exists(self, key: str) -> bool:
        return self._store.exists(keys.check(key))

    def delete(self, key: str) -> None:
        """Remove `key`; nothing happens where it is gone already."""
        self._store.delete(keys.check(key))

    def keys(self, prefix: str = "") -> list[str]:
        """Return all keys that begin with `prefix`, sorted; tables have none."""
        return sorted(self._store.keys(keys.check_prefix(prefix)))

    def size(self, key: str) -> int:
        """Return the size in bytes. KeyMissing: there is no such key."""
        return self._store.size(keys.check(key))

    def append(self, table: str, arrow: Any, *, partition_by: tuple[str, ...] = ()) -> int:
        """Add rows (anything that speaks Arrow: a table, a reader, a DuckDB relation) to a table.

        The table is made by the first rows; later rows may bring new columns, which are null in
        what was there. All rows are added or none. Returns the table's version (Delta protocol).
        """
        return tables.append(self._store, keys.check_table(table), arrow, partition_by)

    def scan(self, table: str, *, version: int | None = None) -> Any:
        """Return the table, now or as of `version`, as a lazy `pyarrow.dataset.Dataset`.

        DuckDB reads it by its Python name and pushes filters into it. KeyMissing: no such table.
        """
        return tables.scan(self._store, keys.check_table(table), version)

    def table_files(self) -> list[str]:
        """Return the files that all tables consist of, to copy them: data first, logs last.

        Written in this order a table is whole or not there; rows added meanwhile are left out.
        """
        return tables.files(self._store)

    def table_file(self, name: str) -> Path:
        """Return one of `table_files` to read. KeyMissing: there is none."""
        return self._store.local(keys.check_table_file(name))

    def put_table_file(self, local: Path, name: str) -> None:
        """Put a file of a copied table in its place. KeyTaken: a table has such a file."""
        self._store.put(Path(local), keys.check_table_file(name), move=False)
