"""A device is named the way its owner would."""

import pytest

from idea.engines.identity.templatetags.identity import browser, has_tag


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
                "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"
            ),
            "Edge · Windows",
        ),
        (
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, "
                "like Gecko) Version/26.0 Mobile/15E148 Safari/604.1"
            ),
            "Safari · iPhone",
        ),
        (
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
                "Chrome/142.0.0.0 Mobile Safari/537.36"
            ),
            "Chrome · Android",
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox · Linux",
        ),
        ("curl/8.14.1", "curl/8.14.1"),
        ("x" * 200, "x" * 40),
        ("", ""),
    ],
)
def test_browser(header, name):
    assert browser(header) == name


def test_a_tag_is_matched_whole():
    assert has_tag(["outline", "danger"], "danger")
    assert not has_tag(["dangerous"], "danger")
    assert not has_tag(None, "danger")
