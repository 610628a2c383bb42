"""Answers as servers really give them: not modified, packed, late, cut, of another kind."""

import gzip
import json
from datetime import timedelta
from email.utils import format_datetime

import pytest

from idea.engines.catalog import models
from idea.engines.catalog.harvest import api
from idea.engines.catalog.harvest.errors import NotACatalog
from idea.engines.catalog.harvest.tests.factories import run, state
from idea.engines.catalog.harvest.tests.web import conditional, give, portal, rows, turtle
from idea.engines.catalog.harvest.types import RunState
from idea.kernel import clock
from idea.kernel.errors import Problem
from idea.kernel.http import BadAnswer, NotReached, TooSlow
from idea.kernel.tests.web import in_turn, routes

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "known", [{"etag": '"v1"'}, {"modified": "Mon, 01 Jan 2024 00:00:00 GMT"}], ids=["etag", "date"]
)
def test_a_source_that_was_not_modified_is_not_read_again(agency, server, known):
    routes(server, **{"list.json": conditional(rows(1, 2), **known)})
    slug = portal(server, "/list.json")
    run(slug)
    before = state()
    made = run(slug)
    assert (made.state, made.counts.same, made.payloads) == (RunState.UNCHANGED, 2, ())
    assert state() == before
    assert run(slug).state is RunState.UNCHANGED, "and it stays so"
    asked = run(slug, again=True)
    assert (asked.state, len(asked.payloads)) == (RunState.APPLIED, 1)


def test_bytes_that_are_the_same_are_not_compared_again(agency, server):
    """Most portals send no validators; the same bytes are known by their digest."""
    routes(server, **{"list.json": lambda h: give(h, rows(1, 2))})
    slug = portal(server, "/list.json")
    run(slug)
    made = run(slug)
    assert (made.state, made.counts.same) == (RunState.UNCHANGED, 2)


def test_another_mapping_is_asked_for_in_spite_of_the_etag(agency, server):
    """Not modified there: but here it is to be read in another way."""
    said = [{"identifier": "1", "title": "One", "name": "Other"}]
    routes(server, **{"list.json": conditional(said, etag='"v1"')})
    slug = portal(server, "/list.json")
    run(slug)
    models.HarvestSource.objects.update(
        mapping={"fields": {"title": "name", "identifier": "identifier"}}
    )
    assert run(slug).counts.changed == 1
    assert models.Dataset.objects.get().title == "Other"


def test_validators_of_a_first_page_do_not_stand_for_the_others(agency, server):
    """The first page never changes; what changed on the second one is still seen."""
    second = [turtle(2)]
    routes(
        server,
        a=conditional(lambda: turtle(1, f"{server.url}/b"), etag='"first"'),
        b=lambda h: give(h, second[0]),
    )
    slug = portal(server, "/a", kind="dcat")
    run(slug)
    second[0] = turtle(3)
    made = run(slug, accept_loss=True)
    assert (made.counts.new, made.counts.gone) == (1, 1)


@pytest.mark.parametrize("days", [-36_500, 36_500], ids=["long ago", "in the future"])
def test_a_clock_that_is_wrong_decides_nothing(agency, server, days):
    """Last-Modified is handed back as it came, whatever it says."""
    moment = format_datetime(clock.now() + timedelta(days=days), usegmt=True)
    held = {"rows": rows(1, 2), "modified": moment}

    def answer(handler):
        conditional(held["rows"], modified=held["modified"])(handler)

    routes(
        server,
        **{"list.json": answer},
    )
    slug = portal(server, "/list.json")
    run(slug)
    assert run(slug).state is RunState.UNCHANGED
    assert server.seen[-1][1]["If-Modified-Since"] == moment
    held |= {"rows": rows(1, 2, 3), "modified": "Mon, 01 Jan 2024 00:00:00 GMT"}
    assert run(slug).counts.new == 1, "an earlier date than the last one is another date"


@pytest.mark.parametrize("how", ["coding", "file"])
def test_a_packed_answer_is_unpacked(agency, server, how):
    packed = gzip.compress(json.dumps(rows(1, 2)).encode())
    headers = {"Content-Encoding": "gzip"} if how == "coding" else {}
    routes(server, **{"list.json.gz": lambda h: give(h, packed, **headers)})
    assert run(portal(server, "/list.json.gz")).counts.datasets == 2


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "image/png", "", "application/json"])
def test_what_an_answer_is_is_seen_from_its_bytes(agency, server, kind):
    routes(server, list=lambda h: give(h, rows(1, 2), **({"Content-Type": kind} if kind else {})))
    assert run(portal(server, "/list")).counts.datasets == 2


def test_a_login_page_with_status_200_keeps_the_last_good_state(agency, server):
    routes(
        server,
        list=in_turn(
            lambda h: give(h, rows(1, 2)),
            lambda h: give(h, b"<!DOCTYPE html><html><p>Sign in", Content_Type="application/json"),
        ),
    )
    slug = portal(server, "/list")
    run(slug)
    before = state()
    with pytest.raises(NotACatalog):
        run(slug)
    assert state() == before
    assert api.source(slug).failing


def test_a_busy_server_is_asked_again_after_the_time_it_names(agency, server, monkeypatch):
    waited = []
    monkeypatch.setattr("tenacity.nap.time.sleep", waited.append)
    routes(
        server,
        list=in_turn(lambda h: h.give(429, b"", Retry_After="7"), lambda h: give(h, rows(1, 2))),
    )
    assert run(portal(server, "/list")).counts.datasets == 2
    assert len(waited) == 1
    assert 7 <= waited[0] < 9


def test_a_server_that_asks_for_an_hour_is_left_alone(agency, server):
    routes(server, list=lambda h: h.give(429, b"", Retry_After="3600"))
    slug = portal(server, "/list")
    with pytest.raises(BadAnswer) as caught:
        run(slug)
    assert caught.value.retry_after == 3600
    assert len(server.seen) == 1
    assert api.source(slug).failing


def test_an_answer_that_never_ends_in_time_fails_and_keeps_what_was_there(
    agency, server, monkeypatch
):
    import threading

    held = threading.Event()
    routes(
        server,
        list=in_turn(lambda h: give(h, rows(1)), lambda _handler: held.wait(30)),
    )
    slug = portal(server, "/list")
    run(slug)
    before = state()
    monkeypatch.setenv("IDEA_HTTP_TIMEOUT", "0.3")
    monkeypatch.setenv("IDEA_HTTP_RETRIES", "0")
    try:
        with pytest.raises(TooSlow):
            run(slug)
    finally:
        held.set()
    assert state() == before


def test_an_answer_that_is_cut_short_is_not_read(agency, server, monkeypatch):
    monkeypatch.setenv("IDEA_HTTP_RETRIES", "0")
    text = json.dumps(rows(*range(50))).encode()

    def cut(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(text)))
        handler.end_headers()
        handler.wfile.write(text[:500])
        handler.close_connection = True

    routes(server, list=in_turn(lambda h: give(h, text), cut))
    slug = portal(server, "/list")
    run(slug)
    before = state()
    with pytest.raises(Problem) as caught:
        run(slug)
    assert isinstance(caught.value, NotReached | BadAnswer)
    assert state() == before
