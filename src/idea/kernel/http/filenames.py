"""The name of a fetched file: from the answer, from the address, and always safe to write."""

import mimetypes
import re
import unicodedata
from urllib.parse import unquote, unquote_to_bytes, urlsplit

_LONGEST = 150  # bytes; file systems allow 255, and others add an ending
_EXTENDED = re.compile(
    rb"""filename\*\s*=\s*"?([\w!#$%&+^`{}~-]+)'[\w-]*'([^;"\s]+)""", re.IGNORECASE
)
_QUOTED = re.compile(rb'filename\s*=\s*"((?:\\.|[^"\\])*)"', re.IGNORECASE)
_PLAIN = re.compile(rb"filename\s*=\s*([^;]+)", re.IGNORECASE)
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_UNSAFE = re.compile(r'[<>:"|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]')


def filename_of(disposition: bytes, url: str, media_type: str = "") -> str:
    """Return a file name for an answer.

    `disposition` is the raw Content-Disposition (RFC 6266; RFC 8187 for `filename*`), in which
    servers here also send bare UTF-8 or Big5. Then the last part of the address's path; at last
    `download` with the ending of the media type.
    """
    told = safe(_from_header(disposition))
    if told:
        return told
    from_url = safe(_decode(unquote_to_bytes(urlsplit(url).path.rpartition("/")[2])))
    if "." in from_url:
        return from_url
    return f"{from_url or 'download'}{mimetypes.guess_extension(media_type) or ''}"


def safe(name: str) -> str:
    """Return `name` without folders, control characters and leading dots; maybe empty."""
    name = unicodedata.normalize("NFC", name.encode(errors="replace").decode())
    name = re.split(r"[/\\]", name)[-1]
    name = _UNSAFE.sub("_", name).strip().lstrip(". ").rstrip(". ")
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending.encode()) > 20:  # noqa: PLR2004  no ending is that long
        return _cut(name, _LONGEST)
    return f"{_cut(stem, _LONGEST - len(ending.encode()) - 1)}.{ending}"


def _from_header(disposition: bytes) -> str:
    if found := _EXTENDED.search(disposition):
        try:
            return unquote_to_bytes(found[2]).decode(found[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass  # an unknown or wrong charset: the plain name is there for this
    if found := _QUOTED.search(disposition):
        name = _decode(re.sub(rb"\\(.)", rb"\1", found[1]))
    elif found := _PLAIN.search(disposition):
        name = _decode(found[1].strip())
    else:
        return ""
    return unquote(name) if name.isascii() and _PERCENT.search(name) else name


def _decode(raw: bytes) -> str:
    for encoding in ("utf-8", "cp950"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def _cut(text: str, size: int) -> str:
    return text.encode()[:size].decode(errors="ignore")
