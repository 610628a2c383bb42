"""Small tilesets of 3D Tiles, whole and wrong."""

import json
import math
import struct
import zipfile
from pathlib import Path
from typing import Any

TAIPEI = (121.5, 25.0, 121.6, 25.1)  # degrees
HEIGHTS = (12.0, 140.5)  # meters


def region(
    bounds: tuple[float, ...] = TAIPEI, heights: tuple[float, float] = HEIGHTS
) -> list[float]:
    return [*(math.radians(degrees) for degrees in bounds), *heights]


def tile(uri: str | None = None, **said: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"boundingVolume": {"region": region()}, "geometricError": 10.0}
    if uri is not None:
        made["content"] = {"uri": uri}
    return made | said


def document(*children: dict[str, Any], **said: Any) -> dict[str, Any]:
    return {
        "asset": {"version": "1.1", "tilesetVersion": "2026-03"},
        "geometricError": 500,
        "root": tile(refine="ADD", children=list(children)),
    } | said


def glb() -> bytes:
    """Return a binary glTF 2.0 with nothing in it."""
    words = json.dumps({"asset": {"version": "2.0"}}).encode()
    words += b" " * (-len(words) % 4)
    return struct.pack("<4sIIII", b"glTF", 2, 20 + len(words), len(words), 0x4E4F534A) + words


def b3dm() -> bytes:
    """Return a batched 3D model (22-025r4, clause 10.2) around such a glTF."""
    table = b'{"BATCH_LENGTH":0}  '
    inner = glb()
    size = 28 + len(table) + len(inner)
    return struct.pack("<4sIIIIII", b"b3dm", 1, size, len(table), 0, 0, 0) + table + inner


def whole() -> dict[str, bytes]:
    """Return a tileset of two documents, as names and bytes."""
    ward = document(tile("b/7.b3dm"), tile("b/8.glb"))
    root = document(tile("wards/tileset.json"), tile("a.b3dm"))
    return {
        "tileset.json": json.dumps(root).encode(),
        "wards/tileset.json": json.dumps(ward).encode(),
        "wards/b/7.b3dm": b3dm(),
        "wards/b/8.glb": glb(),
        "a.b3dm": b3dm(),
    }


def pack(path: Path, files: dict[str, bytes], *, folder: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(f"{folder}{name}", data)
    return path


def packed(folder: Path, files: dict[str, bytes] | None = None, *, name: str = "city.zip") -> Path:
    return pack(folder / name, whole() if files is None else files)
