"""The bytes of an answer, decoded within a limit: a small answer must not grow without end."""

import zlib
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from idea.kernel.http.errors import BadAnswer, TooLarge

_CHUNK = 1024 * 1024
_GZIP, _ZLIB, _RAW = 31, 15, -15  # window bits, as zlib counts them
ENCODINGS = "gzip, deflate"  # what is asked for; brotli and zstd have no bounded reader here


def decoded(raw: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Yield the content of `raw`, in pieces of at most 1 MiB (RFC 9110, 8.4.1).

    EOFError: it ends before its end. BadAnswer: broken, or an encoding that was not asked for.
    """
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        yield from raw
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise BadAnswer(
            _("The server packed its answer in a way that was not asked for (%(encoding)s).")
            % {"encoding": encoding[:40]}
        )
    try:
        yield from _inflated(raw, gzip=encoding != "deflate")
    except zlib.error as error:
        raise BadAnswer(_("The server's answer is broken: it cannot be unpacked.")) from error


def _inflated(raw: Iterable[bytes], *, gzip: bool) -> Iterator[bytes]:
    inflater = None
    for piece in raw:
        data = piece
        while data:
            if inflater is None:
                inflater = zlib.decompressobj(_window(data, gzip=gzip))
            out = inflater.decompress(data, _CHUNK)
            if out:
                yield out
            data = inflater.unconsumed_tail
            if inflater.eof:  # gzip files may follow one another in one stream (RFC 1952, 2.2)
                data, inflater = (inflater.unused_data, None) if gzip else (b"", inflater)
    if inflater is not None:
        if rest := inflater.flush():
            yield rest
        if not inflater.eof:
            raise EOFError("the packed answer ends early")


def _window(data: bytes, *, gzip: bool) -> int:
    if gzip:
        return _GZIP
    # "deflate" means zlib (RFC 1950); some servers send the bare stream, which no CMF byte begins.
    return _ZLIB if data[0] & 0x0F == 8 else _RAW  # noqa: PLR2004  CM 8 is deflate


def limited(pieces: Iterable[bytes], most: int) -> Iterator[bytes]:
    """Yield `pieces` while they are no more than `most` bytes together. TooLarge: they are."""
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > most:
            raise too_large(most)
        yield piece


def too_large(most: int) -> TooLarge:
    return TooLarge(
        _("The file is larger than %(size)s MiB.") % {"size": f"{most / 1024 / 1024:,.0f}"},
        remedy=_("Split it into parts, or ask the operator to raise IDEA_HTTP_MAX_MB."),
    )
