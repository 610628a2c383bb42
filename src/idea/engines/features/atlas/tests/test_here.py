"""What is at a place: what holds it first, then the nearest, of every layer a share, in two queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from idea.engines.features.atlas import api
from idea.engines.features.tests.factories import collection
from idea.kernel.geometry import Place

pytestmark = pytest.mark.django_db
HERE = Place(121.0, 24.0)


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    settings.IDEA_HOME = home
    settings.IDEA_LAKE_URL = (home / "lake").as_uri()


@pytest.fixture
def layer(tmp_path):
    """Return a function that serves a layer of (row, WKT)."""

    def made(name, *shapes):
        rows = ",".join(f"({row}, '{wkt}')" for row, wkt in enumerate(shapes, 1))
        (tmp_path / name).mkdir()
        select = f"SELECT _row, 'n' || _row AS name, g::GEOMETRY AS geometry FROM (VALUES {rows}) t(_row, g)"  # noqa: S608
        return collection(tmp_path / name, select, name=name)

    return made


@pytest.fixture
def two(layer):
    layer("points", "POINT(121.0001 24.0)", "POINT(121.0002 24.0)", "POINT(122 24)")
    layer("areas", "POLYGON((120.9 23.9, 121.1 23.9, 121.1 24.1, 120.9 24.1, 120.9 23.9))")


def test_what_holds_the_place_comes_before_what_is_near(two):
    found = api.here(HERE, 100)
    assert [each.collection.id for each in found.layers] == ["areas", "points"]
    assert [each.inside for each in found.layers] == [True, False]
    assert [one.feature["id"] for one in found.layers[1].found] == [1, 2]
    assert found.layers[1].found[0].distance == pytest.approx(10.18, abs=0.05)


def test_a_share_for_each_layer_and_only_the_layers_asked_for(two):
    found = api.here(HERE, 100, ids=["points"], each=1)
    assert [(each.collection.id, len(each.found)) for each in found.layers] == [("points", 1)]


def test_more_layers_are_no_more_queries(two, layer):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            api.here(HERE, 100)
        return len(queries)

    api.here(HERE, 100)  # what is kept, is kept
    few = asked()
    for number in range(6):
        layer(f"more-{number}", "POINT(121.0001 24.0)")
    assert asked() == few
    assert few <= 2, "the layers, and whether the lists of addresses have changed"


def test_the_areas_and_the_address_of_a_place():
    found = api.here(Place(121.5198, 25.0324))
    assert found.town.full_name == "臺北市中正區"
    assert found.village.town_code == found.town.code
    assert found.address.startswith("臺北市中正區")
    sea = api.here(Place(125.0, 20.0))
    assert (sea.town, sea.village, sea.address) == (None, None, "")


def test_the_interface_tells_it_all(client, two):
    body = client.get("/api/v1/here?lon=121&lat=24&radius=50").json()
    assert [each["id"] for each in body["layers"]] == ["areas", "points"]
    point = body["layers"][1]["features"][0]
    assert point["properties"] == {"name": "n1"}
    assert point["geometry"]["type"] == "Point"
    assert body["layers"][0]["features"][0] | {"properties": {}} == {
        "id": 1, "distance": 0.0, "inside": True, "properties": {}, "geometry": None
    }  # fmt: skip
    assert body["county"]["code"]
    assert set(body["county"]) == {"code", "name", "name_en"}


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("lon=1000&lat=24", 422),
        ("lon=nan&lat=24", 422),
        ("lon=121", 422),
        ("lon=121&lat=x", 422),
        ("lon=121&lat=24&radius=1e9", 422),
        ("lon=121&lat=24&each=0", 422),
        ("lon=121&lat=24&layers=nope,<b>,'", 200),
        ("lon=180&lat=90", 200),
    ],
)
def test_bad_numbers_are_refused(client, two, query, status):
    response = client.get(f"/api/v1/here?{query}")
    assert response.status_code == status
    if status != 200:
        assert response.headers["Content-Type"].startswith("application/problem+json")
        assert response.json()["code"]


def test_on_real_layers_it_is_right(shared_data, tmp_path):
    import json

    towns = json.loads(shared_data("tw/boundaries/towns.geojson").read_text(encoding="utf-8"))
    rows = [
        {
            "_row": at,
            "name": each["properties"].get("name", ""),
            "geometry": json.dumps(each["geometry"]),
        }
        for at, each in enumerate(towns["features"], 1)
    ]
    path = tmp_path / "rows.json"
    path.write_text(json.dumps(rows))
    source = (
        f"read_json('{path}', columns={{_row: 'BIGINT', name: 'VARCHAR', geometry: 'VARCHAR'}})"
    )
    select = f"SELECT _row, name, ST_GeomFromGeoJSON(geometry) AS geometry FROM {source}"  # noqa: S608
    collection(tmp_path, select, name="towns")
    place = Place(120.2, 22.99)
    found = api.here(place)
    assert found.layers[0].inside
    assert len(found.layers[0].found) == 1
