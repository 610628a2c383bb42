"""Promises of showcases: nothing shown unseen, pictures made anew, the maker told why."""

from io import BytesIO
from uuid import UUID

import pytest

from idea.engines.catalog import models
from idea.engines.catalog.requests import api, pictures
from idea.engines.catalog.requests.errors import BadShowcase, NotNow, ShowcaseNotFound
from idea.engines.catalog.requests.privacy import erase
from idea.engines.catalog.requests.types import ShowcaseState
from idea.engines.catalog.tests.factories import publish
from idea.kernel.errors import Forbidden
from idea.kernel.lake import lake

pytestmark = pytest.mark.django_db


@pytest.fixture
def stops(agency, tmp_path):
    return publish(tmp_path, organization=agency.slug).dataset


def propose(who, **said):
    given = {
        "title": "公車幾分到",
        "text": "用站牌資料告訴您下一班車。",
        "url": "https://example.org/bus",
        "kind": "app",
        "datasets": ["stops"],
        **said,
    }
    return api.propose_showcase(actor=who, person_id=who.id, **given)


def test_it_is_shown_after_the_datas_owner_looked(stops, agency, someone):
    maker, manager = someone("maker"), someone("manager", "manager", agency)
    made = propose(maker)
    assert api.showcases().total == 0
    with pytest.raises(ShowcaseNotFound):
        api.showcase(made.id)
    assert api.showcase(made.id, person_id=maker.id).state is ShowcaseState.WAITING
    assert [found.id for found in api.showcases_waiting([agency.id])] == [made.id]
    with pytest.raises(Forbidden):
        api.decide_showcase(actor=maker, key=made.id, admit=True)
    api.decide_showcase(actor=manager, key=made.id, admit=True)
    assert [found.title for found in api.showcases(dataset="stops").items] == ["公車幾分到"]
    with pytest.raises(NotNow):
        api.decide_showcase(actor=manager, key=made.id, admit=True)
    api.decide_showcase(actor=manager, key=made.id, admit=False, why="連結失效")
    assert api.showcases().total == 0
    assert api.showcases(author_id=maker.id).items[0].why == "連結失效"


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"url": "javascript:alert(1)"},
        {"kind": "spaceship"},
        {"datasets": []},
        {"datasets": ["nope"]},
        {"text": ""},
    ],
)
def test_what_is_wrong_is_named_by_field(stops, someone, wrong):
    with pytest.raises(BadShowcase) as refused:
        propose(someone("maker"), **wrong)
    assert [issue.column for issue in refused.value.issues] == list(wrong)


def test_without_pillow_no_picture_is_taken(stops, someone, monkeypatch):
    monkeypatch.setattr(pictures, "find_spec", lambda _name: None)
    assert not pictures.possible()
    with pytest.raises(BadShowcase):
        propose(someone("maker"), picture=BytesIO(b"x"), picture_alt="畫面")


def test_a_picture_is_made_anew(stops, someone):
    image = pytest.importorskip("PIL.Image")
    out = BytesIO()
    exif = image.Exif()
    exif[0x010E] = "secret place"
    image.new("RGBA", (2000, 500), (255, 0, 0, 128)).save(out, "PNG", exif=exif)
    out.seek(0)
    made = propose(someone("maker"), picture=out, picture_alt="畫面")
    kept = lake().local(made.picture_key).read_bytes()
    with image.open(BytesIO(kept)) as again:
        assert (again.format, again.size) == ("JPEG", (1200, 300))
    assert b"secret" not in kept


@pytest.mark.parametrize("bytes_", [b"", b"GIF89a", b"<svg onload=alert(1)>", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_picture_is_refused(stops, someone, bytes_):
    pytest.importorskip("PIL.Image")
    with pytest.raises(BadShowcase):
        propose(someone("maker"), picture=BytesIO(bytes_), picture_alt="畫面")


def test_erasure_takes_the_picture_nobody_admitted_along(
    stops, someone, tmp_path, django_capture_on_commit_callbacks
):
    maker = someone("maker")
    made = propose(maker)
    key = f"showcases/{made.id}/picture.jpg"
    (tmp_path / "face.jpg").write_bytes(b"face")
    lake().put(tmp_path / "face.jpg", key)
    models.Showcase.objects.update(picture_key=key)
    with django_capture_on_commit_callbacks(execute=True):
        erase(UUID(maker.id))
    assert list(lake().keys("showcases/")) == []
