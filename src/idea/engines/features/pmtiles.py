"""Writes a layer's vector tiles into one file (PMTiles v3), made when first asked for and kept.

The deepest zoom is the one up to which the tiles are few enough; maps enlarge it further.
"""

import gzip
import os
import secrets
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

from django.conf import settings

from idea.engines.features import store, tiles
from idea.engines.features.matrices import WEB_MERCATOR
from idea.engines.features.styles.looks import drawn_by
from idea.engines.features.types import Collection

MEDIA_TYPE = "application/vnd.pmtiles"
_DEEPEST = 14
_MOST_TILES = 1_500
_lock = Lock()  # one is made at a time: it takes a processor for seconds, up to a minute


def pmtiles(layer: Collection) -> Path:
    """Return the file of a layer's version, with what its styles need; older ones go."""
    named = layer.id, f"{layer.lake_key} {drawn_by(layer)}"
    owner, version = (sha256(text.encode()).hexdigest()[:32] for text in named)
    path = Path(settings.IDEA_HOME) / "cache" / "pmtiles" / owner / f"{version}.pmtiles"
    if not path.exists():
        with _lock:
            if not path.exists():
                shutil.rmtree(path.parent, ignore_errors=True)
                path.parent.mkdir(parents=True)
                part = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
                _write(layer, part)
                os.replace(part, path)  # noqa: PTH105  whole or not at all
    return path


def deepest(layer: Collection) -> int:
    """Return the deepest zoom of a layer's file."""
    total = 0
    for z in range(_DEEPEST + 1):
        first, last, left, right = WEB_MERCATOR.limits(z, layer.layer.bbox)
        total += (last - first + 1) * (right - left + 1)
        if total > _MOST_TILES:
            return max(0, z - 1)
    return _DEEPEST


def _places(layer: Collection) -> Iterator[tuple[int, int, int]]:
    for z in range(deepest(layer) + 1):
        first, last, left, right = WEB_MERCATOR.limits(z, layer.layer.bbox)
        for y in range(first, last + 1):
            for x in range(left, right + 1):
                yield z, x, y


def _write(layer: Collection, path: Path) -> None:
    from pmtiles.tile import Compression, TileType, zxy_to_tileid
    from pmtiles.writer import write

    west, south, east, north = (round(side * 10_000_000) for side in layer.layer.bbox)
    header = {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_lon_e7": west,
        "min_lat_e7": south,
        "max_lon_e7": east,
        "max_lat_e7": north,
        "center_zoom": 0,
        "center_lon_e7": (west + east) // 2,
        "center_lat_e7": (south + north) // 2,
    }
    with write(str(path)) as out:
        for number, place in sorted((zxy_to_tileid(*each), each) for each in _places(layer)):
            body = tiles.tile(layer, *place, keep=drawn_by(layer))
            # The first tile stands even where it is empty: a file needs one.
            if body or place[0] == 0:
                out.write_tile(number, gzip.compress(body, mtime=0))
        out.finalize(header, _metadata(layer))


def _metadata(layer: Collection) -> dict[str, Any]:
    """Return what the format has a file of vector tiles say of itself (version 3, clause 5)."""
    fields = {
        each.name: {"boolean": "Boolean", "string": "String"}.get(each.type, "Number")
        for each in store.schema(layer).properties
    }
    return {
        "name": layer.title,
        "description": layer.description,
        "attribution": layer.attribution,
        "vector_layers": [
            {"id": tiles.LAYER, "fields": fields, "minzoom": 0, "maxzoom": deepest(layer)}
        ],
    }
