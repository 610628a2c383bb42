"""Deny by default: what waits, what was declined or taken back is for two parties only."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from idea.engines.features import api as features
from idea.engines.features.contributions import api
from idea.engines.features.contributions.types import Kind, Offer, Rule, Said, State
from idea.engines.features.live.declaring import hide
from idea.engines.features.live.types import Field, LiveDraft, Shape
from idea.portal.contributions.tests.test_contribution_pages import SENT, photo, text, there
from idea.portal.tests.conftest import SYSTEM

__all__ = ["there"]
pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
NEW = "/contribute/fountains/new/"


@pytest.fixture
def sent(client, person, layer):
    """A contribution with a photo; who sent it."""
    resident = person(role=None)
    client.post(NEW, {**SENT, "name": "王小明", "why": "路過", "photo": photo()})
    return resident


def strangers(client, person):
    """Sign in, one after another, people who have no business with a contribution."""
    client.logout()
    yield "nobody"
    person("reporter")
    yield "reporter"


def test_what_waits_is_for_contributor_and_agency_alone(client, person, other_agency, sent):
    for who in strangers(client, person):
        seen = text(client.get("/contributions/1/"))
        for word in ("西門", "王小明", "路過", "121.53"):
            assert word not in seen, who
        assert client.get("/contributions/1/photo.jpg").status_code in (302, 401, 403)
        for path in ("answer", "withdraw", "unname"):
            client.post(f"/contributions/1/{path}/", {"words": "x"})
    person("editor", where=other_agency)
    assert client.get("/contributions/1/photo.jpg").status_code == 403
    assert client.get("/desk/contributions/1/").status_code == 403
    assert client.post("/desk/contributions/1/", {"accept": "1", **SENT}).status_code == 403
    assert client.post("/desk/contributions/1/undo/", {"words": "x"}).status_code == 403
    assert api.contribution(1).state is State.WAITING
    assert api.contribution(1).author_name == "王小明"


@pytest.mark.parametrize("what", ["taken back", "withdrawn data set"])
def test_what_left_the_map_is_hidden_again(client, person, sent, what):
    api.accept(actor=SYSTEM, number=1)
    client.logout()
    assert client.get("/contributions/1/photo.jpg").status_code == 200
    if what == "taken back":
        api.undo(actor=SYSTEM, number=1, words="這是私人住宅")
    else:
        hide("fountains")
    seen = text(client.get("/contributions/1/"))
    for word in ("西門", "路過", "121.53"):
        assert word not in seen
    if what == "taken back":
        assert "這是私人住宅" in seen  # why: shown to everybody
        assert "王小明" not in text(client.get("/contributions/"))
    assert client.get("/contributions/1/photo.jpg").status_code in (302, 401, 403, 404)
    client.force_login(sent, backend=BACKEND)
    assert "西門" in text(client.get("/contributions/1/"))


def test_what_waits_for_a_withdrawn_data_set_is_still_decided(client, person, sent):
    hide("fountains")
    assert client.get("/contributions/1/").status_code == 200
    assert client.get(NEW).status_code == 409
    person("editor")
    assert "西門" in text(client.get("/desk/contributions/1/"))
    client.post("/desk/contributions/1/", {"reject": "1", "reason": "elsewhere"})
    assert api.contribution(1).state is State.REJECTED


def test_each_act_asks_for_the_token_of_the_page(person, client, layer):
    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(person("editor"), backend=BACKEND)
    for path in (
        NEW,
        "/contribute/fountains/file/",
        "/contributions/1/answer/",
        "/contributions/1/withdraw/",
        "/contributions/1/unname/",
        "/desk/contributions/1/",
        "/desk/contributions/1/undo/",
        "/desk/contributions/layers/fountains/",
    ):
        assert guarded.post(path, SENT).status_code == 403, path


def test_markup_in_values_stays_text(client, person, layer):
    person(role=None)
    evil = "</script><img src=x onerror=alert(1)>"
    client.post(NEW, {**SENT, "p0": evil, "name": evil, "why": evil})
    api.accept(actor=SYSTEM, number=1)
    for path in ("/contributions/1/", "/contribute/fountains/", "/contributions/"):
        assert "<img src=x" not in text(client.get(path))
    person("editor")
    assert "<img src=x" not in text(client.get("/desk/contributions/1/"))


def test_a_photo_that_is_too_large_loses_nothing_else(client, person, layer, monkeypatch):
    few = api.conf().model_copy(update={"contributions_photo_bytes": 100})
    for part in ("api", "photos"):
        monkeypatch.setattr(f"idea.engines.features.contributions.{part}.conf", lambda: few)
    person(role=None)
    answer = client.post(NEW, {**SENT, "why": "路過", "photo": photo()})
    assert answer.status_code == 422
    seen = text(answer)
    assert "id_photo_error" in seen
    for word in ("121.53, 25.04", "西門", "路過"):
        assert word in seen
    assert api.contributions().total == 0


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"\xff\xd8\xff" + b"x" * 500])
def test_a_photo_that_is_none_is_told_beside_its_field(client, person, layer, content):
    person(role=None)
    sent = {**SENT, "photo": SimpleUploadedFile("x.jpg", content, "image/jpeg")}
    answer = client.post(NEW, sent)
    assert answer.status_code == 422
    assert "id_photo_error" in text(answer)


def test_a_file_that_is_too_large_is_told(client, person, layer, monkeypatch):
    few = api.conf().model_copy(update={"contributions_file_bytes": 10})
    monkeypatch.setattr("idea.engines.features.contributions.api.conf", lambda: few)
    person(role=None)
    sent = {"file": SimpleUploadedFile("x.gpx", b"x" * 100)}
    answer = client.post("/contribute/fountains/file/", sent)
    assert answer.status_code == 422
    assert "id_file_error" in text(answer)
    assert client.post("/contribute/fountains/file/", {}).status_code == 422


def test_floods_are_stopped(client, person, layer, monkeypatch):
    monkeypatch.setattr("idea.engines.features.contributions.access.TRIES", 2)
    person(role=None)
    for _n in range(2):
        client.post(NEW, {**SENT, "photo": photo()})
    answer = client.post(NEW, {**SENT, "photo": photo()})
    assert answer.status_code == 422
    assert api.contributions().total == 2


def test_an_answer_that_cannot_be_read_is_not_half_taken(client, person, sent):
    api.ask(actor=SYSTEM, number=1, words="哪裡？")
    client.force_login(sent, backend=BACKEND)
    path = "/contributions/1/answer/"
    for wrong in ({"place": "甲"}, {"p0": ""}, {"words": ""}):
        answer = client.post(path, {**SENT, "words": "門口的那個", **wrong})
        assert answer.status_code == 422, wrong
        assert api.contribution(1).state is State.ASKED
        if wrong.get("words") is None:
            assert "門口的那個" in text(answer)
    client.post(path, {"words": "門口"})
    assert api.contribution(1).state is State.WAITING
    assert api.contribution(1).properties["name"] == "西門"


def test_the_name_goes_when_its_owner_wishes(client, person, sent):
    api.accept(actor=SYSTEM, number=1)
    client.force_login(sent, backend=BACKEND)
    assert "/contributions/1/unname/" in text(client.get("/contributions/1/"))
    client.post("/contributions/1/unname/")
    assert "王小明" not in text(client.get("/contributions/1/"))
    assert "王小明" not in text(client.get("/contribute/fountains/"))


def test_a_conflict_starts_from_the_map_of_today(client, person, layer, there):
    """Only what the contributor changed is changed; what the agency changed since stays."""
    person(role=None)
    client.post(f"/contribute/fountains/{there.id}/", {**SENT, "p0": "東門一"})
    features.update_feature("fountains", there.id, {"properties": {"name": "東門新"}}, actor=SYSTEM)
    features.update_feature("fountains", there.id, {"properties": {"works": False}}, actor=SYSTEM)
    person("editor")
    form = client.get("/desk/contributions/1/")
    assert "東門一" in text(form)
    stale = {**SENT, "p0": "東門一", "accept": "1", "anyway": "on", "seen": "0"}
    assert client.post("/desk/contributions/1/", stale).status_code == 422
    client.post("/desk/contributions/1/", {**stale, "seen": "1"})
    assert features.live_feature("fountains", there.id).properties["name"] == "東門一"


def test_more_layers_and_contributions_ask_the_store_no_more(client, person, agency, layer):
    person("editor")
    paths = ("/desk/contributions/", "/contributions/", "/desk/", "/contribute/fountains/")

    def asked():
        counts = []
        for path in paths:
            with CaptureQueriesContext(connection) as seen:
                client.get(path)
            counts.append(len(seen))
        return counts

    def add(count):
        offer = Offer(Kind.ADDED, {"type": "Point", "coordinates": [121, 25]}, {"name": "西門"})
        for n in range(count):
            draft = LiveDraft(f"layer-{count}-{n}", "井", Shape.POINT, agency.id, (Field("name"),))
            made = features.declare_live(draft, actor=SYSTEM)
            api.set_rule(Rule(made.id, open=True, license="CC0-1.0"), actor=SYSTEM)
            for each in (made.id, "fountains"):
                said = Said(agreed=True)
                done = api.propose(each, offer, said, actor=SYSTEM, person_id=str(agency.id))
            if n:
                api.accept(actor=SYSTEM, number=done.number)

    add(2)
    asked()
    few = asked()
    add(5)
    assert asked() == few


def test_the_desk_lists_each_state(client, person, sent):
    person("editor")
    for state, count in (("waiting", 1), ("accepted", 0), ("all", 1), ("nonsense", 1)):
        seen = text(client.get(f"/desk/contributions/?state={state}"))
        assert seen.count('href="/desk/contributions/1/"') == count, state


@pytest.mark.parametrize(
    "path",
    [
        "/contributions/99999999999999999999999999/",
        "/contributions/99999999999999999999999999/photo.jpg",
        "/contribute/%00/",
        "/contribute/fountains/99999999999999999999999999/",
        "/contribute/..%2F..%2Fetc/",
        "/contributions/1/photo.jpg",
    ],
)
def test_addresses_of_nothing(client, person, layer, path):
    person(role=None)
    assert client.get(path).status_code in (400, 404)
    listing = client.get("/contributions/?layer=%00&state=%00&page=99999")
    assert listing.status_code in (200, 400, 404)


def test_the_data_sets_page_leads_to_the_drawing(client, person, publish_live):
    assert "/contribute/wells/" in text(client.get("/datasets/wells/"))


def test_bytes_of_a_photo_are_a_photo(client, person, sent):
    answer = client.get("/contributions/1/photo.jpg")
    assert answer["Content-Type"] == "image/jpeg"
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    body = b"".join(answer.streaming_content)
    from PIL import Image

    assert Image.open(io.BytesIO(body)).format == "JPEG"
