"""Near means near in meters, for points, lines and areas alike."""
# ruff: noqa: S608  the tests' own SQL

import pytest
from pyproj import Geod

from idea.engines.features import nearest, small, store
from idea.engines.features.api import near
from idea.engines.features.kept import Kept
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


def test_an_area_that_holds_the_place_is_told_from_what_is_near(tmp_path):
    rows = (
        "(1, 'POLYGON((120.9 23.9, 121.1 23.9, 121.1 24.1, 120.9 24.1, 120.9 23.9))'),"
        "(2, 'LINESTRING(121 20, 121 26)'),"
        "(3, 'POLYGON((121.001 24, 121.002 24, 121.002 24.001, 121.001 24))')"
    )
    collection(tmp_path, f"SELECT _row, g::GEOMETRY AS geometry FROM (VALUES {rows}) t(_row, g)")
    assert {n.feature["id"]: n.inside for n in near(HERE, 5000)} == {1: True, 2: False, 3: False}


def test_small_and_big_collections_answer_alike(tmp_path, monkeypatch):
    collection(tmp_path, points(3000))
    kept = near(HERE, 20_000, 30)
    assert near(HERE, 20_000, 30) == kept  # now from memory
    monkeypatch.setattr(small, "SMALL", 0)
    asked = near(HERE, 20_000, 30)
    assert [n.feature for n in asked] == [n.feature for n in kept]
    assert [n.distance for n in asked] == pytest.approx([n.distance for n in kept])


def test_a_second_look_opens_no_file_of_small_points(tmp_path, monkeypatch):
    for name in "abcdefgh":
        (tmp_path / name).mkdir()
        collection(tmp_path / name, points(500), name=name)
    first = near(HERE, 20_000, 30)
    assert len({n.collection.id for n in first}) == 8
    monkeypatch.setattr(store, "reader", None)
    assert near(HERE, 20_000, 30) == first


def test_heavy_shapes_are_read_but_not_kept(tmp_path, monkeypatch):
    collection(tmp_path, points(3000))
    expected = near(HERE, 20_000, 5)
    monkeypatch.setattr(small, "_features", Kept(1_000_000))
    monkeypatch.setattr(small, "_LIGHT", 10)
    assert near(HERE, 20_000, 5) == expected
    assert near(HERE, 20_000, 5) == expected


def test_the_most_local_collections_are_looked_through(tmp_path, monkeypatch):
    for name, count in (("country", 2000), ("street", 1)):
        (tmp_path / name).mkdir()
        collection(
            tmp_path / name,
            points(count)
            if count > 1
            else "SELECT 0::BIGINT AS _row, ST_Point(121, 24) AS geometry",
            name=name,
        )
    monkeypatch.setattr(nearest, "LOOKED_THROUGH", 1)
    assert {n.collection.id for n in near(HERE, 30_000, 50)} == {"street"}


def test_no_whole_coast_is_carried_to_the_page(tmp_path, monkeypatch):
    coast = ", ".join(f"{119 + n / 1000} {24.001 + n % 2 / 1000}" for n in range(4001))
    rows = (
        f"(1, 'LINESTRING({coast})'),"
        "(2, 'POLYGON((120.9 23.9, 121.1 23.9, 121.1 24.1, 120.9 24.1, 120.9 23.9))')"
    )
    collection(tmp_path, f"SELECT _row, g::GEOMETRY AS geometry FROM (VALUES {rows}) t(_row, g)")
    kept = {n.feature["id"]: n for n in near(HERE, 1000)}
    assert 2 <= len(kept[1].feature["geometry"]["coordinates"]) < 50
    assert kept[2].feature["geometry"] is None
    with monkeypatch.context() as patched:
        patched.setattr(store, "reader", None)
        assert {n.feature["id"]: n for n in near(HERE, 1000)} == kept  # from memory
    monkeypatch.setattr(small, "SMALL", 0)
    asked = {n.feature["id"]: n for n in near(HERE, 1000)}
    assert {key: n.inside for key, n in asked.items()} == {1: False, 2: True}
    assert asked[1].feature["geometry"] is None
    assert asked[1].distance == pytest.approx(kept[1].distance)
