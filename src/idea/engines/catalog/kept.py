"""Files made from a snapshot when first asked for, and kept: downloads, and rows in file order.

A snapshot never changes, so a file is made once; two askers wait for one maker, and what is
half made is never seen. The sweep removes what nobody has asked for in a long time.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings

from idea.engines.catalog.types import Version

EDITION: Final = 1  # raise it when a file is written differently: old files are left alone


def kept(version: Version, ending: str, make: Callable[[Version, Path], None]) -> Path:
    """Return the file of this ending, made by `make(version, path)` where it is not there."""
    folder = Path(settings.IDEA_HOME) / "cache" / "downloads" / version.edition
    path = folder / f"{EDITION}.{ending}"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder / f"{EDITION}.{ending}.lock"):
            if not path.exists():
                fresh = folder / f"making.{os.getpid()}.{ending}"
                try:
                    make(version, fresh)
                    fresh.replace(path)
                finally:
                    fresh.unlink(missing_ok=True)
    os.utime(path)  # the sweep looks at it
    return path


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    handle = os.open(lock, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
