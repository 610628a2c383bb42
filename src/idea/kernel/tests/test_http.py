"""A file is fetched whole, again where that helps, and within its time."""

import hashlib
import time
from email.utils import format_datetime

import pytest

from idea.kernel import http
from idea.kernel.clock import now
from idea.kernel.http.retries import seconds
from idea.kernel.tests.web import ROWS, in_turn, routes

pytestmark = pytest.mark.usefixtures("english")


def test_a_file_is_fetched_whole(server, tmp_path):
    routes(
        server,
        rows=lambda h: h.give(
            content=ROWS,
            Content_Type="text/csv; charset=big5",
            ETag='"v1"',
            Last_Modified="Sun, 22 Nov 2026 00:00:00 GMT",
            Content_Disposition="attachment; filename*=UTF-8''%E7%A9%BA%E6%B0%A3.csv",
        ),
    )
    told = []
    got = http.fetch(f"{server.url}/rows#part", to=tmp_path, progress=lambda *a: told.append(a))
    assert got.path == tmp_path / "空氣.csv"
    assert got.path.read_bytes() == ROWS
    assert got.sha256 == hashlib.sha256(ROWS).hexdigest()
    assert (got.status, got.size, got.media_type, got.charset) == (
        200,
        len(ROWS),
        "text/csv",
        "big5",
    )
    assert (got.etag, got.last_modified) == ('"v1"', "Sun, 22 Nov 2026 00:00:00 GMT")
    assert not got.not_modified
    assert told[0] == (0, len(ROWS))
    assert told[-1][:2] == (len(ROWS), len(ROWS))
    assert [path.name for path in tmp_path.iterdir()] == ["空氣.csv"]
    assert "idea/" in server.seen[0][1]["User-Agent"]


def test_a_file_may_be_given_its_name(server, tmp_path):
    routes(server, rows=lambda h: h.give(content=b"x"))
    got = http.fetch(f"{server.url}/rows", to=tmp_path / "new" / "mine.csv")
    assert got.path == tmp_path / "new" / "mine.csv"
    assert got.path.read_bytes() == b"x"


def test_what_was_not_modified_is_not_sent_again(server, tmp_path):
    def route(handler):
        same = handler.headers.get("If-None-Match") == '"v1"'
        handler.give(304 if same else 200, b"" if same else b"x", ETag='"v1"')

    routes(server, rows=route)
    first = http.fetch(f"{server.url}/rows", to=tmp_path)
    again = http.fetch(
        f"{server.url}/rows",
        to=tmp_path,
        etag=first.etag,
        last_modified="Sun, 22 Nov 2026 00:00:00 GMT",
    )
    assert again.not_modified
    assert again.path is None
    assert again.status == 304
    assert server.seen[1][1]["If-Modified-Since"] == "Sun, 22 Nov 2026 00:00:00 GMT"


def test_a_304_that_nobody_asked_for_is_a_bad_answer(server, tmp_path):
    routes(server, rows=lambda h: h.give(304))
    with pytest.raises(http.BadAnswer):
        http.fetch(f"{server.url}/rows", to=tmp_path)


def test_redirects_are_followed_to_where_the_file_is(server, tmp_path):
    routes(
        server,
        a=lambda h: h.give(302, Location="/b"),
        b=lambda h: h.give(301, Location=f"{server.url}/c/rows.csv"),
    )
    server.routes["/c/rows.csv"] = lambda h: h.give(content=b"x")
    got = http.fetch(f"{server.url}/a", to=tmp_path)
    assert got.url == f"{server.url}/c/rows.csv"
    assert got.filename == "rows.csv"


def test_endless_redirects_end(server, tmp_path):
    routes(server, a=lambda h: h.give(302, Location="/a"))
    with pytest.raises(http.BadAnswer, match="without end"):
        http.fetch(f"{server.url}/a", to=tmp_path)
    assert len(server.seen) == 6


def test_what_passes_is_tried_again(server, tmp_path):
    routes(
        server,
        a=in_turn(
            lambda h: h.give(503, Retry_After="1"),
            lambda h: h.give(500),
            lambda h: h.give(429, Retry_After="0"),
            lambda h: h.give(content=b"x"),
        ),
    )
    assert http.fetch(f"{server.url}/a", to=tmp_path).size == 1
    assert len(server.seen) == 4


def test_the_server_says_how_long_to_wait(server, tmp_path, monkeypatch):
    slept = []
    monkeypatch.setattr("tenacity.nap.time.sleep", slept.append)
    routes(
        server, a=in_turn(lambda h: h.give(503, Retry_After="7"), lambda h: h.give(content=b"x"))
    )
    http.fetch(f"{server.url}/a", to=tmp_path)
    assert len(slept) == 1
    assert 7 <= slept[0] <= 8


def test_a_server_that_asks_for_an_hour_is_left_alone(server, tmp_path):
    routes(server, a=lambda h: h.give(429, Retry_After="3600"))
    with pytest.raises(http.BadAnswer) as caught:
        http.fetch(f"{server.url}/a", to=tmp_path)
    assert len(server.seen) == 1
    assert caught.value.retry_after == 3600


@pytest.mark.parametrize(("status", "tries"), [(404, 1), (403, 1), (410, 1), (204, 1), (502, 4)])
def test_what_the_server_answers_is_told(server, tmp_path, status, tries):
    routes(server, a=lambda h: h.give(status))
    with pytest.raises(http.BadAnswer, match=str(status)) as caught:
        http.fetch(f"{server.url}/a", to=tmp_path)
    assert caught.value.answer == status
    assert caught.value.remedy
    assert len(server.seen) == tries


def cut(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"only this")
    handler.close_connection = True


def test_a_broken_connection_is_tried_again_and_leaves_nothing(server, tmp_path):
    routes(server, a=in_turn(cut, lambda h: h.give(content=b"x")), b=cut)
    assert http.fetch(f"{server.url}/a", to=tmp_path / "a").size == 1
    with pytest.raises(http.NotReached):
        http.fetch(f"{server.url}/b", to=tmp_path / "b")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a"]


def test_retries_are_a_setting(server, tmp_path, monkeypatch):
    monkeypatch.setenv("IDEA_HTTP_RETRIES", "0")
    routes(server, a=lambda h: h.give(503))
    with pytest.raises(http.BadAnswer):
        http.fetch(f"{server.url}/a", to=tmp_path)
    assert len(server.seen) == 1


def test_silence_is_not_waited_for(server, tmp_path, monkeypatch):
    monkeypatch.setenv("IDEA_HTTP_RETRIES", "0")
    routes(server, a=lambda _: time.sleep(1))
    start = time.monotonic()
    with pytest.raises(http.TooSlow):
        http.fetch(f"{server.url}/a", to=tmp_path, timeout=0.2)
    assert time.monotonic() - start < 0.9


def drip(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(40):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)


def test_dripping_ends_at_the_deadline(server, tmp_path, monkeypatch):
    monkeypatch.setenv("IDEA_HTTP_DEADLINE", "0.4")
    routes(server, a=drip)
    start = time.monotonic()
    with pytest.raises(http.TooSlow):
        http.fetch(f"{server.url}/a", to=tmp_path, timeout=5)
    assert time.monotonic() - start < 1.5
    assert list(tmp_path.iterdir()) == []


def test_waits_are_read_in_seconds_and_as_dates():
    assert seconds("120") == 120
    assert seconds("") is None
    assert seconds("soon") is None
    assert seconds("Sun, 22 Nov 2015 00:00:00 GMT") == 0
    soon = seconds(format_datetime(now(), usegmt=True))
    assert soon is not None
    assert soon < 2
