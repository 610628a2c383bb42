"""Files that people send go to disk as they arrive, and stop at the size the site allows."""

from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest

from idea.engines.sources.conf import limits
from idea.kernel.ids import uuid7


class FileOnDisk(UploadedFile[bytes]):
    """A file that was sent, complete, at `path`."""

    def __init__(self, path: Path, name: str, size: int, content_type: str) -> None:
        super().__init__(path.open("rb"), name, content_type, size, None)
        self.path = path

    def close(self) -> None:
        super().close()
        self.path.unlink(missing_ok=True)


class ToDisk(FileUploadHandler):
    """Writes what arrives to `IDEA_HOME/work/uploads`; gives up once it is too much.

    `most`: a smaller limit in bytes. What is beyond it is thrown away and the form read on, so
    that nothing somebody wrote is lost with a photo.
    """

    def __init__(self, request: HttpRequest | None = None, most: int | None = None) -> None:
        super().__init__(request)
        self.limit = limits().max_file_bytes
        self.most = most
        self.too_big = False
        self.path: Path | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        folder = Path(settings.IDEA_HOME) / "work" / "uploads"
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / str(uuid7())
        self.file = self.path.open("wb")
        self.written = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002
        self.written += len(raw_data)
        if self.most is not None and self.written > self.most:
            self.too_big = True
            self.upload_interrupted()
            raise SkipFile
        if self.written > self.limit:
            self.too_big = True
            self.upload_interrupted()
            raise StopUpload(connection_reset=True)
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> FileOnDisk | None:
        self.file.close()
        if self.path is None:
            return None
        return FileOnDisk(self.path, self.file_name or "", file_size, self.content_type or "")

    def upload_interrupted(self) -> None:
        if self.path is not None:
            self.file.close()
            self.path.unlink(missing_ok=True)


def take_to_disk(request: HttpRequest, most: int | None = None) -> ToDisk:
    """Make this request's files go to disk. Call before anything reads the form."""
    handler = ToDisk(request, most)
    request.upload_handlers = [cast("Any", handler)]
    return handler
