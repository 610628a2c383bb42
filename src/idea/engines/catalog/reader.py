"""DuckDB over the lake's Parquet files, for reading rows and making downloads.

One in-memory DuckDB a process holds the settings and the memory limit; each question gets a
cursor of its own, which is cheap and safe to use from any thread. A second one has no threads of
its own, for questions so small that to wait for another thread would be most of their time. What
is asked is made of quoted names and bound values only.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb
from django.utils.translation import gettext as _

from idea.engines.catalog.conf import conf
from idea.engines.catalog.errors import TooSlow
from idea.engines.catalog.watching import watched
from idea.kernel import duck
from idea.kernel.lake import lake

OPEN: Final = 64  # row files one process keeps open

_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class _Shared:
    connection: duckdb.DuckDBPyConnection
    attached: set[str]


_shared: dict[tuple[int, bool], _Shared] = {}  # by process: a fork must not share one


@contextmanager
def cursor(
    *, seconds: float | None = None, small: bool = False
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a cursor whose queries are broken off after `seconds` (TooSlow); None: never.

    `small` says that the question touches few rows, and is asked in this thread alone.
    """
    with _lock:
        own = _instance(small=small).connection.cursor()
    try:
        with watched(own, seconds) if seconds else nullcontext():
            yield own
    except duckdb.InterruptException as error:
        raise TooSlow(
            _("The query was stopped after %(seconds)g seconds.") % {"seconds": seconds or 0},
            remedy=_("Narrow it, or download the whole data set."),
        ) from error
    finally:
        own.close()


def attached(key: str, path: Path, *, small: bool = False) -> str:
    """Return the SQL name of the table `rows` of a DuckDB file, which stays open for later.

    It is there for the cursors that are `small`, or for the others.

    When many are open, reading starts anew with none; cursors at work keep theirs.
    """
    name = f"rows_{key.replace('-', '_')}"
    with _lock:
        shared = _instance(small=small)
        if name not in shared.attached:
            if len(shared.attached) >= OPEN:
                del _shared[os.getpid(), small]
                shared = _instance(small=small)
            file = duck.literal(str(path))
            shared.connection.execute(f"ATTACH {file} AS {name} (READ_ONLY)")
            shared.attached.add(name)
    return f"{name}.rows"


def _instance(*, small: bool) -> _Shared:
    key = os.getpid(), small
    if key not in _shared:
        memory = conf().catalog_query_memory
        connection = duck.connect(memory_limit=memory, threads=1 if small else None)
        _shared[key] = _Shared(connection, set())
    return _shared[key]


def table(lake_key: str) -> str:
    """Return the SQL that reads a snapshot."""
    return f"read_parquet({duck.literal(str(lake().local(lake_key)))})"
