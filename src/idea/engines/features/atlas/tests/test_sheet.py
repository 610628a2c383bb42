"""Several layers on one picture: the topmost last in the file, each in its tone, safe, and kept."""

import xml.etree.ElementTree as ET

import pytest

from idea.engines.features.atlas import api, sheet
from idea.engines.features.atlas.api import Laid
from idea.engines.features.errors import TooLong
from idea.engines.features.styles import api as styles
from idea.engines.features.styles import compiling
from idea.engines.features.styles.tests.conftest import ACTOR
from idea.engines.features.tests.factories import collection, points

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    settings.IDEA_HOME = home
    settings.IDEA_LAKE_URL = (home / "lake").as_uri()


@pytest.fixture
def layers(tmp_path):
    found = []
    for name in ("under", "over"):
        (tmp_path / name).mkdir()
        found.append(collection(tmp_path / name, points(50), name=name))
    return found


def drawn(*laid, grid=False, language="zh-hant", at=(121.0, 24.0, 8)):
    frame = api.Frame.at(*at, 600, 400)
    return api.sheet(api.Asked(tuple(laid), frame, language, grid=grid)).decode()


def test_the_topmost_is_drawn_last_in_its_tone_and_strength(layers):
    under, over = layers
    text = drawn((Laid("over", 40, 1), over), (Laid("under", 100, 0), under))
    root = ET.fromstring(text)  # noqa: S314  our own
    strengths = [g.get("opacity") for g in root.iter(f"{SVG}g") if g.get("opacity")]
    assert strengths == ["1", "0.4"]
    assert text.index(api.TONES[0]) < text.index(api.TONES[1])


def test_a_layer_with_a_style_of_its_own_is_drawn_in_it_and_anew_with_a_new_one(layers):
    laid = (Laid("under", 100, 0), layers[0])
    tone = drawn(laid)
    said = {"method": "graduated", "column": "value", "classes": 3, "palette": "ember"}
    styles.save(actor=ACTOR, collection_id="under", symbology=said)
    colors = compiling.class_colors(styles.style(layers[0]).symbology)
    own = drawn(laid)
    assert api.TONES[0] in tone
    assert api.TONES[0] not in own
    assert all(color in own for color in colors)
    styles.save(actor=ACTOR, collection_id="under", symbology={"color": "#aa1122"})
    assert "#aa1122" in drawn(laid)
    styles.remove(actor=ACTOR, collection_id="under", style_id="default")
    assert drawn(laid) == tone


def test_a_layer_that_is_off_is_not_drawn(layers):
    text = drawn((Laid("over", shown=False), layers[1]))
    assert "<circle" not in text


def test_the_grid_and_the_language(layers):
    plain, gridded = drawn(), drawn(grid=True)
    assert "121.0°E" in gridded
    assert "121.0°E" not in plain
    assert "Map of 0 layers" in drawn(language="en")


def test_titles_are_text(tmp_path):
    from dataclasses import replace

    layer = replace(collection(tmp_path, points(3)), title="<script>alert(1)</script> & co")
    root = ET.fromstring(drawn((Laid("made"), layer)))  # noqa: S314  our own
    assert "<script>alert(1)</script> & co" in root.find(f"{SVG}desc").text


def test_a_layer_that_takes_too_long_is_named_and_the_others_are_drawn(layers, monkeypatch):
    under, over = layers
    marks = sheet.marks

    def slow(layer, frame, ink):
        if layer.id == "over":
            raise TooLong("too long")
        return marks(layer, frame, ink)

    monkeypatch.setattr(sheet, "marks", slow)
    text = drawn((Laid("over"), over), (Laid("under", tone=1), under))
    assert over.title in text
    assert api.TONES[1] in text


def test_what_was_drawn_is_kept_until_something_changes(layers, monkeypatch):
    first = drawn((Laid("over"), layers[1]))
    monkeypatch.setattr(sheet, "marks", None)  # drawing again would fail
    assert drawn((Laid("over"), layers[1])) == first


@pytest.mark.parametrize("at", [(0, 0, 3), (179.9, 84.9, 19), (-180, -85, 3), (121, 24, 19)])
def test_any_place_can_be_drawn(layers, at):
    ET.fromstring(drawn((Laid("over"), layers[1]), grid=True, at=at))  # noqa: S314  our own


def test_where_nothing_is_chosen_the_map_shows_taiwan_and_far_layers_do_not_shrink_it(layers):
    from dataclasses import replace

    assert api.fitting([]) == sheet.TAIWAN
    world = replace(layers[0], layer=replace(layers[0].layer, bbox=(-180.0, -90.0, 180.0, 90.0)))
    west, south, east, north = api.fitting([world])
    assert east - west < 6
    assert north - south < 7


def test_a_frame_has_the_scale_of_a_web_map():
    frame = api.Frame.at(121.0, 0.0, 0, 512, 512)
    west, _south, east, _north = frame.bounds
    assert (west, east) == pytest.approx((-59, 301))
