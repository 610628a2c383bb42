"""Reads one tileset document (22-025r4, clause 7): checks what must be there, lists its tiles.

Knows nothing of other documents, nor of where this one came from.
"""

import json
import math
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from idea.kernel.errors import BadInput

VERSIONS: Final = ("1.0", "1.1")
MOST_BYTES: Final = 64 << 20  # of one document: a client must hold it in memory, too
_GZIP: Final = 31  # zlib's word for "with a gzip header"
Json = dict[str, Any]


class BadTileset(BadInput):
    code = "tiles3d-bad-tileset"

    def __init__(self, words: str, *, remedy: str = "") -> None:
        super().__init__(
            _("The 3D Tiles cannot be published: %(why)s") % {"why": words},
            remedy=remedy or _("Export the tileset again as 3D Tiles 1.0 or 1.1."),
        )


@dataclass(frozen=True, slots=True)
class Document:
    version: str  # of 3D Tiles
    edition: str  # of the data: asset.tilesetVersion
    geometric_error: float
    root: Json
    size: int  # bytes of JSON


def read(data: bytes, name: str) -> Document:
    """Return the document in `data`, plain or gzip; BadTileset names what is missing."""
    data = _plain(data, name)
    said = _parsed(data, name)
    asset, root = said.get("asset"), said.get("root")
    version = asset.get("version") if isinstance(asset, dict) else None
    if version not in VERSIONS:
        raise BadTileset(
            _("%(name)s says version “%(version)s”; 1.0 and 1.1 can be read.")
            % {"name": name, "version": str(version or "")[:20]}
        )
    error = number(said.get("geometricError"))
    if error is None or error < 0:
        raise BadTileset(_("%(name)s gives no geometric error.") % {"name": name})
    if not isinstance(root, dict) or not isinstance(root.get("boundingVolume"), dict):
        raise BadTileset(_("%(name)s has no root with a bounding volume.") % {"name": name})
    edition = asset.get("tilesetVersion") if isinstance(asset, dict) else ""
    return Document(version, str(edition or "")[:80], error, root, len(data))


def tiles(root: Json) -> Iterator[tuple[Json, Json | None]]:
    """Yield each tile from `root` down, itself first, with the tile that holds it."""
    waiting: list[tuple[Json, Json | None]] = [(root, None)]
    while waiting:
        tile, parent = waiting.pop()
        yield tile, parent
        children = tile.get("children")
        if isinstance(children, list):
            waiting.extend((child, tile) for child in reversed(children) if isinstance(child, dict))


def contents(tile: Json) -> list[str]:
    """Return the URIs a tile points to: `content`, or `contents` of 1.1, and its subtrees.

    `url` is what `uri` was called before 1.0 was a standard; files with it are still about.
    """
    given = tile.get("contents")
    several = given if isinstance(given, list) else []
    implicit = tile.get("implicitTiling")
    subtrees = implicit.get("subtrees") if isinstance(implicit, dict) else None
    found = [tile.get("content"), *several, subtrees]
    uris = [item.get("uri", item.get("url")) for item in found if isinstance(item, dict)]
    return [uri for uri in uris if isinstance(uri, str) and uri]


def number(value: Any) -> float | None:
    """Return a finite number, None for whatever else JSON may hold."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value) if math.isfinite(value) else None
    except OverflowError:
        return None


def numbers(value: Any, count: int) -> list[float] | None:
    """Return `count` finite numbers, None where there are others."""
    if not isinstance(value, list) or len(value) != count:
        return None
    found = [number(item) for item in value]
    return None if None in found else [item for item in found if item is not None]


def _parsed(data: bytes, name: str) -> Json:
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        raise BadTileset(_("%(name)s is no whole JSON document.") % {"name": name}) from None
    if not isinstance(said, dict):
        raise BadTileset(_("%(name)s is no tileset.") % {"name": name})
    return said


def _plain(data: bytes, name: str) -> bytes:
    """Return the document without gzip, which some exporters put around every file."""
    if data.startswith(b"\x1f\x8b"):
        try:
            data = zlib.decompressobj(_GZIP).decompress(data, MOST_BYTES + 1)
        except zlib.error:
            raise BadTileset(_("%(name)s is no whole JSON document.") % {"name": name}) from None
    if len(data) > MOST_BYTES:
        raise BadTileset(
            _("%(name)s has more than %(most)d MB.") % {"name": name, "most": MOST_BYTES >> 20},
            remedy=_("Split the tileset into several documents."),
        )
    return data
