"""Asks whether an address answers, and looks at the first bytes of what it gives.

HEAD first, then a GET for a range; nothing is kept, and no more than a sample is read.
"""

from dataclasses import dataclass

import httpx
from django.utils.translation import gettext as _

from idea.kernel.conf import kernel_settings
from idea.kernel.errors import Problem
from idea.kernel.http.body import decoded
from idea.kernel.http.errors import BadAnswer
from idea.kernel.http.fetch import REDIRECTS, _address, _headers, _media_type, _readable
from idea.kernel.http.guard import Guard
from idea.kernel.http.retries import Passing
from idea.kernel.http.transport import Deadline, client

SAMPLE = 64 * 1024  # bytes
_TEXTS = ("text/", "application/json", "application/xml", "application/csv", "application/geo")


@dataclass(frozen=True, slots=True)
class Probed:
    """How an address answered. `status` 0: it did not, for the reason whose code is `problem`."""

    status: int
    problem: str = ""
    media_type: str = ""
    size: int | None = None  # bytes of the whole, where the server says so
    sample: bytes = b""  # the first bytes; empty where HEAD told enough
    retry_after: str = ""

    @property
    def ok(self) -> bool:
        return self.status in (httpx.codes.OK, httpx.codes.PARTIAL_CONTENT)


def probe(url: str, *, seconds: float = 20.0) -> Probed:
    """Ask `url` (http or https, at most five redirects) in `seconds` at most. Never raises.

    Private networks are refused at every hop, as by `fetch`.
    """
    limits = kernel_settings()
    deadline = Deadline(seconds)
    guard = Guard(limits.http_allow)
    try:
        with client(guard, deadline, timeout=seconds, proxy=limits.http_proxy) as http:
            first = _ask(http, "HEAD", url)
            if first.ok and not first.media_type.startswith(_TEXTS):
                return first
            full = _ask(http, "GET", url)  # some servers refuse HEAD, or answer it wrongly
            return full if full.ok or not first.ok else first
    except Passing as error:
        return Probed(0, error.problem.code)
    except Problem as error:
        return Probed(0, error.code)


def _ask(http: httpx.Client, method: str, text: str) -> Probed:
    headers = _headers("", "")
    if method == "GET":
        headers["Range"] = f"bytes=0-{SAMPLE - 1}"
        headers["Accept-Encoding"] = "identity"  # a range of a coded body cannot be decoded
    url = _address(text)
    with _readable(url):
        for _hop in range(REDIRECTS + 1):
            with http.stream(method, url, headers=headers) as response:
                if not response.has_redirect_location:
                    return _told(response, with_body=method == "GET")
                url = _address(url.join(response.headers["Location"]))
    raise BadAnswer(_("The server sends from one address to the next without end."))


def _told(response: httpx.Response, *, with_body: bool) -> Probed:
    sample = b""
    if with_body and response.status_code in (httpx.codes.OK, httpx.codes.PARTIAL_CONTENT):
        coding = response.headers.get("Content-Encoding", "")
        for piece in decoded(response.iter_raw(), coding):
            sample += piece
            if len(sample) >= SAMPLE:
                break
    return Probed(
        status=response.status_code,
        media_type=_media_type(response),
        size=_size(response.headers),
        sample=sample[:SAMPLE],
        retry_after=response.headers.get("Retry-After", "")[:40],
    )


def _size(headers: httpx.Headers) -> int | None:
    whole = headers.get("Content-Range", "").rpartition("/")[2]
    text = whole or headers.get("Content-Length", "")
    return int(text) if text.isdecimal() and len(text) < 16 else None  # noqa: PLR2004  no file is that large
