"""What people send in bad faith, or at a bad moment, harms nobody."""

import io
import json
import zipfile

import pytest
from PIL import Image

from idea.engines.features.contributions import api
from idea.engines.features.contributions.errors import (
    BadContribution,
    BadPhoto,
    ContributionMovedOn,
    FeatureMoved,
)
from idea.engines.features.contributions.tests.conftest import HERE, SYSTEM, THERE
from idea.engines.features.contributions.types import Kind, Offer, Said, State
from idea.engines.features.errors import NoFeature
from idea.engines.features.live.actions import delete_feature, update_feature
from idea.engines.features.live.declaring import hide
from idea.engines.features.live.queries import live_collection, live_feature
from idea.kernel.errors import Forbidden, Problem

pytestmark = pytest.mark.django_db


def picture(format_="JPEG", **more):
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, format_, **more)
    return out.getvalue()


def bomb():
    """A PNG of few bytes that says it is 30,000 pixels wide and high."""
    out = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG")
    return out.getvalue()


HTML = b"<html><script>alert(1)</script></html>"


@pytest.mark.parametrize(
    "sent",
    [
        b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        HTML,
        b"\xff\xd8\xff\xe0" + HTML,
        b"\0" * 100,
        bomb(),
        picture("BMP"),
        picture("TIFF"),
        picture("ICO"),
    ],
    ids=["svg", "html", "html as jpeg", "nul", "bomb", "bmp", "tiff", "ico"],
)
def test_what_only_looks_like_a_photo_is_refused(propose, sent):
    with pytest.raises(BadPhoto) as refused:
        propose(photo=sent)
    assert refused.value.issues[0].column == "photo"
    assert api.contributions().total == 0


def test_nothing_but_pixels_of_a_photo_is_kept(propose):
    from PIL import PngImagePlugin

    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", "<script>home</script>")
    made = propose(photo=picture("PNG", pnginfo=said) + HTML)
    kept = api.photo(made.number).read_bytes()
    assert b"script" not in kept
    made = propose(photo=picture(comment=b"home", icc_profile=b"x" * 200, xmp=b"<x>home</x>"))
    kept = api.photo(made.number).read_bytes()
    assert b"home" not in kept
    assert b"ICC" not in kept


def test_an_officer_publishes_without_the_photo(
    propose, officer, django_capture_on_commit_callbacks
):
    made = propose(photo=picture())
    kept = api.photo(made.number)
    with django_capture_on_commit_callbacks(execute=True):
        done = api.accept(actor=officer, number=made.number, amended=api.Amended(photo=False))
    assert (done.state, done.photo) == (State.ACCEPTED, False)
    assert not kept.exists()


@pytest.mark.parametrize("what", ["declined", "taken back"])
def test_a_photo_is_kept_only_while_it_waits_or_is_on_the_map(
    propose, officer, django_capture_on_commit_callbacks, what
):
    made = propose(photo=picture())
    kept = api.photo(made.number)
    with django_capture_on_commit_callbacks(execute=True):
        if what == "declined":
            api.reject(actor=officer, number=made.number, reason="personal")
        else:
            api.accept(actor=officer, number=made.number)
            assert kept.exists()
            api.undo(actor=officer, number=made.number, words="人臉")
    assert not kept.exists()
    assert not api.contribution(made.number).photo


def test_thanks_end_when_the_contributor_wishes(propose, officer, resident, layer):
    made = api.accept(actor=officer, number=propose().number)
    with pytest.raises(Forbidden):
        api.unname(actor=officer, person_id=officer.id, number=made.number)
    api.unname(actor=resident, person_id=resident.id, number=made.number)
    assert [each.name for each in api.credits_of(layer.id)] == [""]


def test_an_officer_does_not_decide_over_what_they_have_not_seen(propose, officer, resident):
    made = propose()
    api.ask(actor=officer, number=made.number, words="哪裡？", seen=1)
    api.answer(actor=resident, person_id=resident.id, number=made.number, words="門口")
    for act in (
        lambda: api.accept(actor=officer, number=made.number, seen=2),
        lambda: api.reject(actor=officer, number=made.number, reason="known", seen=2),
        lambda: api.ask(actor=officer, number=made.number, words="?", seen=2),
    ):
        with pytest.raises(ContributionMovedOn):
            act()
    api.accept(actor=officer, number=made.number, seen=3)


def test_taking_back_leaves_what_others_wrote_before_it(propose, officer, layer, there):
    made = propose(Offer(Kind.CHANGED, THERE, {"name": "東門", "taps": 2}, there.id))
    update_feature(layer.id, there.id, {"properties": {"taps": 9}}, actor=SYSTEM)
    api.accept(actor=officer, number=made.number, anyway=True)
    api.undo(actor=officer, number=made.number, words="看錯了")
    assert live_feature(layer.id, there.id).properties["taps"] == 9
    assert live_feature(layer.id, there.id).geometry == HERE


