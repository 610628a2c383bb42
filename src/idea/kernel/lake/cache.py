"""Local copies of remote files, the least lately used given up first when room runs out."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from idea.kernel.conf import kernel_settings
from idea.kernel.ids import uuid7
from idea.kernel.lake.folder import sweep

_IN_USE_S = 3600  # a copy handed out may be opened a little later: not before this is it given up
_STALE_S = 24 * 3600
_INCOMING = ".incoming"


class FileCache:
    """Copies by key. Files of the lake never change, so a copy is good as long as it is there."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._incoming = root / _INCOMING
        self._incoming.mkdir(parents=True, exist_ok=True)
        sweep(self._incoming, _STALE_S)

    def get(self, key: str, download: Callable[[Path], None]) -> Path:
        """Return the copy of `key`, made by `download(path)` where there is none."""
        path = self.root / key
        try:
            os.utime(path)
        except FileNotFoundError:
            # Whoever empties the cache of a running site takes this folder as well.
            self._incoming.mkdir(parents=True, exist_ok=True)
            fresh = self._incoming / uuid7().hex
            try:
                download(fresh)
                path.parent.mkdir(parents=True, exist_ok=True)
                fresh.replace(path)
            finally:
                fresh.unlink(missing_ok=True)
            self.prune()
        return path

    def forget(self, key: str) -> None:
        (self.root / key).unlink(missing_ok=True)

    def prune(self) -> None:
        """Give up the oldest copies until the rest fit into IDEA_LAKE_CACHE_MB."""
        room = kernel_settings().lake_cache_mb * 1024 * 1024
        copies = []
        for folder, folders, files in os.walk(self.root):
            if Path(folder) == self.root:
                folders[:] = [name for name in folders if name != _INCOMING]
            for name in files:
                path = Path(folder) / name
                try:
                    stat = path.stat()
                except FileNotFoundError:  # another process gave it up
                    continue
                copies.append((stat.st_mtime, stat.st_size, path))
        total = sum(size for _, size, _ in copies)
        limit = time.time() - _IN_USE_S
        for used, size, path in sorted(copies):
            if total <= room or used > limit:
                break
            path.unlink(missing_ok=True)
            total -= size
