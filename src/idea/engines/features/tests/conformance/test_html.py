"""OGC API Features part 1 (17-069r4), conformance class HTML: every resource is also a page."""

import pytest

from idea.engines.features.tests.conformance.asking import BASE, get
from idea.engines.features.tests.factories import collection, points

pytestmark = pytest.mark.django_db
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
PATHS = ["/ogc/", "/ogc/conformance", "/ogc/api", "/ogc/collections", BASE, f"{BASE}/queryables",
         f"{BASE}/items", f"{BASE}/items?bbox=120,22,121,24&limit=5", f"{BASE}/items/7"]  # fmt: skip


@pytest.fixture
def made(tmp_path):
    return collection(tmp_path, points(60))


@pytest.mark.parametrize("path", PATHS)
def test_a_browser_gets_a_page_that_leads_to_the_json(client, made, path):
    page = get(client, path, Accept=BROWSER)
    assert page["Content-Type"] == "text/html; charset=utf-8"
    assert "Accept" in page["Vary"]
    assert "ETag" not in page
    text = page.content.decode()
    assert "<h1>" in text
    assert "f=json" in text
    joined = "&" if "?" in path else "?"
    for language in ("zh-hant", "en"):
        again = get(client, f"{path}{joined}f=html&lang={language}")
        assert again["Content-Type"] == "text/html; charset=utf-8"
    assert (
        get(client, f"{path}{joined}f=json", Accept=BROWSER)["Content-Type"] != page["Content-Type"]
    )


def test_a_program_that_takes_anything_gets_json(client, made):
    for accept in ("*/*", "application/geo+json", "application/json, text/html;q=0.1"):
        assert get(client, f"{BASE}/items", Accept=accept)["Content-Type"] == "application/geo+json"


def test_a_page_of_features_has_their_values_and_the_next_page(client, made):
    text = get(client, f"{BASE}/items?limit=5&sortby=name&f=html").content.decode()
    assert 'rel="next"' in text
    assert "p10" in text
    assert 'href="http://testserver/ogc/collections/made/items/10"' in text


def test_what_a_file_says_is_never_markup(client, tmp_path):
    collection(
        tmp_path, "SELECT 1 AS _row, '<script>x</script>' AS name, ST_Point(121, 24) AS geometry"
    )
    for path in (f"{BASE}/items", f"{BASE}/items/1"):
        assert b"<script>x" not in get(client, f"{path}?f=html").content


def test_a_browser_that_has_the_json_is_not_told_that_the_page_is_the_same(client, made):
    etag = get(client, f"{BASE}/items")["ETag"]
    page = get(client, f"{BASE}/items", **{"Accept": BROWSER, "If-None-Match": etag})
    assert b"<h1>" in page.content
