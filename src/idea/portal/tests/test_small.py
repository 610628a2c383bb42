"""The small pieces: paging, places, sizes and distances, refusals, doors."""

import re
from pathlib import Path

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

import idea
from idea.kernel import boundaries
from idea.portal import errors
from idea.portal.action_words import ACTION_WORDS
from idea.portal.doors import Door, doors
from idea.portal.paging import Paging, asked_page
from idea.portal.places import asked_place
from idea.portal.templatetags import portal as tags


@given(st.integers(1, 500), st.integers(0, 10_000), st.integers(1, 100))
def test_pages_name_the_first_the_last_and_this_one(number, total, size):
    paging = Paging(min(number, max(1, -(-total // size))), total, size)
    shown = [each for each in paging.numbers if each is not None]
    assert shown == sorted(set(shown))
    assert {1, paging.last, paging.number} <= set(shown)
    assert len(paging.numbers) <= 9
    assert paging.first_shown <= paging.last_shown <= total
    gaps = [i for i, each in enumerate(paging.numbers) if each is None]
    for at in gaps:
        assert paging.numbers[at + 1] - paging.numbers[at - 1] > 1


@given(st.text(max_size=20))
def test_any_text_may_ask_for_a_page(text):
    from django.test import RequestFactory

    assert 1 <= asked_page(RequestFactory().get("/", {"page": text})) <= 10_000


@pytest.mark.django_db
@settings(deadline=None)  # the first one reads all boundaries
@given(st.text(max_size=60), st.text(max_size=30), st.text(max_size=30))
def test_any_text_may_ask_for_a_place(words, lon, lat):
    from django.test import RequestFactory

    wish = asked_place(RequestFactory().get("/", {"q": words, "lon": lon, "lat": lat}))
    if wish.place is not None:
        assert -180 <= wish.place.lon <= 180
        assert -90 <= wish.place.lat <= 90


@pytest.mark.parametrize(
    "query",
    [
        {"lon": "121.52", "lat": "25.03"},
        {"q": "121.52, 25.03"},
        {"q": "25.03，121.52"},
        {"q": " 25.03 121.52 "},
    ],
)
def test_a_pair_of_numbers_is_a_place_either_way_round(rf, query):
    place = asked_place(rf.get("/", query)).place
    assert (place.lon, place.lat) == (121.52, 25.03)


def test_words_are_a_place(rf):
    if not boundaries.available():
        pytest.skip("the front end is not built")
    with translation.override("zh-hant"):
        wish = asked_place(rf.get("/", {"q": "台北市中正區"}))
    assert wish.place.label == "臺北市中正區"
    assert not wish.exact
    assert boundaries.locate(wish.place.lon, wish.place.lat).name == "中正區"
    with translation.override("en"):
        label = asked_place(rf.get("/", {"area": "63000050"})).place.label
        assert label == "Zhongzheng District, Taipei City"
    assert asked_place(rf.get("/", {"area": "nope"})).place is None


@pytest.mark.parametrize(
    ("bytes_", "words"),
    [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (304_123, "304 kB"), (5 * 2**30, "5.4 GB")],
)
def test_sizes(bytes_, words):
    assert tags.size(bytes_) == words


def test_distances():
    with translation.override("en"):
        assert tags.distance(347.2) == "350 m"
        assert tags.distance(1000) == "1 km"
        assert tags.distance(2449) == "2.4 km"
    with translation.override("zh-hant"):
        assert tags.distance(2449) == "2.4 公里"


def test_the_page_for_our_own_fault_needs_nothing(rf, db, monkeypatch):
    with CaptureQueriesContext(connection) as queries:
        response = errors.server_error(rf.get("/"))
    assert len(queries) == 0
    assert response.status_code == 500
    assert "app.css" in response.content.decode()

    def broken(*args, **kwargs):
        raise OSError("the templates are gone")

    monkeypatch.setattr(errors, "render_to_string", broken)
    assert "網站暫時出了問題" in errors.server_error(rf.get("/")).content.decode()


@pytest.mark.parametrize(
    ("view", "status"),
    [("bad_request", 400), ("forbidden", 403), ("not_found", 404), ("csrf_failed", 403)],
)
def test_refusals_say_what_to_do(client, db, view, status):
    request = client.get("/about/").wsgi_request
    response: HttpResponse = getattr(errors, view)(request)
    assert response.status_code == status
    assert "<h1>" in response.content.decode()


def test_an_unknown_address_offers_a_search(client, db):
    response = client.get("/en/there-is-nothing-here/", headers={"accept": "text/html"})
    assert response.status_code == 404
    assert 'action="/en/search/"' in response.content.decode()


def test_a_door_counts_once_a_minute(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    asked = []
    door = Door("trial", "A", "B", "portal:home", "data", 1, lambda: asked.append(1) or 7, "%(n)s")
    assert (door.live(), door.live(), len(asked)) == (7, 7, 1)


def test_no_door_leads_nowhere(client, db):
    for door in doors:
        assert client.get(door.url).status_code == 200
        with translation.override("en"):
            assert str(tags.door_number(door, 1)).startswith("<strong>1</strong>")


def test_every_deed_the_log_can_hold_has_words():
    package = Path(str(idea.__file__)).parent
    sources = [path for path in package.rglob("*.py") if "tests" not in path.parts]
    codes = {
        code
        for path in sources
        for code in re.findall(r'action="([a-z]+\.[a-z-]+)"', path.read_text(encoding="utf-8"))
    }
    assert codes
    assert sorted(codes - set(ACTION_WORDS)) == []
