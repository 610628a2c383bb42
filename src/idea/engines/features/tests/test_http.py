"""OGC API Features part 1 (17-069r4), abstract tests of Core and GeoJSON, and hostile requests."""

import json

import pytest
from openapi_spec_validator import validate

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


def rels(body):
    return {item["rel"]: item for item in body["links"]}


# --- conformance class Core ------------------------------------------------------------------


def test_landing_page_links_to_what_a_client_needs(client, made):
    body = get(client, "/ogc/").json()
    assert {"self", "service-desc", "conformance", "data"} <= set(rels(body))
    for item in body["links"]:
        assert client.get(item["href"]).status_code == 200
        assert item["href"].startswith("http://testserver/ogc")


def test_conformance_names_core_geojson_and_openapi(client):
    classes = get(client, "/ogc/conformance").json()["conformsTo"]
    assert {c.rsplit("/", 1)[1] for c in classes} == {"core", "oas30", "geojson"}


def test_api_definition_is_valid_openapi(client):
    response = get(client, "/ogc/api")
    assert response["Content-Type"] == "application/vnd.oai.openapi+json;version=3.0"
    body = response.json()
    validate(body)
    assert "/collections/{collectionId}/items" in body["paths"]


def test_collections_list_the_layer_with_its_extent(client, made):
    body = get(client, "/ogc/collections").json()
    assert [c["id"] for c in body["collections"]] == ["made"]
    one = get(client, BASE).json()
    assert one["extent"]["spatial"]["bbox"] == [list(made.layer.bbox)]
    assert one["extent"]["temporal"]["interval"] == [
        ["2025-12-31T16:00:00Z", "2026-04-09T16:00:00Z"]
    ]
    assert rels(one)["items"]["type"] == "application/geo+json"
    assert {p["name"]: p["type"] for p in one["properties"]}["value"] == "number"


def test_items_count_what_matched_and_what_is_here(client, made):
    response = get(client, f"{BASE}/items")
    assert response["Content-Type"] == "application/geo+json"
    body = response.json()
    assert (body["type"], body["numberMatched"], body["numberReturned"]) == (
        "FeatureCollection",
        500,
        10,
    )
    assert len(body["features"]) == 10
    assert {"self", "collection", "next"} <= set(rels(body))


def test_next_links_lead_to_every_feature_once(client, made):
    path, seen = f"{BASE}/items?limit=37&bbox=119,21,123,26", []
    while path:
        body = get(client, path).json()
        assert body["numberMatched"] == 495  # 5 have no place
        seen += [f["id"] for f in body["features"]]
        path = rels(body).get("next", {}).get("href")
    assert len(seen) == len(set(seen)) == 495


def test_one_feature(client, made):
    response = get(client, f"{BASE}/items/42")
    assert response["Content-Type"] == "application/geo+json"
    body = response.json()
    assert (body["type"], body["id"], body["properties"]["name"]) == ("Feature", 42, "p42")
    assert {"self", "collection"} <= set(rels(body))


@pytest.mark.parametrize("limit", [1, 10, 500, 501, 10_000, 99_999_999])
def test_limit_is_kept_and_a_great_one_is_no_error(client, made, limit):
    body = get(client, f"{BASE}/items?limit={limit}").json()
    assert body["numberReturned"] == min(limit, 500)


def test_bbox_with_heights_is_the_box_without(client, made):
    flat = get(client, f"{BASE}/items?bbox=120,22,121,24").json()
    deep = get(client, f"{BASE}/items?bbox=120,22,-5,121,24,900.5").json()
    assert flat["numberMatched"] == deep["numberMatched"] > 0


@pytest.mark.parametrize(
    ("when", "days"),
    [
        ("2026-01-01", 1),
        ("2026-01-02/2026-01-04", 3),
        ("2026-01-02T00:00:00%2B08:00/2026-01-04T12:00:00Z", 3),
        ("../2026-01-10", 10),
        ("2026-04-01/..", 10),
        ("/2026-01-10", 10),
        ("1999-01-01", 0),
    ],
)
def test_datetime_selects_by_the_date_column(client, made, when, days):
    assert get(client, f"{BASE}/items?datetime={when}").json()["numberMatched"] == days * 5


def test_datetime_without_a_date_column_selects_all(client, tmp_path):
    collection(tmp_path, "SELECT 1 AS _row, ST_Point(121, 25) AS geometry", name="dateless")
    body = get(client, "/ogc/collections/dateless/items?datetime=2026-01-01").json()
    assert body["numberMatched"] == 1


def test_properties_filter_exactly(client, made):
    body = get(client, f"{BASE}/items?kind=7&even=false").json()
    assert body["numberMatched"] == sum((i * 7) % 50 == 7 and i % 2 for i in range(500))
    body = get(client, f"{BASE}/items?properties=name&limit=1").json()
    assert list(body["features"][0]["properties"]) == ["name"]


@pytest.mark.parametrize(
    "query",
    [
        "nope=1", "limit=0", "limit=-1", "limit=ten", "limit=1.5", "limit=", "limit=٣", "limit=1&limit=2",
        "bbox=1,2,3", "bbox=1,2,3,4,5", "bbox=a,b,c,d", "bbox=120,24,121,22", "bbox=nan,22,121,24",
        "bbox=120,22,121,inf", "bbox=1e999,22,121,24", "bbox=200,22,210,24", "bbox=120,-91,121,24",
        "bbox=120,22,9,121,24,1", "bbox=", "datetime=yesterday", "datetime=2026-02-30", "datetime=/",
        "datetime=../..", "datetime=2026-01-02/2026-01-01", "datetime=2026-01-01/2026-01-02/2026-01-03",
        "datetime=2026-01-01T00:00:00", "datetime=", "f=html", "f=xml", "kind=seven", "day=soon",
        "after=-1", "after=x", "after=" + "9" * 30, "properties=nope", "properties=_row", "_row=1",
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
        lambda *_args, language: drawn.append(language) or "<svg/>",
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
