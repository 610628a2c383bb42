"""Fetches one file: follows redirects, tries again, keeps limits, writes whole files only."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from django.utils.translation import gettext as _

from idea import __version__
from idea.kernel.conf import kernel_settings
from idea.kernel.http.body import ENCODINGS, decoded, limited, too_large
from idea.kernel.http.errors import BadAddress, BadAnswer, NotReached, TooSlow
from idea.kernel.http.filenames import filename_of
from idea.kernel.http.guard import Guard
from idea.kernel.http.retries import Passing, of_answer, retrying
from idea.kernel.http.transport import Deadline, client
from idea.kernel.ids import uuid7
from idea.kernel.progress import Progress, silent

REDIRECTS = 5
_TELL_EVERY = 1024 * 1024
_LONGEST_URL = 4_000
_LAST_PORT = 65_535
_HOST = re.compile(r"[^\s%/\\?#@<>]+")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave. `path` is None when nothing was modified since the validators given."""

    status: int
    path: Path | None
    filename: str
    media_type: str
    etag: str
    last_modified: str
    sha256: str  # of the file as written, hexadecimal
    size: int  # bytes
    not_modified: bool
    url: str = ""  # where the file was found in the end
    charset: str = ""  # what Content-Type says, unverified


def fetch(
    url: str,
    *,
    to: Path,
    etag: str = "",
    last_modified: str = "",
    max_bytes: int | None = None,
    timeout: float | None = None,
    progress: Progress = silent,
) -> Fetched:
    """Fetch `url` (http or https) into `to`: a file, or a folder in which its own name is used.

    The file appears whole or not at all; content codings are undone. `etag` and `last_modified`
    make the call conditional (RFC 9110, clause 13). `timeout` is the longest silence in seconds;
    all tries together last IDEA_HTTP_DEADLINE at most. `progress` counts bytes.

    BadAddress, AddressRefused (a private network, at any hop), NotReached, TooSlow, TooLarge (more
    than `max_bytes` after decoding), BadAnswer (what the server said in `answer`).
    """
    limits = kernel_settings()
    call = _Call(
        headers=_headers(etag, last_modified),
        to=to,
        most=limits.http_max_mb * 1024 * 1024 if max_bytes is None else max_bytes,
        progress=progress,
    )
    deadline = Deadline(limits.http_deadline)
    address = _address(url)
    with client(
        Guard(limits.http_allow),
        deadline,
        timeout=timeout or limits.http_timeout,
        proxy=limits.http_proxy,
    ) as http:
        try:
            return retrying(limits.http_retries, deadline)(_follow, http, address, call)
        except Passing as error:
            raise error.problem from error


@dataclass(frozen=True, slots=True)
class _Call:
    headers: dict[str, str]
    to: Path
    most: int
    progress: Progress


def _headers(etag: str, last_modified: str) -> dict[str, str]:
    from django.conf import settings

    site = getattr(settings, "IDEA_SITE_URL", "")
    headers = {
        "User-Agent": f"idea/{__version__} (+{site})",
        "Accept": "*/*",
        "Accept-Encoding": ENCODINGS,
    }
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    return headers


def _address(text: str | httpx.URL) -> httpx.URL:
    """Return a URL that may be tried. BadAddress: it may not."""
    try:
        url = httpx.URL(text.strip() if isinstance(text, str) else text)
    except (httpx.InvalidURL, TypeError) as error:
        raise BadAddress(_("This is no web address.")) from error
    odd = not _HOST.fullmatch(url.host) or (url.port or 0) > _LAST_PORT
    if url.scheme not in ("http", "https") or odd or len(str(url)) > _LONGEST_URL:
        raise BadAddress(
            _("Only addresses that begin with https:// or http:// can be fetched."),
            remedy=_("Copy the address of the file itself from the browser."),
        )
    if url.userinfo:
        raise BadAddress(_("An address must not hold a user name or a password."))
    return url.copy_with(fragment=None)


