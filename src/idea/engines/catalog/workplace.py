"""A folder of its own for each publication, leased by a lock that dies with its process.

`flock` is given back by the system whatever ends the process, kill -9 included: a folder
nobody holds belongs to a publication that will never end.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.conf import settings

from idea.kernel import leases

_LOCK = "lease"


def root() -> Path:
    return Path(settings.IDEA_HOME) / "work" / "publish"


@contextmanager
def workplace(version_id: UUID) -> Iterator[Path]:
    """Yield an empty folder, leased until the block ends, removed then."""
    folder = root() / str(version_id)
    folder.mkdir(parents=True)
    handle = os.open(folder / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def is_leased(version_id: UUID) -> bool:
    """Tell whether a live process of this machine works on the version."""
    return leases.is_held(root() / str(version_id) / _LOCK)


def folders() -> list[tuple[UUID, Path]]:
    """Return the folders that are there, leased or not."""
    found = []
    for folder in root().glob("*"):
        try:
            found.append((UUID(folder.name), folder))
        except ValueError:
            continue  # not ours
    return found
