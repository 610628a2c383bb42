"""Promises of the pages of contributions: drawn, looked at, put on the map, without a script."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from idea.engines.features import api as features
from idea.engines.features.contributions import api
from idea.engines.features.contributions.types import State
from idea.portal.tests.conftest import SYSTEM

pytestmark = pytest.mark.django_db
HERE = {"type": "Point", "coordinates": [121.52, 25.03]}
SENT = {"place": "121.53, 25.04", "p0": "西門", "p1": "2", "p2": "true", "agreed": "on"}


def text(answer):
    return answer.content.decode()


@pytest.fixture
def there(layer):
    feature = {"type": "Feature", "geometry": HERE, "properties": {"name": "東門", "taps": 2}}
    return features.create_feature(layer.id, feature, actor=SYSTEM)


def photo():
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, "JPEG")
    return SimpleUploadedFile("x.jpg", out.getvalue(), "image/jpeg")


def test_a_place_is_drawn_looked_at_and_on_the_map(client, person, layer):
    assert "戶外的就好" in text(client.get("/contribute/fountains/"))
    assert client.get("/contribute/fountains/new/").status_code == 302  # to sign in
    person(role=None)
    assert "OGDL-Taiwan-1.0" in text(client.get("/contribute/fountains/new/"))
    answer = client.post(
        "/contribute/fountains/new/", {**SENT, "name": "王小明", "why": "路過", "photo": photo()}
    )
    assert answer.url == "/contributions/1/"
    mine = text(client.get("/contributions/1/"))
    assert "西門" in mine
    assert client.get("/contributions/1/photo.jpg")["Content-Type"] == "image/jpeg"
    assert client.get("/desk/contributions/1/").status_code == 403
    client.logout()
    seen = text(client.get("/contributions/1/"))
    assert "西門" not in seen  # not before the agency looked at it
    assert "王小明" not in seen
    assert client.get("/contributions/1/photo.jpg").status_code in (302, 401, 403)
    person("editor")
    assert "/desk/contributions/1/" in text(client.get("/desk/contributions/"))
    shown = text(client.get("/desk/contributions/1/"))
    assert "<ins>西門</ins>" in shown
    answer = client.post("/desk/contributions/1/", {**SENT, "words": "謝謝", "accept": "1"})
    assert answer.url == "/desk/contributions/"
    assert api.steps(1)[-1].deed == "accepted"
    item = client.get("/ogc/collections/fountains/items").json()["features"][0]
    assert item["properties"] == {"name": "西門", "taps": 2, "works": True}
    client.logout()
    seen = text(client.get("/contributions/1/"))
    assert "西門" in seen
    assert "王小明" in seen
    assert client.get("/contributions/1/photo.jpg").status_code == 200
    assert "王小明" in text(client.get("/contribute/fountains/"))


def test_a_correction_shows_old_against_new_and_is_taken_back(client, person, layer, there):
    person(role=None)
    form = text(client.get(f"/contribute/fountains/{there.id}/"))
    assert "121.52, 25.03" in form
    sent = {**SENT, "p0": "東門", "place": "121.52, 25.031", "revision": str(there.revision)}
    client.post(f"/contribute/fountains/{there.id}/", sent)
    person("editor")
    shown = text(client.get("/desk/contributions/1/"))
    assert "<del>121.52, 25.03</del>" in shown
    amended = {**sent, "p1": "3", "accept": "1"}
    client.post("/desk/contributions/1/", amended)
    assert api.steps(1)[-1].deed == "amended"
    assert features.live_feature("fountains", there.id).properties["taps"] == 3
    client.post("/desk/contributions/1/undo/", {"words": ""})
    assert not api.contribution(1).undone
    client.post("/desk/contributions/1/undo/", {"words": "看錯了"})
    assert features.live_feature("fountains", there.id).geometry == HERE
    assert "看錯了" in text(client.get("/contributions/1/"))


def test_what_is_gone_needs_no_values(client, person, layer, there):
    person(role=None)
    client.post(f"/contribute/fountains/{there.id}/", {"remove": "on", "agreed": "on"})
    assert api.contribution(1).kind == "removed"
    person("editor")
    assert client.get("/desk/contributions/1/").status_code == 200
    client.post("/desk/contributions/1/", {"accept": "1"})
    assert client.get("/ogc/collections/fountains/items").json()["numberMatched"] == 0


def test_a_conflict_is_shown_and_decided(client, person, layer, there):
    person(role=None)
    client.post(f"/contribute/fountains/{there.id}/", {**SENT, "p0": "東門一"})
    features.update_feature("fountains", there.id, {"properties": {"taps": 9}}, actor=SYSTEM)
    person("editor")
    seen = text(client.get("/desk/contributions/1/"))
    assert "<ins>9</ins>" in seen
    refused = client.post("/desk/contributions/1/", {**SENT, "p0": "東門一", "accept": "1"})
    assert refused.status_code == 422
    client.post("/desk/contributions/1/", {**SENT, "p0": "東門一", "accept": "1", "anyway": "on"})
    assert features.live_feature("fountains", there.id).properties["name"] == "東門一"


def test_asking_answering_declining_withdrawing(client, person, layer):
    resident = person(role=None)
    for _n in range(3):
        client.post("/contribute/fountains/new/", SENT)
    officer = person("editor")
    assert client.post("/desk/contributions/1/", {"ask": "1"}).status_code == 422
    assert client.post("/desk/contributions/1/", {"ask": "1", "words": "哪裡？"}).status_code == 302
    assert client.post("/desk/contributions/2/", {"reject": "1"}).status_code == 422
    client.post("/desk/contributions/2/", {"reject": "1", "reason": "known"})
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(resident, backend=backend)
    assert "哪裡？" in text(client.get("/contributions/1/"))
    client.post("/contributions/1/answer/", {"words": "門口", **SENT, "p0": "西門一號"})
    assert api.contribution(1).state is State.WAITING
    assert api.contribution(1).properties["name"] == "西門一號"
    client.post("/contributions/3/withdraw/")
    assert api.contribution(3).state is State.WITHDRAWN
    assert "地圖上已經有了" in text(client.get("/contributions/2/"))
    client.force_login(officer, backend=backend)
    assert client.post("/contributions/1/withdraw/").status_code == 403


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"place": ""}, "請說明位置"),
        ({"place": "甲"}, "甲"),
        ({"place": "121, 25\n122, 25"}, "一個點"),
        ({"p0": ""}, "id_p0_error"),
        ({"p1": "many"}, "id_p1_error"),
        ({"agreed": ""}, "id_agreed_error"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(client, person, layer, wrong, said):
    person(role=None)
    answer = client.post("/contribute/fountains/new/", {**SENT, **wrong})
    assert answer.status_code == 422
    assert said in text(answer)
    assert api.contributions().total == 0


def test_a_file_is_shown_before_it_is_sent(client, person, layer):
    person(role=None)
    gpx = (
        '<gpx version="1.1"><wpt lat="25" lon="121.5"><name>甲</name></wpt>'
        '<wpt lat="25.1" lon="121.5"/></gpx>'
    )
    sent = SimpleUploadedFile("x.gpx", gpx.encode())
    seen = client.post("/contribute/fountains/file/", {"file": sent})
    assert seen.status_code == 200
    assert "甲" in text(seen)
    assert api.contributions().total == 0
    held = seen.context["held"] if seen.context else None
    held = held or text(seen).split('name="held" value="')[1].split('"')[0]
    again = client.post("/contribute/fountains/file/", {"held": held})
    assert again.status_code == 422  # not agreed
    forged = client.post("/contribute/fountains/file/", {"held": held[:-3], "agreed": "on"})
    assert forged.status_code == 422
    client.post("/contribute/fountains/file/", {"held": held, "agreed": "on", "name": "王"})
    assert [each.properties["name"] for each in api.contributions().items] == ["甲"]
    torn = SimpleUploadedFile("x.gpx", b"<gpx")
    assert client.post("/contribute/fountains/file/", {"file": torn}).status_code == 422


def test_a_layer_is_opened_and_closed_by_its_agency(client, person, layer):
    person(role=None)
    assert client.get("/desk/contributions/layers/fountains/").status_code == 403
    assert client.get("/desk/contributions/").status_code == 403
    person("editor")
    assert client.get("/desk/contributions/layers/fountains/").status_code == 200
    assert (
        client.post("/desk/contributions/layers/fountains/", {"open": "on"}).status_code == 422
    )  # under no license
    client.post("/desk/contributions/layers/fountains/", {"license": "CC0-1.0"})
    assert client.get("/contribute/fountains/new/").status_code == 409
    assert "目前不收投稿" in text(client.get("/contribute/fountains/"))
    assert client.get("/contributions/").status_code == 200
    assert client.get("/contribute/none/").status_code == 404
    assert client.get("/contributions/9/").status_code == 404
