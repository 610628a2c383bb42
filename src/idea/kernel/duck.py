"""DuckDB connections that know geometry and reach for nothing outside the files they are given.

Opens and quotes; what is asked of a connection belongs to the engine that asks.
"""

import os
import tempfile
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb
import duckdb_extension_spatial

from idea.kernel.conf import kernel_settings

# An INSTALL in a hostile query must find neither a repository nor a folder to put things in.
_NOWHERE = os.devnull


@lru_cache(maxsize=1)
def spatial_extension() -> Path:
    """Return the file of the spatial extension that came with its wheel."""
    folder = Path(duckdb_extension_spatial.__file__).parent / "extensions" / f"v{version('duckdb')}"
    path = folder / "spatial.duckdb_extension"
    if not path.exists():
        raise FileNotFoundError(
            f"{path} is missing: duckdb and duckdb-extension-spatial must be of the same version"
        )
    return path


def connect(
    database: str | Path = ":memory:",
    *,
    threads: int | None = None,
    memory_limit: str = "512MB",
    temp_directory: str | Path | None = None,
    read_only: bool = False,
    preserve_insertion_order: bool = True,
) -> duckdb.DuckDBPyConnection:
    """Open `database` with the spatial functions, then lock the configuration.

    `threads` None means all cores. A query that outgrows `memory_limit` ("512MB") spills into
    `temp_directory` (default: beside a database file, or in IDEA_HOME/tmp). Extensions are neither
    fetched nor loaded on demand and no SET works afterwards: pass what you need here. Two
    connections of one process to the same file must ask for the same settings.
    """
    memory = str(database) == ":memory:"
    if temp_directory is None:
        temp_directory = _scratch() if memory else f"{database}.tmp"
    config: dict[str, Any] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        "allow_persistent_secrets": "false",
        "custom_extension_repository": _NOWHERE,
        "extension_directory": _NOWHERE,
        "memory_limit": memory_limit,
        "temp_directory": str(temp_directory),
        "preserve_insertion_order": "true" if preserve_insertion_order else "false",
        "lock_configuration": "true",
    }
    if threads := threads or kernel_settings().duckdb_threads:
        config["threads"] = str(threads)
    config["allow_unsigned_extensions"] = "true" if _signature_holds() else "false"
    connection = duckdb.connect(str(database), read_only=read_only, config=config)
    try:
        connection.execute(f"LOAD {literal(str(spatial_extension()))}")
    except BaseException:
        connection.close()
        raise
    return connection


@lru_cache(maxsize=1)
def _signature_holds() -> bool:
    """Check the extension's signature once a process: each check digests 80 MB, 0.2 s."""
    with duckdb.connect(config={"autoload_known_extensions": "false"}) as probe:
        probe.execute(f"LOAD {literal(str(spatial_extension()))}")
    return True


def quote(identifier: str) -> str:
    """Return `identifier` as SQL writes a name, whatever characters it holds (no NUL)."""
    if "\0" in identifier:
        raise ValueError("a name cannot hold a NUL character")
    return '"' + identifier.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return `text` as an SQL string, for places where no parameter may stand (COPY, LOAD)."""
    if "\0" in text:
        raise ValueError("a text cannot hold a NUL character")
    return "'" + text.replace("'", "''") + "'"


def _scratch() -> Path:
    from django.conf import settings

    home = Path(settings.IDEA_HOME) if settings.configured else Path(tempfile.gettempdir())
    return home / "tmp" / f"duckdb-{os.getpid()}"
