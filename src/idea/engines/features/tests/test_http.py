"""Hostile requests, caches and languages under /ogc; the standards' own tests are in conformance/."""

import json

import pytest

from idea.engines.features.tests.factories import collection, points

pytestmark = pytest.mark.django_db
BASE = "/ogc/collections/made"


@pytest.fixture
def made(tmp_path):
    return collection(tmp_path, points(500))


def get(client, path, status=200, **headers):
    response = client.get(path, headers=headers)
    assert response.status_code == status, response.content[:500]
    return response


# --- hostile requests ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "nope=1", "limit=0", "limit=-1", "limit=ten", "limit=1.5", "limit=", "limit=٣", "limit=1&limit=2",
        "bbox=1,2,3", "bbox=1,2,3,4,5", "bbox=a,b,c,d", "bbox=120,24,121,22", "bbox=nan,22,121,24",
        "bbox=120,22,121,inf", "bbox=1e999,22,121,24", "bbox=200,22,210,24", "bbox=120,-91,121,24",
        "bbox=120,22,9,121,24,1", "bbox=", "datetime=yesterday", "datetime=2026-02-30", "datetime=/",
        "datetime=../..", "datetime=2026-01-02/2026-01-01", "datetime=2026-01-01/2026-01-02/2026-01-03",
        "datetime=2026-01-01T00:00:00", "datetime=", "f=xml", "kind=seven", "day=soon",
        "after=-1", "after=x", "after=7", "after=" + "9" * 30, "properties=nope", "properties=_row", "_row=1",
        "geometry=x", "kind=1&kind=2",
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_400(client, made, query):
    response = get(client, f"{BASE}/items?{query}", 400)
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert (body["status"], body["code"]) == (400, "bad-parameter")
    assert body["detail"]


@pytest.mark.parametrize(
    "path",
    ["", "conformance", "api", "collections", "collections/made", "collections/made/items/1"],
)
def test_an_unknown_parameter_is_400_everywhere(client, made, path):
    get(client, f"/ogc/{path}?unknown=1", 400)
    get(client, f"/ogc/{path}?f=json")


@pytest.mark.parametrize(
    "path",
    ["nope", "nope/items", "nope/items/1", "made/items/x", "made/items/-1", "made/items/500",
     "made/items/1e3", "made/items/" + "9" * 40, "nope/map.svg", "made/tiles/23/0/0.mvt",
     "made/tiles/1/2/0.mvt", "%27%20OR%201%3D1"],
)  # fmt: skip
def test_what_is_not_there_is_404(client, made, path):
    response = get(client, f"/ogc/collections/{path}", 404)
    assert response["Content-Type"] == "application/problem+json"


def test_a_value_is_never_sql(client, made):
    body = get(client, f"{BASE}/items?name=%27%29%3B%20DROP%20TABLE%20x%3B--").json()
    assert body["numberMatched"] == 0


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_reads_only(client, made, method):
    response = getattr(client, method)(f"{BASE}/items")
    assert response.status_code == 405
    assert "GET" in response["Allow"]


# --- for browsers and caches -----------------------------------------------------------------


def test_any_site_may_read(client, made):
    for path in ("/ogc/", BASE, f"{BASE}/items", f"{BASE}/items?limit=x", "/ogc/collections/nope"):
        assert client.get(path)["Access-Control-Allow-Origin"] == "*"
    response = client.options(f"{BASE}/items")
    assert response.status_code == 204
    assert "GET" in response["Access-Control-Allow-Methods"]


@pytest.mark.parametrize(
    "path",
    [
        "/ogc/",
        "/ogc/api",
        BASE,
        f"{BASE}/items?limit=3",
        f"{BASE}/items/7",
        f"{BASE}/tiles/7/107/55.mvt",
    ],
)
def test_what_a_client_has_is_not_sent_again(client, made, path):
    etag = get(client, path)["ETag"]
    again = get(client, path, 304, **{"If-None-Match": f'"other", W/{etag}'})
    assert again.content == b""
    assert again["Access-Control-Allow-Origin"] == "*"


def test_a_new_version_is_sent(client, made, tmp_path):
    etag = get(client, f"{BASE}/items")["ETag"]
    (tmp_path / "second").mkdir()
    collection(tmp_path / "second", points(20))
    response = get(client, f"{BASE}/items", **{"If-None-Match": etag})
    assert response.json()["numberMatched"] == 20


def test_titles_come_in_the_language_asked_for(client, made):
    assert get(client, BASE).json()["title"] == "圖層 made"
    assert get(client, f"{BASE}?lang=en").json()["title"] == "Layer made"
    assert get(client, BASE, **{"Accept-Language": "en-GB"}).json()["title"] == "Layer made"


def test_numbers_that_json_lacks_become_null(client, tmp_path):
    select = "SELECT 1 AS _row, 'nan'::DOUBLE AS a, 9223372036854775807 AS b, ST_Point(121, 25) AS geometry"
    collection(tmp_path, select, name="odd")
    text = get(client, "/ogc/collections/odd/items").content
    assert b"NaN" not in text
    assert json.loads(text)["features"][0]["properties"] == {"a": None, "b": 9223372036854775807}


# --- pictures and tiles ----------------------------------------------------------------------


def test_the_map_is_drawn_once_and_kept(client, made, settings, tmp_path, monkeypatch):
    settings.IDEA_HOME = tmp_path
    monkeypatch.setattr("idea.kernel.boundaries.shapes", lambda _kind: [])
    drawn = []
    monkeypatch.setattr(
        "idea.engines.features.http.media.draw",
        lambda *_args, language, **_more: drawn.append(language) or "<svg/>",
    )
    for _time in range(2):
        response = get(client, f"{BASE}/map.svg")
        assert response["Content-Type"] == "image/svg+xml; charset=utf-8"
        assert response.content == b"<svg/>"
    assert drawn == ["zh-hant"]
    get(client, f"{BASE}/map.svg?lang=en")
    get(client, f"{BASE}/map.svg?language=en")
    assert drawn == ["zh-hant", "en"]
    for width in (300, 300):  # sizes nobody's page uses are not kept
        get(client, f"{BASE}/map.svg?width={width}")
    assert len(drawn) == 4


@pytest.mark.parametrize("query", ["width=10", "width=2001", "height=x", "width=99999999", "a=1"])
def test_a_map_of_impossible_size_is_400(client, made, query):
    get(client, f"{BASE}/map.svg?{query}", 400)


def test_a_tile_over_http(client, made):
    response = get(client, f"{BASE}/tiles/7/107/55.mvt")
    assert response["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert b"features" in response.content
    assert get(client, f"{BASE}/tiles/7/0/0.mvt").content == b""
    get(client, f"{BASE}/tiles/7/x/0.mvt", 400)


@pytest.mark.parametrize("path", ["made/items?%00=1", "made/items/%00"])
def test_a_nul_is_refused_before_any_look_up(client, made, path):
    body = get(client, f"/ogc/collections/{path}", 400).json()
    assert body["code"] == "malformed-request"
