"""Keeps what was read from files that never change, the latest used first, up to a weight.

Knows nothing of what it keeps; each process has its own.
"""

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """A cache with a bound in bytes; safe between threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._weight = 0
        self._items: OrderedDict[str, tuple[T, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> T | None:
        with self._lock:
            if key not in self._items:
                return None
            self._items.move_to_end(key)
            return self._items[key][0]

    def put(self, key: str, value: T, weight: int) -> None:
        """Keep `value`, which weighs `weight` bytes; what was used longest ago gives way."""
        with self._lock:
            if key in self._items:
                self._weight -= self._items.pop(key)[1]
            self._items[key] = (value, weight)
            self._weight += weight
            while self._weight > self._most:
                self._weight -= self._items.popitem(last=False)[1][1]
