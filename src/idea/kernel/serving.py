"""Serves one immutable file, or a part of one: ETag, ranges (RFC 9110), a name in any script.

Streams; what the file is and whether it may be had is decided before.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idea.kernel.errors import Problem
from idea.kernel.problems import problem_response

CHUNK = 1 << 18
_RANGE = re.compile(r"^bytes=(\d{0,18})-(\d{0,18})$")


class BeyondTheEnd(Problem):
    """A range that begins behind the last byte (RFC 9110, clause 15.5.17)."""

    code = "range-not-satisfiable"
    status: ClassVar[int] = 416
    title = gettext_lazy("The file has no such part")


def serve(
    request: HttpRequest,
    path: Path,
    *,
    filename: str,
    media_type: str,
    etag: str,
    modified: datetime,
    span: tuple[int, int] | None = None,
) -> HttpResponseBase:
    """Answer GET and HEAD; `span`: where in `path` it begins and its bytes, None: all of it.

    One range is honored (206, or 416 with the size); several are answered whole, as RFC 9110
    clause 14.2 lets a server do.
    """
    stamp = int(modified.timestamp())
    not_changed = get_conditional_response(request, etag=f'"{etag}"', last_modified=stamp)
    if not_changed is not None:
        return _headed(not_changed, etag, stamp)
    start, size = (0, path.stat().st_size) if span is None else span
    wanted = _range(request, size, etag, stamp)
    if wanted == "unsatisfiable":
        refused = problem_response(
            request,
            BeyondTheEnd(
                _("The file has %(size)d bytes.") % {"size": size},
                remedy=_("Ask for a part within it, or leave the header Range out."),
            ),
        )
        refused["Content-Range"] = f"bytes */{size}"
        return _headed(refused, etag, stamp)
    response: HttpResponseBase
    if isinstance(wanted, tuple):
        first, last = wanted
        response = StreamingHttpResponse(
            _part(path, start + first, start + last), status=206, content_type=media_type
        )
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
        response["Content-Length"] = str(last - first + 1)
    elif span is not None:
        response = StreamingHttpResponse(
            _part(path, start, start + size - 1), content_type=media_type
        )
        response["Content-Length"] = str(size)
    else:
        response = FileResponse(path.open("rb"), content_type=media_type)
        response["Content-Length"] = str(size)
    response["Content-Disposition"] = disposition(filename)
    return _headed(response, etag, stamp)


def disposition(filename: str) -> str:
    """Return Content-Disposition with an ASCII name and the real one (RFC 6266, RFC 8187)."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", filename).strip("_") or "data"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"


def _headed(response: HttpResponseBase, etag: str, stamp: int) -> HttpResponseBase:
    response["ETag"] = f'"{etag}"'
    response["Last-Modified"] = http_date(stamp)
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "no-cache"  # a column may be closed, a data set withdrawn
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _range(request: HttpRequest, size: int, etag: str, stamp: int) -> tuple[int, int] | str | None:
    asked = _RANGE.match(request.headers.get("Range", ""))
    if asked is None or asked.groups() == ("", "") or not _same(request, etag, stamp):
        return None
    first, last = asked.groups()
    if not first:  # the last n bytes
        begin, end = max(0, size - int(last)), size - 1
    else:
        begin, end = int(first), min(int(last) if last else size - 1, size - 1)
        if last and int(last) < begin:
            return None  # invalid, to be ignored
    return "unsatisfiable" if begin >= size or size == 0 or begin > end else (begin, end)


def _same(request: HttpRequest, etag: str, stamp: int) -> bool:
    """Tell whether If-Range, where there is one, names what we have."""
    condition = request.headers.get("If-Range", "").strip()
    if not condition:
        return True
    if condition.startswith(('"', "W/")):
        return condition == f'"{etag}"'
    return parse_http_date_safe(condition) == stamp


def _part(path: Path, first: int, last: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
