"""OGC API Features part 1 (17-069r4), conformance class Core: annex A.2 of the standard."""

import pytest

from idea.engines.features.tests.conformance.asking import BASE, get, items, refused, rels
from idea.engines.features.tests.factories import collection, points

pytestmark = pytest.mark.django_db
CLASSES = "http://www.opengis.net/spec/"


@pytest.fixture
def made(tmp_path):
    return collection(tmp_path, points(500))


def test_conformance_names_what_is_tested_here(client):
    classes = get(client, "/ogc/conformance").json()["conformsTo"]
    assert len(classes) == len(set(classes))
    for part in ("ogcapi-features-1/1.0/conf/core", "ogcapi-features-1/1.0/conf/geojson",
                 "ogcapi-features-1/1.0/conf/html", "ogcapi-features-1/1.0/conf/oas30",
                 "ogcapi-features-2/1.0/conf/crs", "ogcapi-features-3/1.0/conf/filter",
                 "cql2/1.0/conf/cql2-text", "cql2/1.0/conf/cql2-json", "cql2/1.0/conf/basic-cql2"):  # fmt: skip
        assert f"{CLASSES}{part}" in classes


def test_landing_page_links_to_what_a_client_needs(client, made):
    body = get(client, "/ogc/").json()
    assert {"self", "service-desc", "conformance", "data"} <= set(rels(body))
    for item in body["links"]:
        assert client.get(item["href"]).status_code == 200
        assert item["href"].startswith("http://testserver/ogc")


def test_collections_list_the_layer_with_its_extent(client, made):
    body = get(client, "/ogc/collections").json()
    assert [c["id"] for c in body["collections"] if c["itemType"] == "feature"] == ["made"]
    one = get(client, BASE).json()
    assert one["extent"]["spatial"]["bbox"] == [list(made.layer.bbox)]
    assert one["extent"]["temporal"]["interval"] == [
        ["2025-12-31T16:00:00Z", "2026-04-09T16:00:00Z"]
    ]
    assert {x["type"] for x in one["links"] if x["rel"] == "items"} == {
        "application/geo+json",
        "text/html",
    }
    assert {p["name"]: p["type"] for p in one["properties"]}["value"] == "number"
    assert one["links"] == body["collections"][0]["links"]


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


def test_a_next_link_of_an_older_version_is_gone(client, made, tmp_path):
    path = rels(items(client, limit=10))["next"]["href"]
    get(client, path)
    (tmp_path / "second").mkdir()
    collection(tmp_path / "second", points(400))
    assert refused(client, path, 410)["code"] == "layer-changed"


def test_a_box_across_the_antimeridian(client, tmp_path):
    select = (
        "SELECT i AS _row, ST_Point(x, 10) AS geometry "
        "FROM (VALUES (1, 179.5), (2, -179.5), (3, 0.0), (4, 120.0), (5, 180.0)) t(i, x)"
    )
    collection(tmp_path, select)
    body = items(client, bbox="170,0,-170,20")
    assert sorted(each["id"] for each in body["features"]) == [1, 2, 5]
    assert body["numberMatched"] == 3


def test_a_box_is_of_the_feature_s_geometry_not_of_its_box(client, tmp_path):
    triangle = "ST_GeomFromText('POLYGON((120 22, 122 22, 120 24, 120 22))')"
    collection(tmp_path, f"SELECT 1 AS _row, {triangle} AS geometry")
    assert items(client, bbox="121.5,23.5,122,24")["numberMatched"] == 0
    assert items(client, bbox="120.5,22.5,122,24")["numberMatched"] == 1
