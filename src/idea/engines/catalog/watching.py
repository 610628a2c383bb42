"""Breaks off queries that take too long: one thread for all of them, while there are any.

A timer of its own for each query would be a thread a request, begun and ended.
"""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Protocol

_EVERY: Final = 0.2  # seconds between two looks: queries are given whole seconds


class Query(Protocol):
    def interrupt(self) -> None: ...


class _Watch:
    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self.lock = threading.Lock()
        self.until: dict[Query, float] = {}
        self.thread: threading.Thread | None = None

    def begin(self, query: Query, seconds: float) -> None:
        with self.lock:
            self.until[query] = time.monotonic() + seconds
            if self.thread is None:
                self.thread = threading.Thread(target=self._look, name="watching", daemon=True)
                self.thread.start()

    def end(self, query: Query) -> None:
        with self.lock:
            del self.until[query]

    def _look(self) -> None:
        while True:
            time.sleep(_EVERY)
            with self.lock:
                if not self.until:
                    self.thread = None
                    return
                now = time.monotonic()
                for query in [each for each, end in self.until.items() if end <= now]:
                    query.interrupt()


_watch = _Watch()
os.register_at_fork(after_in_child=_watch.reset)  # a child has neither the thread nor the queries


@contextmanager
def watched(query: Query, seconds: float) -> Iterator[None]:
    """Interrupt `query` (a DuckDB connection or cursor) when it takes more than `seconds`."""
    _watch.begin(query, seconds)
    try:
        yield
    finally:
        _watch.end(query)
