"""/conf/features (20-002r1): systems of coordinates, schema, GeoJSON; and hostile bodies."""

import json

import pytest

from idea.engines.features import api
from idea.engines.features.live.tests.conftest import SYSTEM, point
from idea.engines.features.live.types import MOST_BYTES, Shape
from idea.engines.features.tests.conformance.part4.conftest import ITEMS, MERGE_PATCH
from idea.kernel.geometry import to_crs84

pytestmark = pytest.mark.django_db
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"


def test_crs(ask):
    plain = ask("POST", ITEMS, 201, point(121.5, 25.0))
    lon, lat = to_crs84([300_000.0], [2_770_000.0], "EPSG:3826")
    taiwan = ask("POST", ITEMS, 201, point(300_000, 2_770_000), HTTP_CONTENT_CRS=f"<{EPSG}3826>")
    assert taiwan.json()["geometry"]["coordinates"] == pytest.approx([lon[0], lat[0]])
    turned = ask("POST", ITEMS, 201, point(25.0, 121.5), HTTP_CONTENT_CRS=f"{EPSG}4326")
    assert turned.json()["geometry"]["coordinates"] == [121.5, 25.0]
    got = [
        ask.get(f"{made['Location']}?crs={EPSG}3826").json()["geometry"]["coordinates"]
        for made in (plain, turned)
    ]
    assert got[0] == pytest.approx(got[1])
    ask("POST", ITEMS, 400, point(), HTTP_CONTENT_CRS=f"<{EPSG}9999>")


def test_schema(ask):
    schema = ask.get("/ogc/collections/works/schema").json()
    assert schema["additionalProperties"] is False
    assert set(schema["required"]) == {"name", "geometry"}
    assert schema["properties"]["state"]["enum"] == ["open", "closed"]
    assert schema["properties"]["seen"] == {"type": "string", "format": "date-time"}
    assert schema["properties"]["id"]["readOnly"] is True
    refused = ask("POST", ITEMS, 422, point(state="lost", nope=1, crew="x")).json()
    assert {each["column"] for each in refused["issues"]} == {
        "/properties/state", "/properties/nope", "/properties/crew",
    }  # fmt: skip
    ask("POST", ITEMS, 422, {**point(), "properties": {"id": 4, "name": "x"}})
    links = ask.get("/ogc/collections/works").json()["links"]
    assert any(each["rel"].endswith("/schema") for each in links)


RING = [[121, 24], [122, 24], [122, 25], [121, 25], [121, 24]]
BOW = [[121, 24], [122, 25], [122, 24], [121, 25], [121, 24]]


def area(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        (None, "missing-geometry"), ([], "missing-geometry"), ({}, "wrong-geometry-type"),
        ({"type": "Circle"}, "wrong-geometry-type"), (area(RING[:-1]), "open-ring"), (area(BOW), "invalid-geometry"),
        ({"type": "MultiPolygon", "coordinates": [[RING[:-1]]]}, "open-ring"), (area([[1, 2]]), "open-ring"),
        ({"type": "Point"}, "bad-coordinates"), ({"type": "Point", "coordinates": []}, "empty-geometry"),
        ({"type": "Point", "coordinates": ["a", "b"]}, "bad-coordinates"), ({"type": "Point", "coordinates": [1]}, "bad-coordinates"),
        ({"type": "Point", "coordinates": [25.0, 121.5]}, "off-planet"), ({"type": "Point", "coordinates": [300000, 2770000]}, "off-planet"),
        ({"type": "Point", "coordinates": [1e308, 1e308]}, "off-planet"), ({"type": "Point", "coordinates": {"x": 1}}, "bad-coordinates"),
        ({"type": "LineString", "coordinates": [[121, 24]]}, "bad-coordinates"), (area(RING, RING), "invalid-geometry"),
        ({"type": "LineString", "coordinates": [[121, 24], [121, 24]]}, "invalid-geometry"),
        ({"type": "GeometryCollection", "geometries": []}, "empty-geometry"), ({"type": "MultiPoint", "coordinates": [[[[[[[[[1]]]]]]]]]}, "bad-coordinates"),
        ({"type": "Polygon", "coordinates": 5}, "bad-coordinates"), ({"type": ["Point"], "coordinates": [1, 1]}, "wrong-geometry-type"),
    ],
    ids=lambda value: str(value)[:40],
)  # fmt: skip
def test_hostile_geometry_is_422_with_a_remedy(ask, declare, geometry, code):
    declare("any", shape=Shape.ANY)
    path = "/ogc/collections/any/items"
    body = point() | {"geometry": geometry}
    refused = ask("POST", path, 422, body).json()
    assert refused["issues"][0]["code"] == code
    assert refused["issues"][0]["column"].startswith("/geometry")
    assert refused["remedy"]
    assert ask.get(path).json()["numberMatched"] == 0


