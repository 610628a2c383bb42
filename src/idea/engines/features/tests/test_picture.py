"""The map picture is valid SVG, safe under any policy, told in words, and true to its places."""
# ruff: noqa: S608  the tests' own SQL

import xml.etree.ElementTree as ET
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest
import shapely

from idea.engines.features.api import picture
from idea.engines.features.drawing import Frame, dots, scale_bar
from idea.engines.features.tests.factories import collection, points

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script>&\"'"


@pytest.fixture(autouse=True)
def _land(monkeypatch):
    area = SimpleNamespace(name="測試縣 <b>", name_en="Test County")
    land = [(area, shapely.box(120, 22, 122, 25))]
    monkeypatch.setattr("idea.kernel.boundaries.shapes", lambda _kind: land)


def drawn(*args, **kwargs):
    return ET.fromstring(picture(*args, **kwargs))  # noqa: S314


def test_points_are_drawn_and_told(tmp_path):
    collection(tmp_path, points(500))
    svg = drawn("made", language="en")
    assert svg.find(f"{SVG}title").text == "Map of Layer made"
    assert "495 points" in svg.find(f"{SVG}desc").text
    assert svg.get("role") == "img"
    assert 300 < len(svg.findall(f".//{SVG}circle")) <= 496


def test_a_million_points_would_stay_light(tmp_path):
    collection(tmp_path, points(60_000))
    text = picture("made")
    assert len(text) < 300_000
    assert text.count("<circle") <= 2501


def test_no_style_and_no_script_whatever_the_title(tmp_path, monkeypatch):
    from idea.engines.features.models import CollectionRecord

    collection(tmp_path, points(50))
    CollectionRecord.objects.update(title=HOSTILE)
    text = picture("made")
    assert "<script" not in text
    assert "<style" not in text
    assert " style=" not in text
    assert HOSTILE in drawn("made").find(f"{SVG}title").text


def test_areas_and_lines_are_paths_inside_the_frame(tmp_path):
    rows = (
        "(1, 'POLYGON((121 24, 121.5 24, 121.5 24.5, 121 24.5, 121 24))'),"
        "(2, 'LINESTRING(120.5 23, 121.5 24)'), (3, 'POINT(120.7 23.5)'),"
        "(4, 'POLYGON((121 23, 121.4 23.4, 121.4 23, 121 23.4, 121 23))')"
    )
    collection(tmp_path, f"SELECT _row, g::GEOMETRY AS geometry FROM (VALUES {rows}) t(_row, g)")
    svg = drawn("made", 400, 300)
    _land, areas, lines, *_ = (p.get("d") for p in svg.findall(f".//{SVG}path"))
    assert areas.count("Z") >= 2
    assert lines.startswith("M")
    assert len(svg.findall(f".//{SVG}circle")) == 2  # the point and the legend's
    numbers = [
        float(n) for n in areas.replace("M", " ").replace("Z", " ").replace(",", " ").split()
    ]
    assert min(numbers) >= 0
    assert max(numbers) <= 400


@pytest.mark.parametrize("bbox", [(121, 25, 121, 25), (-180, -90, 180, 90), (121, 25, 121, 25.5)])
def test_the_frame_holds_its_box(bbox):
    frame = Frame.around(bbox, 800, 570)
    corners = frame.project(np.array([bbox[:2], bbox[2:]], dtype=float))
    assert (corners >= 0).all()
    assert (corners <= (800, 570)).all()
    length, words = scale_bar(frame)
    assert 10 < length <= 800 / 6
    assert words.endswith("m")


def test_dots_stand_for_all_points():
    pixels = np.column_stack(
        [np.random.default_rng(1).uniform(0, 800, (20_000, 2)), np.ones(20_000)]
    )
    joined = dots(pixels, 1000)
    assert 100 < len(joined) <= 1000
    assert sum(n for _x, _y, n in joined) == 20_000


def test_names_and_what_is_made_up_are_written(tmp_path):
    from idea.engines.features.models import CollectionRecord

    collection(tmp_path, points(50))
    texts = [text.text for text in drawn("made").findall(f".//{SVG}text")]
    assert "測試縣 <b>" in texts
    assert not any("made-up" in text for text in texts)
    CollectionRecord.objects.update(synthetic=True)
    texts = [text.text for text in drawn("made", language="en").findall(f".//{SVG}text")]
    assert "Test County" in texts
    assert any(text.endswith("made-up data") for text in texts)


def test_areas_in_areas_are_filled_and_holes_are_not():
    """A hole goes round the other way than its area: `nonzero` fills all but holes."""
    outer, inner = shapely.box(121, 24, 122, 25), shapely.box(121.4, 24.4, 121.6, 24.6)
    frame = Frame.around((121, 24, 122, 25), 400, 400)
    for given in (outer, shapely.reverse(outer)):
        ring, hole = frame.path(given.difference(inner)).split("Z")[:2]
        assert _turn(ring) * _turn(hole) < 0
        assert _turn(frame.path(inner).rstrip("Z")) * _turn(ring) > 0


def _turn(d):
    points = [tuple(map(float, pair.split(","))) for pair in d.removeprefix("M").split()]
    return sum(x * v - u * y for (x, y), (u, v) in pairwise(points))
