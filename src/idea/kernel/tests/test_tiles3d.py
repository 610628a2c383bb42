"""Where bounding volumes lie on Earth, against what PROJ says of the same points."""

import json
import math

import numpy as np
import pytest
from pyproj import Transformer

from idea.kernel import tiles3d
from idea.kernel.tiles3d import documents, volumes

TO_EARTH = Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
NOWHERE_TURNED = np.eye(4)


def standing(lon, lat, height=0.0):
    """Return the transform that puts east, north, up of a place on Earth, as exporters write it."""
    across, up = math.radians(lon), math.radians(lat)
    east = [-math.sin(across), math.cos(across), 0]
    north = [-math.sin(up) * math.cos(across), -math.sin(up) * math.sin(across), math.cos(up)]
    away = [math.cos(up) * math.cos(across), math.cos(up) * math.sin(across), math.sin(up)]
    there = TO_EARTH.transform(lon, lat, height)
    return [*east, 0, *north, 0, *away, 0, *there, 1]


def box(half):
    return {"box": [0, 0, 0, half, 0, 0, 0, half, 0, 0, 0, half]}


def found(volume, transform=None):
    tile = {"transform": transform} if transform else {}
    return volumes.extent(volume, volumes.matrix(tile, NOWHERE_TURNED))


@pytest.mark.parametrize("volume", [box(1000), {"sphere": [0, 0, 0, 1000]}])
def test_a_volume_is_put_where_its_transform_says(volume):
    at = found(volume, standing(121.5, 25, 100))
    assert (at.west + at.east) / 2 == pytest.approx(121.5, abs=1e-4)
    assert (at.south + at.north) / 2 == pytest.approx(25, abs=1e-4)
    # A degree of latitude has about 110.7 km at 25 degrees north.
    assert at.north - at.south == pytest.approx(2 / 110.77, rel=0.02)
    assert at.high == pytest.approx(1100, abs=1)
    assert at.low == pytest.approx(-900, abs=1)


def test_transforms_of_parents_count():
    parent = volumes.matrix({"transform": standing(121.5, 25)}, NOWHERE_TURNED)
    moved = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 11_077, 0, 1]  # 11 km to the north
    at = volumes.extent(box(10), volumes.matrix({"transform": moved}, parent))
    assert (at.south + at.north) / 2 == pytest.approx(25.1, abs=1e-3)


def test_a_region_is_never_turned():
    at = found({"region": [2.1, 0.4, 2.2, 0.5, 3, 9]}, standing(0, 0))
    assert at.west == pytest.approx(math.degrees(2.1))
    assert (at.low, at.high) == (3, 9)


def test_the_antimeridian_is_crossed_not_wrapped():
    at = found({"region": [math.radians(179), -0.1, math.radians(-179), 0.1, 0, 1]})
    assert (at.west, at.east) == (pytest.approx(179), pytest.approx(-179))
    at = found(box(50_000), standing(180, -17))
    assert at.west > 179
    assert at.east < -179


def test_a_volume_about_all_of_earth_is_the_world():
    for volume in ({"sphere": [0, 0, 0, 6_400_000]}, box(6_400_000)):
        at = found(volume)
        assert (at.west, at.south, at.east, at.north) == (-180, -90, 180, 90)


NOWHERE = [
    box(10), {"sphere": [0, 0, 0, 5]}, {"sphere": [9e7, 0, 0, 5]}, {"box": [1, 2]}, {"sphere": "x"},
    {"box": [1e308] * 12}, {"region": [0, 1, 1, 0, 0, 0]}, {"region": [9, 0, 9, 0, 0, 0]},
    {"region": [None] * 6}, {"region": [True] * 6}, {}, [], None, "box",
]  # fmt: skip


@pytest.mark.parametrize("volume", NOWHERE)
def test_what_is_no_place_on_earth_is_none(volume):
    assert found(volume) is None


def test_numbers_that_overflow_are_no_numbers():
    assert documents.number(10**400) is None
    assert documents.number(float("nan")) is None


def surveyed(**files):
    data = {name.replace("__", "."): json.dumps(said).encode() for name, said in files.items()}
    return tiles3d.survey(data.get, data.__contains__)


def said(*children, **more):
    volume = {"region": [2.1, 0.4, 2.2, 0.5, 0, 1]}
    root = {"boundingVolume": volume, "geometricError": 1, "children": list(children)} | more
    return {"asset": {"version": "1.0"}, "geometricError": 9, "root": root}


def test_contents_in_all_their_forms_are_found():
    tile = {"content": {"url": "old.b3dm"}, "contents": [{"uri": "one.glb"}, {"uri": "two.glb"}, 7]}
    implicit = {
        "content": {"uri": "t/{level}/{x}/{y}.glb"},
        "implicitTiling": {"subtrees": {"uri": "s/{level}.{x}.{y}.subtree"}},
    }
    seen = surveyed(
        tileset__json=said(tile, implicit, "no tile", None, content={"uri": "%61.b3dm"})
    )
    assert seen.parts[0].contents == 6
    assert set(seen.missing_names) == {"old.b3dm", "one.glb", "two.glb", "a.b3dm"}
    assert seen.missing == 4


def test_a_document_without_a_place_takes_that_of_the_tile_that_points_to_it():
    volume = {"region": [2.1, 0.4, 2.15, 0.45, 0, 1]}
    seen = surveyed(
        tileset__json=said({"boundingVolume": volume, "content": {"uri": "b.json"}}),
        b__json=said(boundingVolume={"extensions": {}}),
    )
    assert seen.parts[1].extent.east == pytest.approx(math.degrees(2.15))


def test_children_ten_thousand_deep_are_walked():
    root = said()
    tile = root["root"]
    for _turn in range(10_000):
        tile["children"] = [{"boundingVolume": {}}]
        tile = tile["children"][0]
    loaded = documents.Document("1.0", "", 1, root["root"], 1)
    assert sum(1 for _tile in documents.tiles(loaded.root)) == 10_001
