"""An address is asked with HEAD, then for a few bytes; private networks are refused at every hop."""

from threading import Event

import pytest

from idea.kernel.http import probe as probing
from idea.kernel.http.probe import SAMPLE, probe
from idea.kernel.tests.web import Handler, routes

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture(autouse=True)
def _head(monkeypatch):
    """Let the test's server know HEAD: its handlers look at `command`."""

    def do_head(handler):
        handler.do_GET()

    monkeypatch.setattr(Handler, "do_HEAD", do_head, raising=False)


def head(handler, status=200, length=0, **headers):
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(length))
    handler.end_headers()


def test_head_is_enough_for_what_is_no_text(server):
    routes(server, file=lambda h: head(h, length=900, Content_Type="application/pdf"))
    found = probe(f"{server.url}/file")
    assert (found.ok, found.status, found.media_type, found.size) == (
        True,
        200,
        "application/pdf",
        900,
    )
    assert len(server.seen) == 1


def test_text_is_sampled_and_no_more_than_a_sample_is_read(server):
    big = b"a,b\n" * SAMPLE

    def route(handler):
        if handler.command == "HEAD":
            head(handler, length=len(big), Content_Type="text/csv")
        else:
            handler.give(content=big, Content_Type="text/csv")

    routes(server, file=route)
    found = probe(f"{server.url}/file")
    assert found.ok
    assert found.sample == big[:SAMPLE]
    assert found.size == len(big)
    assert server.seen[1][1]["Range"] == f"bytes=0-{SAMPLE - 1}"


def test_a_server_that_refuses_head_is_asked_for_bytes(server):
    def route(handler):
        if handler.command == "HEAD":
            head(handler, 405)
        else:
            handler.give(206, b"a,b\n", Content_Type="text/csv", Content_Range="bytes 0-3/4000")

    routes(server, file=route)
    found = probe(f"{server.url}/file")
    assert (found.ok, found.status, found.size) == (True, 206, 4000)


def test_a_missing_file_a_loop_and_a_silent_server_are_told_apart(server):
    routes(server, loop=lambda h: head(h, 302, Location="/loop"))
    assert probe(f"{server.url}/none").status == 404
    assert probe(f"{server.url}/loop").problem == "http-bad-answer"
    assert probe("http://127.0.0.1:9/").problem == "http-address-refused"
    assert probe("ftp://a.tw/x").problem == "http-bad-address"


def test_a_redirect_into_a_private_network_is_refused(server):
    routes(server, out=lambda h: head(h, 302, Location="http://169.254.169.254/latest/"))
    found = probe(f"{server.url}/out")
    assert (found.status, found.problem) == (0, "http-address-refused")


def test_a_slow_server_ends_the_question(server):
    # Not time.sleep: the fixtures take the waiting out of it.
    routes(server, slow=lambda h: (Event().wait(1.5), head(h)))
    found = probing.probe(f"{server.url}/slow", seconds=0.3)
    assert found.status == 0
    assert found.problem == "http-too-slow"
