"""The lake in a bucket of an S3-compatible store, with copies of what is read on this machine."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from idea.kernel.lake.cache import FileCache
from idea.kernel.lake.keys import TABLES
from idea.kernel.lake.stores import missing, taken, unreachable

_CHUNK = 8 * 1024 * 1024


@contextmanager
def _reaching() -> Iterator[None]:
    """Turn the network's errors into a problem that a person can read."""
    try:
        yield
    except OSError as error:
        raise unreachable() from error


class BucketStore:
    """Files as objects. An upload becomes visible only when it is complete (S3's own promise).

    `url` is s3://[key:secret@]bucket/prefix?region=…&endpoint_override=…&scheme=…; without keys
    the usual AWS variables and roles are used. Two writers of one key at the same moment are not
    kept apart (the store's interface has no conditional upload): keys come from contents or ids.
    """

    def __init__(self, url: str, cache: Path) -> None:
        from pyarrow import fs

        self._url = url
        self._fs, base = fs.FileSystem.from_uri(url)
        self._base = base.rstrip("/")
        self._cache = FileCache(cache / hashlib.sha256(url.encode()).hexdigest()[:16])

    @_reaching()
    def put(self, source: Path, key: str, *, move: bool) -> None:
        if self._info(key) is not None:
            raise taken(key)
        try:
            with source.open("rb") as reader:
                self._upload(reader, key)
            _check_whole(key, self._info(key), source)
        except BaseException:
            # Closing an interrupted upload completes it with what came so far: take it away.
            if self._info(key) is not None:
                self._fs.delete_file(self._path(key))
            raise
        if move:
            source.unlink()

    def _upload(self, reader: Any, key: str) -> None:
        with self._fs.open_output_stream(self._path(key)) as writer:
            while chunk := reader.read(_CHUNK):
                writer.write(chunk)

    @_reaching()
    def local(self, key: str) -> Path:
        def download(target: Path) -> None:
            info = self._info(key)
            if info is None:
                raise missing(key)
            with self._fs.open_input_stream(self._path(key)) as reader, target.open("wb") as writer:
                while chunk := reader.read(_CHUNK):
                    writer.write(chunk)
            _check_whole(key, info, target)

        return self._cache.get(key, download)

    @_reaching()
    def exists(self, key: str) -> bool:
        return self._info(key) is not None

    @_reaching()
    def delete(self, key: str) -> None:
        self._cache.forget(key)
        if self._info(key) is not None:
            self._fs.delete_file(self._path(key))

    @_reaching()
    def keys(self, prefix: str) -> Iterator[str]:
        found = self._below(prefix.rpartition("/")[0])
        return iter([key for key in found if key.startswith(prefix) and not _is_table(key)])

    @_reaching()
    def size(self, key: str) -> int:
        info = self._info(key)
        if info is None:
            raise missing(key)
        return int(info.size)

    @_reaching()
    def table_keys(self) -> Iterator[str]:
        return iter(self._below(TABLES))

    def table_uri(self, name: str) -> str:
        return f"s3://{self._base}/{TABLES}/{name}"

    def table_options(self) -> dict[str, str]:
        """Return what `deltalake` needs to reach the same bucket."""
        parts = urlsplit(self._url)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        options = {}
        if parts.username and parts.password:
            options["AWS_ACCESS_KEY_ID"] = unquote(parts.username)
            options["AWS_SECRET_ACCESS_KEY"] = unquote(parts.password)
        region = query.get("region") or os.environ.get("AWS_REGION") or "us-east-1"
        options["AWS_REGION"] = region
        if endpoint := query.get("endpoint_override"):
            scheme = query.get("scheme", "https")
            options["AWS_ENDPOINT_URL"] = (
                endpoint if "://" in endpoint else f"{scheme}://{endpoint}"
            )
            if options["AWS_ENDPOINT_URL"].startswith("http://"):
                options["AWS_ALLOW_HTTP"] = "true"
        return options

    def _path(self, key: str) -> str:
        return f"{self._base}/{key}"

    def _below(self, folder: str) -> list[str]:
        from pyarrow import fs

        start = f"{self._base}/{folder}" if folder else self._base
        found = self._fs.get_file_info(fs.FileSelector(start, recursive=True, allow_not_found=True))
        return [
            info.path.removeprefix(f"{self._base}/")
            for info in found
            if info.type == fs.FileType.File
        ]

    def _info(self, key: str) -> Any:
        from pyarrow import fs

        info = self._fs.get_file_info(self._path(key))
        return info if info.type == fs.FileType.File else None


def _check_whole(key: str, remote: Any, local: Path) -> None:
    if remote is None or remote.size != local.stat().st_size:
        raise OSError(f"{key} arrived cut short")


def _is_table(key: str) -> bool:
    return key.startswith(f"{TABLES}/")
