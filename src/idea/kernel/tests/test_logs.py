"""One JSON object a line, with the request's id, and no secret in any of it."""

import json
import logging

import pytest
import structlog
from django.core import signing
from hypothesis import given
from hypothesis import strategies as st

from idea.kernel import logs
from idea.kernel.redaction import HIDDEN, redact, redact_path, redact_text


@pytest.fixture
def lines(capsys):
    """Log to a stream that is no terminal; return a function that gives the lines, parsed."""
    root = logging.getLogger()
    level, before = root.level, list(root.handlers)
    logs.configure()
    yield lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    root.handlers[:] = before
    root.setLevel(level)


def test_one_json_object_a_line(lines):
    structlog.get_logger("idea.test").info("dataset_published", rows=3, slug="空氣品質")
    (line,) = lines()
    assert line["event"] == "dataset_published"
    assert (line["level"], line["rows"], line["slug"]) == ("info", 3, "空氣品質")
    assert line["logger"] == "idea.test"
    assert line["timestamp"].endswith("Z")


def test_the_standard_librarys_lines_look_the_same(lines):
    logging.getLogger("django.db.backends").warning("slow %s", "query", extra={"ms": 12})
    (line,) = lines()
    assert (line["event"], line["ms"], line["level"]) == ("slow query", 12, "warning")


def test_the_request_is_named_in_every_line(lines):
    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        assert logs.request_id() == "r-1"
        logging.getLogger("other").warning("a")
        structlog.get_logger("x").info("b")
    assert logs.request_id() == ""
    assert [line["request_id"] for line in lines()] == ["r-1", "r-1"]


def test_a_traceback_is_one_line_without_local_variables(lines):
    def fail():
        password = "hunter2-local"  # noqa: F841  what must not show
        raise ValueError("no good: password=hunter2")

    try:
        fail()
    except ValueError:
        structlog.get_logger("x").exception("failed")
    (line,) = lines()
    assert "ValueError" in line["exception"]
    assert "hunter2" not in line["exception"].replace('password = "hunter2-local"', "")


def test_for_eyes_when_told_so(monkeypatch, lines, capsys):
    monkeypatch.setenv("IDEA_LOG_FORMAT", "console")
    logs.configure()
    structlog.get_logger("x").info("hello", token="abc")
    structlog.get_logger("x").error("failed", exc_info=ValueError("token=abcdef123"))
    text = capsys.readouterr().out
    assert "hello" in text
    assert "ValueError" in text
    assert "abc" not in text
    assert not text.startswith("{")


def test_what_cannot_be_json_is_still_logged(lines):
    structlog.get_logger("x").info("odd", value=object(), set={1}, raw=b"\xff", key={1: 2})
    assert lines()[0]["event"] == "odd"


def test_configuring_again_does_not_double_lines(lines):
    logs.configure()
    logs.configure()
    structlog.get_logger("x").info("once")
    assert len(lines()) == 1


def test_level_is_a_setting(monkeypatch, lines):
    monkeypatch.setenv("IDEA_LOG_LEVEL", "ERROR")
    logs.configure()
    structlog.get_logger("x").warning("hidden")
    structlog.get_logger("x").error("shown")
    assert [line["event"] for line in lines()] == ["shown"]


def test_a_command_keeps_its_output_clean(lines, capsys):
    logs.configure(stream="stderr", level="WARNING")
    structlog.get_logger("x").info("hidden")
    structlog.get_logger("x").warning("seen")
    out, err = capsys.readouterr()
    assert out == ""
    assert "seen" in err
    assert "hidden" not in err


SECRET = "s3cr3t-Value_123"


@pytest.mark.parametrize(
    "text",
    [
        f"https://x.test/a?token={SECRET}&b=1",
        f"https://x.test/a?b=1&sig={SECRET}",
        f"https://x.test/a?X-Amz-Signature={SECRET}#top",
        f"GET /a?code={SECRET} HTTP/1.1",
        f"Authorization: Bearer {SECRET}",
        f"bearer {SECRET}",
        f"postgresql://idea:{SECRET}@db.test:5432/idea",
        f"could not connect: password={SECRET} host=db",
        f'{{"password": "{SECRET}", "a": 1}}',
        f"Set-Cookie: {SECRET}",
        f"Not Found: /accounts/password/reset/key/{SECRET}/",
        f"/accounts/confirm-email/{SECRET}/",
    ],
)
def test_secrets_in_text_are_hidden(text):
    assert SECRET not in redact_text(text)
    assert HIDDEN in redact_text(text)


def test_signed_values_are_hidden():
    for signed in (
        signing.dumps({"person": 1}),
        signing.Signer().sign("x"),
        signing.TimestampSigner().sign("lin"),
    ):
        assert redact_text(f"link /first/{signed}/ sent") == f"link /first/{HIDDEN}/ sent"


@pytest.mark.parametrize(
    "text",
    [
        "published 3 rows at 2026-11-22T08:00:00Z",
        "https://x.test/a?page=2&sort=token_count",
        "https://x.test:8080/a/b",
        "key dataset:air-quality",
        "sha256:9f86d081884c7d659a2feaa0c55ad015",
    ],
)
def test_what_is_no_secret_stays(text):
    assert redact_text(text) == text


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "api_key",
        "Authorization",
        "HTTP_COOKIE",
        "csrftoken",
        "client_secret",
        "X-Api-Key",
    ],
)
def test_fields_with_telling_names_are_hidden_at_any_depth(name):
    assert SECRET not in str(redact({"a": [{"b": ({name: SECRET},)}]}))


def test_a_routes_secret_parts_are_hidden():
    assert redact_path("/accounts/x/abc-123/", {"key": "abc-123"}) == f"/accounts/x/{HIDDEN}/"
    assert redact_path("/datasets/air/", {"slug": "air"}) == "/datasets/air/"


def test_djangos_lines_do_not_tell_a_links_key(lines, rf):
    request = rf.get(f"/join/{SECRET}/?token={SECRET}")
    request.resolver_match = type("Match", (), {"kwargs": {"key": SECRET}})
    extra = {"request": request, "status_code": 500}
    logging.getLogger("django.request").error("Server Error: %s", request.path, extra=extra)
    (line,) = lines()
    assert line["event"] == f"Server Error: /join/{HIDDEN}/"
    assert SECRET not in str(line)


def test_an_object_that_cannot_be_shown_does_not_stop_the_line(lines):
    class Shy:
        def __str__(self):
            raise ZeroDivisionError

    structlog.get_logger("x").info("odd", value=Shy())
    assert lines()[0]["value"] == "<Shy>"


@given(st.recursive(st.none() | st.integers() | st.text() | st.binary(), st.lists, max_leaves=8))
def test_redaction_never_fails(value):
    redact({"x": value, "token": value})


@given(st.text(alphabet="abcXYZ0189-_", min_size=6))
def test_no_bearer_gets_through(token):
    assert token not in redact_text(f"Bearer {token}").removeprefix("Bearer")


def test_a_long_line_takes_no_time():
    import time

    began = time.perf_counter()
    for text in ("a" * 200_000, "a:" * 100_000, "://" * 60_000, "token" * 40_000, "?key=" * 40_000):
        redact_text(text)
    assert time.perf_counter() - began < 3
