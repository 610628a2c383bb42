"""Takes a file from a request to a place where the publish job finds it."""

import tempfile
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from idea.engines.catalog.conf import conf
from idea.engines.catalog.errors import BadDraft
from idea.engines.catalog.tasks import start_publish
from idea.engines.catalog.types import Draft
from idea.engines.sources.types import Hints
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Problem
from idea.kernel.jobs.api import JobInfo

CHUNK = 1 << 20


class TooLargeUpload(Problem):
    code = "upload-too-large"
    status = 413
    title = "Too large"


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def start_upload(
    source: Readable, *, filename: str, actor: Actor, draft: Draft, hints: Hints
) -> JobInfo:
    """Copy the stream to disk, never to memory, and queue its publication."""
    folder = Path(settings.IDEA_HOME) / "work" / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    most = conf().catalog_upload_bytes
    with tempfile.NamedTemporaryFile(dir=folder, prefix="upload-") as file:
        size = 0
        while chunk := source.read(CHUNK):
            size += len(chunk)
            if size > most:
                raise TooLargeUpload(
                    _("The file is larger than %(most)s bytes.") % {"most": f"{most:,}"},
                    remedy=_("Split it, or give its address instead of uploading it."),
                )
            file.write(chunk)
        if size == 0:
            raise BadDraft(_("The file is empty: it holds no bytes."))
        file.flush()
        return start_publish(
            actor=actor, payload_path=Path(file.name), filename=filename, draft=draft, hints=hints
        )


def name_of(upload: UploadedFile[Any]) -> str:
    """Return the name of an uploaded file without folders; BadDraft where it has none."""
    name = (upload.name or "").replace("\\", "/").rpartition("/")[2].strip()
    if not name:
        raise BadDraft(_("The uploaded file has no name."))
    return name