def _follow(http: httpx.Client, url: httpx.URL, call: _Call) -> Fetched:
    with _readable(url):
        return _hops(http, url, call)


def _hops(http: httpx.Client, url: httpx.URL, call: _Call) -> Fetched:
    for _hop in range(REDIRECTS + 1):
        with http.stream("GET", url, headers=call.headers) as response:
            if not response.has_redirect_location:
                return _take(response, call)
            url = _address(url.join(response.headers["Location"]))
    raise BadAnswer(_("The server sends from one address to the next without end."))


def _take(response: httpx.Response, call: _Call) -> Fetched:
    headers = response.headers
    conditional = "If-None-Match" in call.headers or "If-Modified-Since" in call.headers
    if response.status_code == httpx.codes.NOT_MODIFIED and conditional:
        return _told(response, None, "", "", 0)
    if response.status_code != httpx.codes.OK:
        raise of_answer(response.status_code, headers.get("Retry-After", ""))
    coding = headers.get("Content-Encoding", "")
    length = headers.get("Content-Length", "")
    expected = int(length) if length.isdecimal() and not coding else None
    if expected is not None and expected > call.most:
        raise too_large(call.most)
    disposition = next(
        (value for name, value in headers.raw if name.lower() == b"content-disposition"), b""
    )
    name = filename_of(disposition, str(response.url), _media_type(response))
    path = call.to / name if call.to.is_dir() else call.to
    pieces = limited(decoded(response.iter_raw(), coding), call.most)
    digest, size = _write(pieces, path, expected, call.progress)
    return _told(response, path, name, digest, size)


def _write(
    pieces: Iterator[bytes], path: Path, expected: int | None, progress: Progress
) -> tuple[str, int]:
    """Write `pieces` beside `path`, then give the whole file its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{uuid7().hex}.part")
    digest, size, told = hashlib.sha256(), 0, 0
    progress(0, expected)
    try:
        with part.open("wb") as file:
            for piece in pieces:
                file.write(piece)
                digest.update(piece)
                size += len(piece)
                if size - told >= _TELL_EVERY:
                    progress(told := size, expected)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    progress(size, size)
    return digest.hexdigest(), size


def _media_type(response: httpx.Response) -> str:
    told: str = response.headers.get("Content-Type", "")
    return told.partition(";")[0].strip().lower()


def _told(
    response: httpx.Response, path: Path | None, name: str, digest: str, size: int
) -> Fetched:
    return Fetched(
        status=response.status_code,
        path=path,
        filename=name,
        media_type=_media_type(response),
        etag=response.headers.get("ETag", ""),
        last_modified=response.headers.get("Last-Modified", ""),
        sha256=digest,
        size=size,
        not_modified=path is None,
        url=str(response.url),
        charset=response.charset_encoding or "",
    )


@contextmanager
def _readable(url: httpx.URL) -> Iterator[None]:
    """Turn the library's errors into problems; those that may pass are wrapped for another try."""
    host = {"host": url.host[:100]}
    try:
        yield
    except httpx.TimeoutException as error:
        raise Passing(TooSlow(_("“%(host)s” did not answer in time.") % host)) from error
    except TimeoutError as error:
        raise TooSlow(
            _("The file did not arrive from “%(host)s” in the time that one download has.") % host
        ) from error
    except (httpx.UnsupportedProtocol, httpx.LocalProtocolError, httpx.InvalidURL) as error:
        raise BadAddress(_("This is no web address.")) from error
    except httpx.TransportError as error:
        if "CERTIFICATE_VERIFY_FAILED" in str(error):
            raise NotReached(
                _("“%(host)s” cannot prove who it is: its certificate is not valid.") % host,
                remedy=_("Tell the people who run that server."),
            ) from error
        broken = _("The connection to “%(host)s” failed.") % host
        raise Passing(NotReached(broken, remedy=_("Try again in a while."))) from error
    except EOFError as error:
        cut = _("The answer of “%(host)s” arrived cut short.") % host
        raise Passing(NotReached(cut, remedy=_("Try again in a while."))) from error