def test_taking_back_what_is_gone_already(propose, officer, layer):
    made = api.accept(actor=officer, number=propose().number)
    delete_feature(layer.id, made.feature_id, actor=SYSTEM)
    with pytest.raises(FeatureMoved):
        api.undo(actor=officer, number=made.number, words="重複")
    done = api.undo(actor=officer, number=made.number, words="重複", anyway=True)
    assert done.undone
    with pytest.raises(NoFeature):
        live_feature(layer.id, made.feature_id)


def test_a_withdrawn_data_set_shows_nothing_but_is_decided(propose, officer, layer):
    done = api.accept(actor=officer, number=propose().number)
    waits = propose()
    assert api.is_public(done, live_collection(layer.id))
    hide(layer.id)
    hidden = live_collection(layer.id)
    assert not api.is_public(done, hidden)
    assert len(api.fields(hidden)) == 3
    assert api.reject(actor=officer, number=waits.number, reason="known").state is State.REJECTED


@pytest.mark.parametrize(
    "values",
    [
        {"name": {"deep": [[[[]]]]}},
        {"name": ["x"]},
        {"name": 7},
        {"name": "x" * 10_001},
        {"name": "\0"},
        {"taps": 1e400},
        {"taps": 2**70},
        {"taps": float("nan")},
        {"__proto__": "x"},
    ],
    ids=str,
)
def test_values_of_another_kind_are_refused(propose, values):
    with pytest.raises(Problem):
        propose(Offer(Kind.ADDED, THERE, {"name": "西門", **values}))


def test_words_are_kept_as_they_are_without_control_characters(propose):
    offer = Offer(Kind.ADDED, THERE, {"name": "<img src=x onerror=alert(1)>\0"})
    made = propose(offer, Said(why="<b>\0\r\n二", name="王\n\0<i>", agreed=True))
    assert made.properties["name"] == "<img src=x onerror=alert(1)>"
    assert made.why == "<b>\n二"
    assert made.author_name == "王 <i>"


def nested(depth):
    place = [0, 0]
    for _n in range(depth):
        place = [place]
    return place


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Point", "coordinates": nested(900)},
        {"type": "Point", "coordinates": [float("inf"), 25]},
        {"type": "Point", "coordinates": [10**400, 25]},
        {"type": "Point", "coordinates": ["121", "25"]},
        {"type": "Point"},
        {"type": {"a": 1}, "coordinates": [121, 25]},
        "POINT (121 25)",
        7,
    ],
    ids=range(8),
)
def test_places_that_are_none_are_refused(propose, geometry):
    with pytest.raises(Problem):
        propose(Offer(Kind.ADDED, geometry, {"name": "西門"}))


POINT = '<wpt lat="25" lon="121.5"><name>甲</name></wpt>'
DEEP = '{"type":"FeatureCollection","features":' + "[" * 50_000 + "]" * 50_000 + "}"
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghij", "bcdefghijk", strict=True)
    )
    + "]>"
)
READ = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY k SYSTEM "file:///etc/hostname">]>'
KML = (
    '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>&k;</name><Point>'
    "<coordinates>121.5,25</coordinates></Point></Placemark></Document></kml>"
)
GPX = '<gpx version="1.1"><wpt lat="25" lon="121.5"><name>&k;</name></wpt></gpx>'
OSM = '<osm version="0.6"><node id="1" lat="25" lon="121.5"><tag k="name" v="&k;"/></node></osm>'


@pytest.mark.parametrize("head", [LAUGHS, READ], ids=["laughs", "external"])
@pytest.mark.parametrize(("name", "body"), [("x.gpx", GPX), ("x.osm", OSM), ("x.kml", KML)])
def test_files_whose_entities_grow_or_read_others_are_refused(layer, tmp_path, head, name, body):
    path = tmp_path / name
    path.write_text(head + body)
    with pytest.raises(Problem):
        api.read_file(layer.id, path, filename=name)


def test_a_map_in_a_zip_that_grows_is_refused(layer, tmp_path):
    path = tmp_path / "x.kmz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", KML.replace("&k;", " " * 200_000_000))
    with pytest.raises(Problem):
        api.read_file(layer.id, path, filename="x.kmz")


@pytest.mark.parametrize(
    "body",
    [
        DEEP,
        (
            '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point",'
            '"coordinates":[121.5,25]},"properties":{"name":"\\ud800"}}]}'
        ),
        "\0" * 1000,
        "",
        "{",
    ],
    ids=["deep", "surrogate", "nul", "empty", "cut"],
)
def test_broken_geojson_is_told(layer, tmp_path, body):
    path = tmp_path / "x.geojson"
    path.write_text(body)
    try:
        seen = api.read_file(layer.id, path, filename="x.geojson")
    except Problem:
        return
    for each in seen.offers:
        json.dumps(dict(each.properties), ensure_ascii=False).encode()  # it can be kept


def test_shapes_of_a_file_are_bounded(layer, tmp_path, monkeypatch):
    monkeypatch.setattr("idea.engines.features.contributions.filing.MOST_CORNERS", 1)
    path = tmp_path / "x.gpx"
    path.write_text(f'<gpx version="1.1">{POINT}{POINT}</gpx>')
    with pytest.raises(BadContribution):
        api.read_file(layer.id, path, filename="x.gpx")
