"""Tiles hold what is there, thinned where it is too much, nothing outside the matrix."""
# ruff: noqa: S608  the tests' own SQL

import math
import struct

import pytest

from idea.engines.features.conf import FeaturesSettings
from idea.engines.features.errors import NoTile
from idea.engines.features.tests.factories import collection, points
from idea.engines.features.tiles import tile

pytestmark = pytest.mark.django_db


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def fields(data):
    """Yield (number, value) of a protocol buffer: an independent, small decoder."""
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        if key & 7 == 0:
            value, at = varint(data, at)
        elif key & 7 == 2:
            size, at = varint(data, at)
            value, at = data[at : at + size], at + size
        else:
            size = {1: 8, 5: 4}[key & 7]
            value, at = (
                struct.unpack("<d" if size == 8 else "<f", data[at : at + size])[0],
                at + size,
            )
        yield key >> 3, value


def decode(data):
    """Return (layer name, extent, features) of a tile with one layer."""
    [(number, layer)] = list(fields(data))
    assert number == 3
    parts = list(fields(layer))
    name = next(v for n, v in parts if n == 1).decode()
    extent = next(v for n, v in parts if n == 5)
    return name, extent, [dict(fields(v)) for n, v in parts if n == 2]


def at(lon, lat, z):
    n = 2**z
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * n
    return z, int((lon + 180) / 360 * n), int(y)


def test_the_world_in_one_tile(tmp_path):
    made = collection(tmp_path, points(500))
    name, extent, features = decode(tile(made, 0, 0, 0))
    assert (name, extent, len(features)) == ("features", 4096, 495)
    assert {f[1] for f in features} == {i for i in range(500) if i % 100}
    assert all(f[3] == 1 for f in features)  # points


def test_a_point_lies_where_it_should(tmp_path):
    select = "SELECT 5 AS _row, '站' AS name, ST_Point(121.5, 25.05) AS geometry"
    made = collection(tmp_path, select)
    z, x, y = at(121.5, 25.05, 14)
    [feature] = decode(tile(made, z, x, y))[2]
    command, at_ = varint(feature[4], 0)
    dx, at_ = varint(feature[4], at_)
    dy, _ = varint(feature[4], at_)
    px, py = ((v >> 1) ^ -(v & 1) for v in (dx, dy))
    n = 2**14
    merc_y = (1 - math.asinh(math.tan(math.radians(25.05))) / math.pi) / 2 * n
    assert command == 9
    assert px == pytest.approx((((121.5 + 180) / 360 * n) - x) * 4096, abs=1)
    assert py == pytest.approx((merc_y - y) * 4096, abs=1)
    assert tile(made, z, x + 3, y) == b""


def test_a_full_tile_is_thinned(tmp_path, monkeypatch):
    monkeypatch.setattr(
        "idea.engines.features.tiles.features_settings",
        lambda: FeaturesSettings(features_tile=1000),
    )
    made = collection(tmp_path, points(30_000))
    data = tile(made, *at(121, 23.5, 6))
    _name, _extent, features = decode(data)
    assert 0 < len(features) <= 64 * 64
    assert len(data) < 500_000


def test_areas_and_broken_areas(tmp_path):
    rows = (
        "(1, 'POLYGON((121 24, 122 24, 122 25, 121 25, 121 24))'),"
        "(2, 'POLYGON((121 24, 122 25, 122 24, 121 25, 121 24))'),"
        "(3, 'LINESTRING(121 24, 122 25)')"
    )
    made = collection(
        tmp_path, f"SELECT _row, g::GEOMETRY AS geometry FROM (VALUES {rows}) t(_row, g)"
    )
    features = decode(tile(made, *at(121.5, 24.5, 8)))[2]
    assert {f[1] for f in features} == {1, 2, 3}


@pytest.mark.parametrize("zxy", [(-1, 0, 0), (23, 0, 0), (2, 4, 0), (2, 0, 4), (2, -1, 0)])
def test_outside_the_matrix(tmp_path, zxy):
    made = collection(tmp_path, points(10))
    with pytest.raises(NoTile):
        tile(made, *zxy)
