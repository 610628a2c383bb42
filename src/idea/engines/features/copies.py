"""Keeps copies of a layer's versions beside the other caches: each whole or not there at all.

Knows nothing of what a copy holds. Several processes may make copies of several versions at a
time: none takes away what another one is writing.
"""

import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from idea.engines.features.types import Collection

_HALF_WRITTEN = 3600  # seconds after which what nobody finished may go


def place(kind: str, layer: Collection) -> Path:
    """Return where the copy of this version of a layer lies: a file or a folder."""
    return placed(kind, layer.id, layer.lake_key)


def placed(kind: str, layer_id: str, key: str) -> Path:
    """Do what `place` does for the lake key of a layer's version."""
    folder, name = (sha256(text.encode()).hexdigest()[:32] for text in (layer_id, key))
    return Path(settings.IDEA_HOME) / "cache" / kind / folder / name


@contextmanager
def written(path: Path, *, spare: float = 0) -> Iterator[Path]:
    """Yield where to write what then stands at `path`; copies of older versions go.

    Those made or touched in the last `spare` seconds stay: somebody may be about to open them.
    Where another process was quicker its copy stays, which holds the same.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        yield part
        try:
            os.replace(part, path)  # noqa: PTH105  whole or not at all
        except OSError:
            if not path.exists():  # a folder that stands already is not replaced
                raise
    finally:
        _remove(part)
    for other in path.parent.iterdir():
        if other != path and _age(other) >= (_HALF_WRITTEN if other.suffix else spare):
            _remove(other)


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:  # just finished, or given up
        return 0


def _remove(path: Path) -> None:
    """Take it away; a process that has it mapped keeps what it maps."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
