"""Tells whether a process of this machine still holds a file that it locked when it began.

A lock ends with its process however that ends, so nothing has to be cleaned up after kill -9.
"""

import fcntl
import os
from pathlib import Path


def is_held(lock: Path) -> bool:
    """Tell whether a live process holds the file by `flock`; a missing file nobody holds."""
    try:
        handle = os.open(lock, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
