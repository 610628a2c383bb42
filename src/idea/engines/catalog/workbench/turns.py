"""Whose query runs: how many at once on this machine and for each caller, and how one is cancelled.

Every query that runs has a folder with a lease, a lock that dies with its process: so several
web processes count together, and what a killed one left behind is known and removed.
"""

import fcntl
import hashlib
import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from idea.engines.catalog.workbench.conf import conf
from idea.engines.catalog.workbench.errors import QueryNotRunning, WorkbenchBusy
from idea.engines.catalog.workbench.types import Asked
from idea.kernel import leases
from idea.kernel.errors import Conflict

_LEASE: Final = "lease"
_CALLER: Final = "caller"
_CANCEL: Final = "cancel"
_DOOR: Final = "door"
_TICK: Final = 0.1
_waiting = threading.BoundedSemaphore(1)


@dataclass(frozen=True, slots=True)
class Turn:
    """A query's right to run, and the folder it runs in."""

    folder: Path

    def cancelled(self) -> bool:
        return (self.folder / _CANCEL).exists()


@contextmanager
def turn(query_id: UUID, asked: Asked) -> Iterator[Turn]:
    """Yield a turn, waiting a little where all are taken; WorkbenchBusy where none comes."""
    folder, lease = _enter(query_id, asked) or _wait(query_id, asked)
    try:
        yield Turn(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lease)


def _wait(query_id: UUID, asked: Asked) -> tuple[Path, int]:
    """Take the next free turn. One waits at a time: waiting takes a thread that serves pages."""
    until = time.monotonic() + conf().workbench_wait_seconds
    if _waiting.acquire(blocking=False):
        try:
            while time.monotonic() < until:
                time.sleep(_TICK)
                if found := _enter(query_id, asked):
                    return found
        finally:
            _waiting.release()
    raise WorkbenchBusy(
        _("As many queries are running now as this site allows at once."),
        remedy=_("Try again in a few seconds."),
        retry_after=5,
    )


def cancel(query_id: UUID) -> None:
    """Ask a running query to end; whoever knows its id may. QueryNotRunning: there is none."""
    folder = _root() / str(query_id)
    if not leases.is_held(folder / _LEASE):
        raise QueryNotRunning(_("No query of this id is running."))
    with suppress(FileNotFoundError):
        (folder / _CANCEL).touch()


def _enter(query_id: UUID, asked: Asked) -> tuple[Path, int] | None:
    """Take a turn if one is free. One process looks at a time, so that two never take the same."""
    root = _root()
    root.mkdir(parents=True, exist_ok=True)
    mine = hashlib.sha256(asked.key.encode()).hexdigest()
    door = os.open(root / _DOOR, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(door, fcntl.LOCK_EX)
        running = _running(root)
        if str(query_id) in running:
            raise Conflict(_("A query of this id is running already."))
        each = sum(caller == mine for caller in running.values())
        if len(running) >= conf().workbench_at_once or each >= conf().workbench_at_once_each:
            return None
        folder = root / str(query_id)
        folder.mkdir(mode=0o700)
        (folder / _CALLER).write_text(mine, encoding="ascii")
        lease = os.open(folder / _LEASE, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(lease, fcntl.LOCK_EX)
    finally:
        os.close(door)
    return folder, lease


def _running(root: Path) -> dict[str, str]:
    """Return the caller of each running query by its id; remove what dead processes left."""
    found = {}
    for folder in root.iterdir():
        if not folder.is_dir():
            continue
        if leases.is_held(folder / _LEASE):
            with suppress(FileNotFoundError):  # it ends just now
                found[folder.name] = (folder / _CALLER).read_text(encoding="ascii")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    return found


def _root() -> Path:
    return Path(settings.IDEA_HOME) / "work" / "workbench"
