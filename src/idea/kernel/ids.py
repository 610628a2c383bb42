"""Identifiers that sort by time of making (UUID version 7, RFC 9562 clause 5.7).

Makes them only; what they name belongs to the engine that asked.
"""

import os
import threading
import time
import uuid

_lock = threading.Lock()
_last = 0


def uuid7() -> uuid.UUID:
    """Return a UUIDv7 that is greater than every one made before it in this process.

    48 bits of Unix milliseconds, then 12 bits that count within the millisecond
    (RFC 9562 clause 6.2, method 3: here a sub-millisecond fraction, bumped when
    the clock stands still or goes back), then 62 random bits.
    """
    global _last  # noqa: PLW0603  one clock a process is the point
    with _lock:
        stamp = time.time_ns() * 4096 // 1_000_000  # 1/4096 ms since the epoch
        if stamp <= _last:
            stamp = _last + 1
        _last = stamp
    milliseconds, fraction = divmod(stamp, 4096)
    tail = int.from_bytes(os.urandom(8)) & ((1 << 62) - 1)
    return uuid.UUID(int=milliseconds << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | tail)
