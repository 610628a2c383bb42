"""What the tests of the services share: a layer in known places, and a reader of pictures."""

import struct
import zlib

import numpy as np
import pytest

from idea.engines.features.tests.factories import collection

# One point, one line, one square, far from one another.
POINT = (121.5, 25.0)
SHAPES = (
    "SELECT * FROM (VALUES "
    "(1, '站', ST_Point(121.5, 25.0)), "
    "(2, '路', 'LINESTRING(120.2 23.0, 120.6 23.0)'::GEOMETRY), "
    "(3, '區', 'POLYGON((121.0 24.0, 121.2 24.0, 121.2 24.2, 121.0 24.2, 121.0 24.0))'::GEOMETRY)"
    ") t(_row, name, geometry)"
)


def one_point(folder, name="stop"):
    select = f"SELECT 5 AS _row, '站' AS name, 3 AS lines, ST_Point{POINT} AS geometry"
    return collection(folder, select, name=name)


def shapes(folder, name="shapes"):
    return collection(folder, SHAPES, name=name)


def pixels(png):
    """Return an array (height, width, 4) of a PNG: an independent, small reader."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    at, data = 8, b""
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at : at + 8])
        body = png[at + 8 : at + 8 + size]
        assert struct.unpack(">I", png[at + 8 + size : at + 12 + size])[0] == zlib.crc32(
            kind + body
        )
        if kind == b"IHDR":
            width, height, depth, color, *_rest = struct.unpack(">IIBBBBB", body)
        data += body if kind == b"IDAT" else b""
        at += 12 + size
    channels = {2: 3, 6: 4}[color]
    assert depth == 8
    lines = np.frombuffer(zlib.decompress(data), dtype=np.uint8).reshape(
        height, 1 + width * channels
    )
    made = np.zeros((height, width * channels), dtype=np.uint8)
    for row, line in enumerate(lines):
        made[row] = unfiltered(line[0], line[1:], made[row - 1] if row else made[0] * 0, channels)
    image = made.reshape(height, width, channels)
    if channels == 3:
        image = np.dstack([image, np.full((height, width), 255, dtype=np.uint8)])
    return image


def unfiltered(kind, line, above, step):
    """Undo a filter of PNG (ISO/IEC 15948, clause 9)."""
    if kind == 0:
        return line
    if kind == 2:
        return line + above
    made = line.astype(int)
    for at in range(len(made)):
        left = made[at - step] if at >= step else 0
        corner = int(above[at - step]) if at >= step else 0
        up = int(above[at])
        if kind == 1:
            guess = left
        elif kind == 3:
            guess = (left + up) // 2
        else:
            guess = min((left, up, corner), key=lambda v: abs(left + up - corner - v))
        made[at] = (made[at] + guess) % 256
    return made.astype(np.uint8)


def marked(image):
    """Return where a picture has ink: (rows, columns)."""
    return np.nonzero((image[..., 3] > 0) & (image[..., :3] != 255).any(axis=2))


def middle(image):
    """Return the (column, row) that the ink lies around."""
    rows, columns = marked(image)
    assert len(rows), "nothing is drawn"
    return columns.mean() + 0.5, rows.mean() + 0.5


@pytest.fixture
def stop(tmp_path):
    return one_point(tmp_path)
