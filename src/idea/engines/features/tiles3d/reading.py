"""Finds one file of a kept tileset: where it begins, how long it is, what it is called on the wire.

Whose tileset it is and whether it may be had is decided before.
"""

import struct
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, Final

from django.utils.translation import gettext as _

from idea.engines.features.errors import NoTileFile
from idea.engines.features.types import Tileset
from idea.kernel.lake import lake

# OGC 22-025r4, clause 6.2, and the types that glTF and its textures are registered under.
MEDIA: Final = {
    "json": "application/json",
    "glb": "model/gltf-binary",
    "gltf": "model/gltf+json",
    "geojson": "application/geo+json",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "ktx2": "image/ktx2",
}
BINARY: Final = "application/octet-stream"  # tiles, subtrees, and whatever else is in the folder
_KEPT: Final = 4  # tables of contents one process keeps, of 50,000 names at most
_HEADER: Final = struct.Struct("<26xHH")  # of an entry: the lengths of its name and its extra field
_GZIP: Final = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class TileFile:
    path: Path  # of the file that holds it
    start: int
    size: int
    media_type: str
    gzip: bool  # packed by the exporter: to be told as Content-Encoding
    checksum: str


def tileset_of(stored: Mapping[str, Any] | None) -> Tileset | None:
    """Return what `asdict` made of a tileset; unknown members are passed over."""
    if not stored:
        return None
    known = {field.name for field in fields(Tileset)}
    values = {name: value for name, value in stored.items() if name in known}
    lists = {name: tuple(values.get(name, ())) for name in ("kinds", "outside")}
    return Tileset(**values | lists)


def tile_file(tileset: Tileset, name: str) -> TileFile:
    """Return the file called `name` within the tileset; NoTileFile where there is none."""
    entry = _contents(tileset.key).get(name) if tileset.key else None
    if entry is None:
        raise NoTileFile(
            _("The tileset has no file %(name)s.") % {"name": name[:200]},
            remedy=_("Begin with its tileset.json."),
        )
    offset, size, crc = entry
    path = lake().local(tileset.key)
    with path.open("rb") as file:
        file.seek(offset)
        name_length, extra_length = _HEADER.unpack(file.read(_HEADER.size))
        start = offset + _HEADER.size + name_length + extra_length
        file.seek(start)
        packed = size > len(_GZIP) and file.read(len(_GZIP)) == _GZIP
    return TileFile(
        path=path,
        start=start,
        size=size,
        media_type=MEDIA.get(PurePosixPath(name.lower()).suffix.lstrip("."), BINARY),
        gzip=packed,
        checksum=f"{crc:08x}",
    )


@lru_cache(maxsize=_KEPT)
def _contents(key: str) -> dict[str, tuple[int, int, int]]:
    """Return offset, size and checksum by name; a key names the same bytes for good."""
    with zipfile.ZipFile(lake().local(key)) as archive:
        return {
            entry.filename: (entry.header_offset, entry.file_size, entry.CRC)
            for entry in archive.infolist()
        }
