"""DuckDB over the lake's Parquet files, for reading rows and making downloads.

One in-memory DuckDB a process holds the settings and the memory limit; each question gets a
cursor of its own, which is cheap and safe to use from any thread. What is asked is made of
quoted names and bound values only.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
from django.utils.translation import gettext as _

from idea.engines.catalog.conf import conf
from idea.engines.catalog.errors import TooSlow
from idea.kernel import duck
from idea.kernel.lake import lake

_lock = threading.Lock()
_shared: dict[int, duckdb.DuckDBPyConnection] = {}  # by process: a fork must not share one


@contextmanager
def cursor(*, seconds: float | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a cursor whose queries are broken off after `seconds` (TooSlow); None: never."""
    with _lock:
        pid = os.getpid()
        if pid not in _shared:
            _shared[pid] = duck.connect(memory_limit=conf().catalog_query_memory)
        own = _shared[pid].cursor()
    timer = threading.Timer(seconds, own.interrupt) if seconds else None
    if timer is not None:
        timer.daemon = True
        timer.start()
    try:
        yield own
    except duckdb.InterruptException as error:
        raise TooSlow(
            _("The query was stopped after %(seconds)g seconds.") % {"seconds": seconds or 0},
            remedy=_("Narrow it, or download the whole data set."),
        ) from error
    finally:
        if timer is not None:
            timer.cancel()
        own.close()


def table(lake_key: str) -> str:
    """Return the SQL that reads a snapshot."""
    return f"read_parquet({duck.literal(str(lake().local(lake_key)))})"