def test_a_remedy_names_the_exchange_of_axes(ask):
    told = [
        ask("POST", ITEMS, 422, point(*pair)).json()["remedy"]
        for pair in ((25.0, 121.5), (300_000, 2_770_000))
    ]
    assert "經度" in told[0] or "longitude first" in told[0]
    assert "Content-Crs" in told[1]


def test_heights_are_dropped(ask):
    body = point() | {"geometry": {"type": "Point", "coordinates": [121, 24, 300]}}
    made = ask("POST", ITEMS, 201, body)
    assert ask.get(made["Location"]).json()["geometry"]["coordinates"] == [121, 24]


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "7", "null", '"x"', "NaN", '{"a": NaN}', "[" * 5000, b"\xff\xfe"]
)
def test_what_is_no_json_object_is_400(ask, body):
    ask("POST", ITEMS, 400, body)
    ask("PATCH", f"{ITEMS}/1", 400, body, MERGE_PATCH)


def test_what_is_too_large_is_413(ask, declare):
    ask("POST", ITEMS, 413, json.dumps(point(name="x" * MOST_BYTES)))
    declare("lines", shape=Shape.LINE)
    corners = [[121, 24 + at / 100_000] for at in range(20_001)]
    body = point() | {"geometry": {"type": "LineString", "coordinates": corners}}
    ask("POST", "/ogc/collections/lines/items", 413, body)


def test_names_and_values_are_never_sql(ask):
    evil = "'); DROP TABLE features_live; --"
    made = ask("POST", ITEMS, 201, point(name=evil))
    assert ask.get(made["Location"]).json()["properties"]["name"] == evil
    refused = ask("POST", ITEMS, 422, point(**{evil: 1, 'a"b': 2, "a/b~c": 3})).json()
    assert {each["column"] for each in refused["issues"]} >= {"/properties/a~1b~0c"}
    found = ask.get(f"{ITEMS}?name=%27%29%3B%20DROP%20TABLE%20features_live%3B%20--").json()
    assert found["numberMatched"] == 1


def test_collections_that_are_files_stay_405(ask, tmp_path):
    from idea.engines.features.tests.factories import collection, points

    collection(tmp_path, points(5))
    for method, path in (("POST", "items"), ("PUT", "items/1"), ("DELETE", "items/1")):
        allow = ask(method, f"/ogc/collections/made/{path}", 405, point())["Allow"]
        assert allow == "GET, HEAD, OPTIONS"
    ask("POST", "/ogc/collections/none/items", 404, point())


def test_only_those_of_the_agency_may(ask, client, person, token, agency):
    from idea.engines.identity import api as identity

    other = identity.ensure_organization(actor=SYSTEM, slug="parks", name="公園處")
    ask.auth = {}
    ask("POST", ITEMS, 401, point())
    ask.auth = {"HTTP_AUTHORIZATION": "Bearer idea_wrong"}
    ask("POST", ITEMS, 401, point())
    ask.auth = token(person("stranger", other))
    ask("POST", ITEMS, 403, point())
    ask("DELETE", f"{ITEMS}/1", 403)
    one = person("reader", agency)
    ask.auth = token(one, "read")
    ask("POST", ITEMS, 403, point())
    client.force_login(one)
    client.handler.enforce_csrf_checks = True
    ask.auth = {}
    assert ask("POST", ITEMS, 403, point()).json()["code"] == "csrf"
    assert api.live_collection("works").revision == 1


def test_why_is_kept_in_the_history(ask):
    ask("DELETE", f"{ITEMS}/1?why=%E5%AE%8C%E5%B7%A5", 204)
    assert api.history("works", 1)[0].why == "完工"
    ask("DELETE", f"{ITEMS}/2?nope=1", 400)
