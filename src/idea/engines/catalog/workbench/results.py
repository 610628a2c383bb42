"""Results kept for a moment in this process, for the next who asks the same; the oldest go first.

Bounded in bytes. Not in Django's cache: strangers' results would push out what else lives there.
"""

import threading
import time
from collections import OrderedDict
from typing import Final

from idea.engines.catalog.workbench.types import Result

ROOM: Final = 32 << 20  # bytes, of all results
LARGEST: Final = 1 << 20  # bytes, of one

_lock = threading.Lock()
_kept: OrderedDict[tuple[str, int], tuple[float, Result]] = OrderedDict()


def get(sql: str, rows: int) -> Result | None:
    """Return what was kept for the query and is not too old."""
    with _lock:
        until, result = _kept.get((sql, rows), (0.0, None))
        if result is None or until < time.monotonic():
            _kept.pop((sql, rows), None)
            return None
        _kept.move_to_end((sql, rows))
        return result


def keep(result: Result, rows: int, seconds: float) -> None:
    """Keep a result for so long, unless it is large or would differ the next time."""
    if not result.steady or result.size > LARGEST or not seconds:
        return
    with _lock:
        _kept[result.sql, rows] = (time.monotonic() + seconds, result)
        _kept.move_to_end((result.sql, rows))
        used = sum(each.size + len(each.sql) for _until, each in _kept.values())
        while used > ROOM:
            _key, (_until, oldest) = _kept.popitem(last=False)
            used -= oldest.size + len(oldest.sql)


def clear() -> None:
    with _lock:
        _kept.clear()
