"""What is known of a running site: who runs it, where it listens, since when.

Reads and writes `IDEA_HOME/run`; starting and stopping is for `supervisor.py`.
"""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Running:
    """A site that is up: `pid` is its supervisor's."""

    pid: int
    port: int
    url: str
    since: float  # seconds since the epoch


def folder(home: Path) -> Path:
    path = home / "run"
    path.mkdir(parents=True, exist_ok=True)
    return path


@contextmanager
def sole(home: Path) -> Iterator[bool]:
    """Hold the site's lock; yields False when another supervisor holds it.

    The kernel drops the lock when its holder dies, however it dies.
    """
    with (folder(home) / "lock").open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def is_held(home: Path) -> bool:
    with sole(home) as mine:
        return not mine


def write(home: Path, running: Running) -> None:
    path = folder(home) / "site.json"
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps(asdict(running)))
    fresh.replace(path)


def read(home: Path) -> Running | None:
    """Return the running site, or None when none runs (a stale file does not count)."""
    path = folder(home) / "site.json"
    if not is_held(home) or not path.exists():
        return None
    return Running(**json.loads(path.read_text()))


def wait_until(home: Path, *, held: bool, seconds: float) -> bool:
    """Wait until the site's lock is held, or free; False when it did not come to that in time."""
    end = time.monotonic() + seconds
    while is_held(home) is not held:
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True
