"""Near means near in meters, for points, lines and areas alike."""
# ruff: noqa: S608  the tests' own SQL

import pytest
from pyproj import Geod

from idea.engines.features.api import near
from idea.engines.features.tests.factories import collection, points
from idea.kernel.geometry import Place

pytestmark = pytest.mark.django_db
HERE = Place(121.0, 24.0)
GEOD = Geod(ellps="WGS84")


def test_the_nearest_points_with_true_meters(tmp_path):
    made = collection(tmp_path, points(3000))
    found = near(HERE, 20_000, 12)
    distances = []
    from idea.engines.features.api import query
    from idea.engines.features.types import Query

    for feature in query(made.id, Query(limit=3000)).features:
        if feature["geometry"]:
            lon, lat = feature["geometry"]["coordinates"]
            distances.append((GEOD.inv(HERE.lon, HERE.lat, lon, lat)[2], feature["id"]))
    expected = sorted(distances)[:12]
    assert [n.feature["id"] for n in found] == [row for _d, row in expected]
    assert [n.distance for n in found] == pytest.approx([d for d, _row in expected])


def test_areas_and_lines_by_their_nearest_part(tmp_path):
    rows = (
        "(1, 'POLYGON((120.9 23.9, 121.1 23.9, 121.1 24.1, 120.9 24.1, 120.9 23.9))'),"
        "(2, 'LINESTRING(121.01 20, 121.01 26)'),"
        "(3, 'POINT(121.0 24.02)')"
    )
    collection(tmp_path, f"SELECT _row, g::GEOMETRY AS geometry FROM (VALUES {rows}) t(_row, g)")
    found = {n.feature["id"]: n.distance for n in near(HERE, 5000)}
    assert found[1] == 0
    assert found[2] == pytest.approx(GEOD.inv(121.0, 24.0, 121.01, 24.0)[2], rel=0.001)
    assert found[3] == pytest.approx(GEOD.inv(121.0, 24.0, 121.0, 24.02)[2], rel=0.001)
    assert {n.feature["id"] for n in near(HERE, 1500)} == {1, 2}


def test_a_share_for_each_layer(tmp_path):
    (tmp_path / "b").mkdir()
    collection(tmp_path, points(3000), name="a")
    collection(tmp_path / "b", points(3000, seed=0.9), name="b")
    found = near(HERE, 30_000, 10, each=2)
    assert sorted(n.collection.id for n in found) == ["a", "a", "b", "b"]
    assert {n.collection.id for n in near(HERE, 30_000, ids={"b"})} == {"b"}


@pytest.mark.parametrize("place", [Place(0, 0), Place(-179.9, -89.9), Place(180, 90)])
def test_nothing_near_is_an_empty_list(tmp_path, place):
    collection(tmp_path, points(100))
    assert near(place, 1000) == []
