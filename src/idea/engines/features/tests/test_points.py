"""The copy of a layer of points in memory says what the file says, page by page."""

import threading

import pytest

from idea.engines.features import copies, points
from idea.engines.features.reading import read
from idea.engines.features.tests.factories import collection
from idea.engines.features.tests.factories import points as made_points
from idea.engines.features.types import Query

pytestmark = pytest.mark.django_db
COUNT = 30_000  # several blocks, the last one not full
BOXES = [
    (120.5, 22.5, 121.0, 23.5), (-180.0, -90.0, 180.0, 90.0), (0.0, 0.0, 1.0, 1.0), (121.0, 23.0, 121.0, 23.0),
    (121.5, 22.0, 120.5, 25.0), (179.0, -10.0, -179.0, 10.0), (119.0, 21.0, 123.0, 26.0),
]  # fmt: skip


@pytest.fixture
def layer(tmp_path):
    return collection(tmp_path, made_points(COUNT))


def pages(layer, box, limit):
    """Return all ids, the counts, and the features of the first page."""
    after, ids, counts, first = None, [], set(), None
    while True:
        page = read(layer, Query(bbox=box, limit=limit, after=after))
        ids += [feature["id"] for feature in page.features]
        counts.add(page.matched)
        first = first or page.features
        if page.next_after is None:
            return ids, counts, first
        after = page.next_after


@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize("limit", [700, 10_000])
def test_memory_and_file_agree(layer, box, limit, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(points, "ready", lambda _layer: None)
        from_file = pages(layer, box, limit)
    points.prepare(layer)
    assert points.ready(layer) is not None
    from_memory = pages(layer, box, limit)
    assert from_memory[:2] == from_file[:2]
    assert from_memory[0] == sorted(set(from_memory[0]), key=from_memory[0].index)
    for one, other in zip(from_memory[2] or [], from_file[2] or [], strict=True):
        assert one["properties"] == other["properties"]
        assert one["geometry"]["coordinates"] == pytest.approx(other["geometry"]["coordinates"])


def test_a_layer_without_properties_still_has_its_features(tmp_path):
    bare = collection(
        tmp_path, "SELECT i AS _row, ST_Point(121, 24) AS geometry FROM range(3) t(i)"
    )
    points.prepare(bare)
    page = read(bare, Query(bbox=(120, 23, 122, 25), limit=2))
    assert [(each["id"], each["properties"]) for each in page.features] == [(0, {}), (1, {})]
    assert (page.matched, page.next_after) == (3, 1)


def test_points_with_heights_keep_them(tmp_path):
    place = "ST_GeomFromText('POINT Z (121 24 300)')"
    high = collection(tmp_path, f"SELECT 1 AS _row, {place} AS geometry")
    points.prepare(high)
    assert points.ready(high) is None
    (feature,) = read(high, Query(bbox=(120, 23, 122, 25))).features
    assert feature["geometry"]["coordinates"] == [121, 24, 300]


def test_a_layer_that_is_asked_again_is_prepared_in_the_background(layer):
    assert points.ready(layer) is None
    assert points.ready(layer) is None
    for thread in threading.enumerate():
        if thread.name == "points":
            thread.join(timeout=60)
    assert points.ready(layer) is not None


def test_areas_are_not_copied(tmp_path):
    square = collection(tmp_path, "SELECT 1 AS _row, ST_MakeEnvelope(120, 22, 121, 23) AS geometry")
    assert all(points.ready(square) is None for _time in range(4))
    assert not any(thread.name == "points" for thread in threading.enumerate())


def test_the_copy_of_an_older_version_is_cleared_away(layer, tmp_path):
    points.prepare(layer)
    (tmp_path / "second").mkdir()
    newer = collection(tmp_path / "second", made_points(50))
    points.prepare(newer)
    kept = copies.place("dots", newer)
    assert list(kept.parent.iterdir()) == [kept]
    assert read(newer, Query(bbox=BOXES[1])).matched == 49
