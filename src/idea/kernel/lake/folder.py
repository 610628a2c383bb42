"""The lake in a folder of this machine: a file is there whole, for good, or not at all."""

import errno
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from idea.kernel.ids import uuid7
from idea.kernel.lake.keys import TABLES
from idea.kernel.lake.stores import missing, taken

_INCOMING = ".incoming"
_STALE_S = 24 * 3600  # a temporary file this old was left by a process that was killed
_READ_ONLY = 0o444
_TURNS = 100


class FolderStore:
    """Writes into `.incoming`, flushes to disk, then links under the key.

    A hard link is made whole or not, and fails where the name is taken: so two writers of one key
    cannot both win, and kill -9 leaves at most a nameless file that a later start sweeps away.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._incoming = root / _INCOMING
        self._incoming.mkdir(parents=True, exist_ok=True)
        sweep(self._incoming, _STALE_S)

    def put(self, source: Path, key: str, *, move: bool) -> None:
        target = self.root / key
        if target.exists():
            raise taken(key)
        if move and _link_in_place(source, target, key):
            source.unlink()
            return
        fresh = self._incoming / uuid7().hex
        try:
            shutil.copyfile(source, fresh)
            _link_in_place(fresh, target, key)
        finally:
            fresh.unlink(missing_ok=True)
        if move:
            source.unlink()

    def local(self, key: str) -> Path:
        path = self.root / key
        if not path.is_file():
            raise missing(key)
        return path

    def exists(self, key: str) -> bool:
        return (self.root / key).is_file()

    def delete(self, key: str) -> None:
        path = self.root / key
        with suppress(FileNotFoundError, NotADirectoryError):
            path.unlink()
        for parent in path.parents:
            if parent == self.root:
                break
            try:
                parent.rmdir()
            except OSError:  # not empty, or gone with another's file
                break

    def keys(self, prefix: str) -> Iterator[str]:
        start = self.root / prefix if prefix.endswith("/") else (self.root / prefix).parent
        if not prefix:
            start = self.root
        for folder, folders, files in os.walk(start):
            if Path(folder) == self.root:
                folders[:] = [name for name in folders if name not in (_INCOMING, TABLES)]
            for name in files:
                key = (Path(folder) / name).relative_to(self.root).as_posix()
                if key.startswith(prefix):
                    yield key

    def size(self, key: str) -> int:
        try:
            return (self.root / key).stat().st_size
        except (FileNotFoundError, NotADirectoryError):
            raise missing(key) from None

    def table_keys(self) -> Iterator[str]:
        for folder, _folders, files in os.walk(self.root / TABLES):
            for name in files:
                yield (Path(folder) / name).relative_to(self.root).as_posix()

    def table_uri(self, name: str) -> str:
        path = self.root / TABLES / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return str(path)

    def table_options(self) -> dict[str, str]:
        return {}


def _link_in_place(source: Path, target: Path, key: str) -> bool:
    """Give `source` the name `target` as well, durably; False where they are on two disks."""
    _flush(source)
    source.chmod(_READ_ONLY)
    try:
        _link(source, target)
    except (FileExistsError, NotADirectoryError):  # the latter: a file stands where a folder must
        raise taken(key) from None
    except OSError as error:
        if error.errno == errno.EXDEV:
            return False
        raise
    return True


def _link(source: Path, target: Path) -> None:
    """Link and flush; a folder that a `delete` takes away meanwhile, being empty, is made again."""
    for turn in range(_TURNS):
        _make(target.parent)
        try:
            os.link(source, target)
        except FileNotFoundError:
            if turn == _TURNS - 1 or not source.exists():
                raise
        else:
            _flush(target.parent)
            return


def _make(folder: Path) -> None:
    # FileExistsError: it was there and is gone again, or another is quicker; the link will tell.
    with suppress(FileExistsError, FileNotFoundError):
        folder.mkdir(parents=True, exist_ok=True)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(folder: Path, age_s: float) -> None:
    """Remove the files of `folder` that nobody has touched for `age_s` seconds."""
    limit = time.time() - age_s
    for path in folder.iterdir():
        try:
            if path.is_file() and path.stat().st_mtime < limit:
                path.unlink()
        except FileNotFoundError:  # another process swept it first
            continue
