"""Keeps raw files as they came, and fetches them from addresses.

Nothing is changed on the way: what was read can always be read again, and better.
"""

import hashlib
import mimetypes
from collections.abc import Mapping
from contextlib import suppress
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
    size, most = path.stat().st_size, limits().max_file_bytes
    if size > most:
        raise TooLarge(
            _("The file has {size} GB; at most {most} GB can be read.").format(
                size=f"{size / 1e9:.1f}", most=f"{most / 1e9:.1f}"
            )
        )
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    key = f"raw/{digest[:2]}/{digest}"
    if not lake().exists(key):
        with suppress(Conflict):  # another process kept the same bytes meanwhile
            lake().put(path, key)
    given, name = dict(headers or {}), filename[-_LONGEST_NAME:]
    media_type = next((v for k, v in given.items() if k.lower() == "content-type"), "")
    row, _created = models.Payload.objects.update_or_create(
        arrival=hashlib.sha256(f"{digest}\0{name}\0{source_url}".encode()).hexdigest(),
        defaults={
            "sha256": digest,
            "filename": name,
            "source_url": source_url,
            "size": size,
            "lake_key": key,
            "media_type": (media_type or mimetypes.guess_type(filename)[0] or "")[:120],
            "headers": given,
            "retrieved_at": now(),
        },
    )
    return as_payload(row)


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
