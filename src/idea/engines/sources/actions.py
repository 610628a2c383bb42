"""Keeps raw files as they came, and fetches them from addresses.

Nothing is changed on the way: what was read can always be read again, and better.
"""

import hashlib
import mimetypes
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path

from django.utils.translation import gettext as _

from idea.engines.sources import models
from idea.engines.sources.conf import limits
from idea.engines.sources.errors import TooLarge
from idea.engines.sources.types import Payload
from idea.kernel import http
from idea.kernel.clock import now
from idea.kernel.errors import Conflict
from idea.kernel.lake import lake
from idea.kernel.progress import Progress, silent

_LONGEST_NAME = 255


def keep(
    path: Path,
    *,
    filename: str,
    source_url: str = "",
    headers: Mapping[str, str] | None = None,
) -> Payload:
    """Put `path` into the lake under its SHA-256 and note where it came from.

    The same bytes are kept once, however often they come; the same arrival is noted once.
    """
    with keeping(path, filename=filename, source_url=source_url, headers=headers) as payload:
        return payload


@contextmanager
def keeping(
    path: Path,
    *,
    filename: str,
    source_url: str = "",
    headers: Mapping[str, str] | None = None,
) -> Iterator[Payload]:
    """Keep `path` as `keep` does, beside a block that reads it; it is kept when the block ends.

    Raises Conflict at the end where the file was changed meanwhile: what was read may be other
    bytes than the payload names.
    """
    before = path.stat()
    most = limits().max_file_bytes
    if before.st_size > most:
        raise TooLarge(
            _("The file has {size} GB; at most {most} GB can be read.").format(
                size=f"{before.st_size / 1e9:.1f}", most=f"{most / 1e9:.1f}"
            ),
            remedy=_("Split it, or give it as Parquet, which is much smaller."),
        )
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    given = dict(headers or {})
    media_type = next((v for k, v in given.items() if k.lower() == "content-type"), "")
    payload = Payload(
        sha256=digest,
        filename=filename[-_LONGEST_NAME:],
        size=before.st_size,
        lake_key=f"raw/{digest[:2]}/{digest}",
        source_url=source_url,
        media_type=(media_type or mimetypes.guess_type(filename)[0] or "")[:120],
        retrieved_at=now(),
        headers=given,
    )
    with ThreadPoolExecutor(max_workers=1) as helper:
        copying = helper.submit(_put, path, payload.lake_key)
        try:
            yield payload
        finally:
            fresh = copying.result()
            if _changed(before, path.stat()):
                if fresh:
                    lake().delete(payload.lake_key)
                raise Conflict(
                    _("The file was changed while it was being read."),
                    remedy=_("Wait until it is written to its end and try again."),
                )
            _note(payload)


def _put(path: Path, key: str) -> bool:
    """Put the file into the lake; False where its bytes are there already."""
    if not lake().exists(key):
        with suppress(Conflict):  # another process kept the same bytes meanwhile
            lake().put(path, key)
            return True
    return False


def _changed(before: os.stat_result, after: os.stat_result) -> bool:
    return (before.st_ino, before.st_size, before.st_mtime_ns) != (
        after.st_ino,
        after.st_size,
        after.st_mtime_ns,
    )


def _note(payload: Payload) -> None:
    """Note the arrival: once for the same bytes of the same name from the same address."""
    origin = f"{payload.sha256}\0{payload.filename}\0{payload.source_url}"
    models.Payload.objects.update_or_create(
        arrival=hashlib.sha256(origin.encode()).hexdigest(), defaults=asdict(payload)
    )


def fetch(url: str, *, workdir: Path, progress: Progress = silent) -> tuple[Path, http.Fetched]:
    """Fetch `url` into `workdir`; return the file and what the answer said of it.

    Raises what `idea.kernel.http` raises: refused addresses, no answer, too large, too slow.
    """
    workdir.mkdir(parents=True, exist_ok=True)
    target = workdir / "fetched"
    fetched = http.fetch(
        url,
        to=target,
        max_bytes=limits().max_file_bytes,
        progress=progress,
    )
    return fetched.path or target, fetched


def as_payload(row: models.Payload) -> Payload:
    return Payload(
        sha256=row.sha256,
        filename=row.filename,
        size=row.size,
        lake_key=row.lake_key,
        source_url=row.source_url,
        media_type=row.media_type,
        retrieved_at=row.retrieved_at,
        headers=dict(row.headers),
    )
