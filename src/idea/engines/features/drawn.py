"""Keeps what was drawn (tiles, pictures) in files of this machine, within the room it is given.

Knows nothing of what it keeps: a key names what is drawn and the version it is drawn from.
"""

import os
import secrets
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from threading import Lock, Thread

from django.conf import settings

from idea.engines.features.conf import features_settings

_SHARE = 16  # of the room: what a process writes between two looks at how much there is
_HALF_WRITTEN = 3600  # seconds after which a file nobody finished may go
_lock = Lock()
_written = 0


def drawn(key: str, make: Callable[[], bytes]) -> bytes:
    """Return what `key` names, made by `make` where it is not kept."""
    name = sha256(key.encode()).hexdigest()
    path = _folder() / name[:2] / name
    try:
        body = path.read_bytes()
        os.utime(path)  # what was used longest ago gives way first
    except FileNotFoundError:
        body = make()
        _keep(path, body)
    return body


def _keep(path: Path, body: bytes) -> None:
    global _written  # noqa: PLW0603  one a process
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    part.write_bytes(body)
    os.replace(part, path)  # noqa: PTH105  whole or not at all
    with _lock:
        _written += len(body)
        full = _written > _room() / _SHARE
        if full:
            _written = 0
    if full:
        Thread(target=prune, daemon=True, name="drawn").start()


def prune() -> None:
    """Give up the files used longest ago until the rest fit."""
    files, now = [], time.time()
    for path in _folder().glob("*/*"):
        try:
            seen = path.stat()
        except FileNotFoundError:  # another process gave it up
            continue
        if "." in path.name and now - seen.st_mtime > _HALF_WRITTEN:
            path.unlink(missing_ok=True)
        else:
            files.append((seen.st_mtime, seen.st_size, path))
    total = sum(size for _used, size, _path in files)
    for _used, size, path in sorted(files):
        if total <= _room():
            break
        path.unlink(missing_ok=True)
        total -= size


def _room() -> int:
    return features_settings().features_drawn_mb * 1024 * 1024


def _folder() -> Path:
    return Path(settings.IDEA_HOME) / "cache" / "drawn"
