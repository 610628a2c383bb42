"""Opens what a source gave: unpacked where it is gzipped, decoded, line by line or whole.

Bounds what is read: a line, a tree and an unpacked file have a greatest size.
"""

import codecs
import gzip
import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, cast

import orjson
from django.utils.translation import gettext as _

from idea.engines.catalog.harvest.conf import conf
from idea.engines.catalog.harvest.errors import NotACatalog

HEAD: Final = 1 << 20
LINE: Final = 64 << 20  # bytes of the longest line: a record with a very long description
_MB: Final = 1 << 20
_GZIP: Final = b"\x1f\x8b"


def stream(path: Path) -> IO[bytes]:
    """Return the bytes of a file, unpacked."""
    with path.open("rb") as file:
        packed = file.read(2) == _GZIP
    return cast("IO[bytes]", gzip.open(path, "rb")) if packed else path.open("rb")


def head(path: Path, size: int = HEAD) -> bytes:
    try:
        with stream(path) as file:
            return file.read(size)
    except (EOFError, OSError) as error:
        raise _cut() from error


def whole(path: Path) -> bytes:
    """Return all bytes of a file that has to be read as one tree."""
    most = conf().harvest_tree_mb * _MB
    try:
        with stream(path) as file:
            found = file.read(most + 1)
    except (EOFError, OSError) as error:
        raise _cut() from error
    if len(found) > most:
        raise NotACatalog(
            _("The answer is larger than %(most)d MiB, and its format has to be read whole.")
            % {"most": conf().harvest_tree_mb},
            remedy=_("Offer it in pages, or as CSV or JSON Lines."),
        )
    return found


def tree(path: Path) -> object:
    """Return a JSON document, from whatever Unicode encoding it is in."""
    found = whole(path)
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if found.startswith(mark):
            found = found.decode(name, "replace").encode()
    try:
        return orjson.loads(found)
    except orjson.JSONDecodeError as error:
        if "recursion" in str(error).lower():
            raise _broken(str(error)) from error
        try:  # Big5, or stray bytes: read what can be read rather than nothing
            return orjson.loads(_decoded(found).encode())
        except orjson.JSONDecodeError:
            raise _broken(str(error)) from error


def lines(path: Path) -> Iterator[bytes]:
    """Yield the lines of a file; one that is too long comes cut, and cannot be parsed then."""
    done, most = 0, conf().harvest_page_mb * _MB
    try:
        with stream(path) as file:
            while line := file.readline(LINE):
                done += len(line)
                if done > most:
                    raise NotACatalog(
                        _("The answer is larger than %(most)d MiB.")
                        % {"most": conf().harvest_page_mb}
                    )
                yield line
    except (EOFError, gzip.BadGzipFile) as error:
        raise _cut() from error


def text(path: Path, charset: str = "") -> io.TextIOBase:
    """Return the text of a file; what cannot be decoded becomes U+FFFD."""
    return io.TextIOWrapper(
        stream(path), encoding=encoding_of(head(path), charset), errors="replace", newline=""
    )


def encoding_of(sample: bytes, charset: str = "") -> str:
    """Return the encoding of a text that begins so: by its mark, UTF-8, as told, Big5."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if sample.startswith(mark):
            return str(name)
    for name in ("utf-8", *((charset,) if _known(charset) else ()), "cp950"):
        try:
            codecs.getincrementaldecoder(name)().decode(sample, final=False)
        except (UnicodeDecodeError, LookupError):
            continue
        return str(name)
    return "utf-8"


def _decoded(found: bytes) -> str:
    return str(found, encoding_of(found[:HEAD]), "replace")


def _known(charset: str) -> bool:
    try:
        return bool(charset) and codecs.lookup(charset).name is not None
    except LookupError:
        return False


def _cut() -> NotACatalog:
    return NotACatalog(
        _("The answer is cut short."), remedy=_("Fetch it again; if it stays so, tell its keeper.")
    )


def _broken(why: str) -> NotACatalog:
    return NotACatalog(
        _("The answer is no valid JSON: %(why)s.") % {"why": why[:200]},
        remedy=_("Tell the keeper of the source. What was harvested before is kept."),
    )
