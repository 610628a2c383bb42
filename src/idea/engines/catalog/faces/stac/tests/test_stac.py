"""STAC: what is said is held to STAC's own schemas, bundled with pystac, and read by its client."""

import json
import subprocess
import sys
from datetime import date

import pystac
import pytest
from pystac.validation.stac_validator import JsonSchemaSTACValidator

from idea.engines.catalog import api
from idea.engines.catalog.tests.factories import ACTOR
from idea.engines.catalog.types import Draft
from idea.engines.features.rasters.tests.factories import colors, dem


@pytest.fixture
def slugs(db, tmp_path):
    return scenes(tmp_path)


def scenes(folder):
    """Publish heights in two versions, and a picture from above with its days."""
    for size in (300, 400):
        api.publish(
            actor=ACTOR, path=dem(folder, size),
            draft=Draft(slug="dem", title="高程", title_en="Heights", keywords=("dem",)),
        )  # fmt: skip
    api.publish(
        actor=ACTOR, path=colors(folder),
        draft=Draft(slug="ortho", title="正射影像", start=date(2020, 5, 1), end=date(2020, 5, 31)),
    )  # fmt: skip
    return ["dem", "ortho"]


def get(client, path, status=200, **said):
    response = client.get(f"/stac{path}", said)
    assert response.status_code == status, response.content[:300]
    return response.json()


def post(client, status=200, **said):
    response = client.post("/stac/search", json.dumps(said), content_type="application/json")
    assert response.status_code == status, response.content[:300]
    return response.json()


def ids(body):
    assert body["numberReturned"] == len(body["features"])
    return [each["id"] for each in body["features"]]


def test_what_is_said_is_valid(client, slugs):
    """The core schemas; those of the extensions are not bundled, their members are looked at."""
    checker, kinds = JsonSchemaSTACValidator(), pystac.STACObjectType
    checker.validate_core(get(client, "/"), kinds.CATALOG, "1.1.0")
    for each in get(client, "/collections")["collections"]:
        checker.validate_core(each, kinds.COLLECTION, "1.1.0")
    broken = get(client, "/search")["features"]
    for each in broken:
        checker.validate_core(each, kinds.ITEM, "1.1.0")
    del broken[0]["properties"]["datetime"]
    with pytest.raises(pystac.STACValidationError):  # the schemas do look
        checker.validate_core(broken[0], kinds.ITEM, "1.1.0")


def test_an_item_says_where_its_cells_lie_and_what_they_hold(client, slugs):
    body = get(client, "/collections/dem/items/dem-v2")
    said = body["properties"]
    assert said["proj:code"] == "EPSG:3826"
    assert said["proj:shape"] == [400, 400]
    assert said["proj:transform"] == [150.0, 0.0, 250_000.0, 0.0, -150.0, 2_760_000.0]
    (band,) = body["assets"]["data"]["bands"]
    assert (band["name"], band["data_type"], band["nodata"]) == ("height", "float32", -9999)
    assert band["statistics"]["maximum"] == 3000
    ring = body["geometry"]["coordinates"][0]
    assert ring[0] == pytest.approx([121.0, 24.4], abs=0.05)
    assert {each["rel"] for each in body["links"]} >= {"self", "root", "parent", "collection"}
    old = get(client, "/collections/dem/items/dem-v1")
    assert "thumbnail" in body["assets"]
    assert "thumbnail" not in old["assets"]


def test_assets_are_there(client, slugs):
    for each in get(client, "/search")["features"]:
        for asset in each["assets"].values():
            path = "/" + asset["href"].split("/", 3)[3]
            response = client.get(path)
            assert response.status_code == 200, path
            assert response["Content-Type"].split(";")[0] == asset["type"].split(";")[0]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, ["ortho-v1", "dem-v2", "dem-v1"]),
        ({"collections": ["dem"]}, ["dem-v2", "dem-v1"]),
        ({"ids": ["dem-v1", "nothing"]}, ["dem-v1"]),
        ({"bbox": [121.7, 24.0, 121.9, 24.3]}, ["ortho-v1"]),
        ({"bbox": [0, 0, 1, 1]}, []),
        ({"datetime": "2020-05-10T00:00:00Z"}, ["ortho-v1"]),
        ({"datetime": "../2021-01-01T00:00:00Z"}, ["ortho-v1"]),
        ({"datetime": "2021-01-01T00:00:00Z/.."}, ["dem-v2", "dem-v1"]),
        ({"limit": 1}, ["ortho-v1"]),
    ],
)
def test_search_by_query_and_by_body(client, slugs, said, found):
    assert ids(post(client, **said)) == found
    flat = {k: ",".join(map(str, v)) if isinstance(v, list) else v for k, v in said.items()}
    assert ids(get(client, "/search", **flat)) == found


def test_intersects(client, slugs):
    shape = {"type": "Point", "coordinates": [121.9, 24.1]}
    assert ids(post(client, intersects=shape)) == ["ortho-v1"]


def test_pages_are_turned_both_ways(client, slugs):
    seen, body = [], post(client, limit=2)
    while True:
        seen += ids(body)
        following = [each for each in body["links"] if each["rel"] == "next"]
        if not following:
            break
        assert following[0]["method"] == "POST"
        body = post(client, **following[0]["body"])
    assert seen == ["ortho-v1", "dem-v2", "dem-v1"]
    first = get(client, "/collections/dem/items", limit=1)
    address = next(each["href"] for each in first["links"] if each["rel"] == "next")
    assert ids(client.get("/" + address.split("/", 3)[3]).json()) == ["dem-v1"]


@pytest.mark.parametrize(
    "said",
    [
        {"bbox": [1, 2]},
        {"bbox": [1, 2, 3, 4], "intersects": {"type": "Point", "coordinates": [1, 2]}},
        {"intersects": {"type": "Circle"}},
        {"datetime": "soon"},
        {"limit": 0},
        {"limit": "many"},
        {"ids": 7},
        {"collections": [1]},
        {"query": {"a": {"eq": 1}}},
    ],
)
def test_what_cannot_be_understood_is_refused(client, db, said):
    assert post(client, 400, **said)["code"] == "bad-parameter"


def test_bodies_that_are_none(client, db):
    for body in ("[1]", "{", "[" * 100_000):
        response = client.post("/stac/search", body, content_type="application/json")
        assert response.status_code == 400
    get(client, "/collections/none", 404)
    get(client, "/collections/none/items", 404)


def test_what_is_withdrawn_or_closed_is_gone(client, slugs):
    api.withdraw(actor=ACTOR, slug="dem", why="wrong")
    assert ids(get(client, "/search")) == ["ortho-v1"]
    get(client, "/collections/dem", 404)


def test_the_number_of_queries_does_not_grow(client, slugs, django_assert_num_queries):
    with django_assert_num_queries(1):
        get(client, "/search")
    with django_assert_num_queries(1):
        get(client, "/collections")


def test_the_definition_is_valid(client, db):
    from openapi_spec_validator import validate

    validate(get(client, "/api"))


CLIENT = """
import json, sys
import rasterio
from pystac_client import Client
catalog = Client.open(f"{sys.argv[1]}/stac/")
found = catalog.search(collections=["dem"], bbox=[121, 24, 122, 25], limit=1)
items = list(found.items())
href = items[0].assets["data"].href
href = sys.argv[1] + "/" + href.split("/", 3)[3]
with rasterio.Env(GDAL_DISABLE_READDIR_ON_OPEN="EMPTY_DIR", CPL_VSIL_CURL_ALLOWED_EXTENSIONS=".tif"):
    with rasterio.open(f"/vsicurl/{href}") as read:
        part = read.read(1, window=rasterio.windows.Window(390, 390, 10, 10))
        shape, overviews = read.shape, read.overviews(1)
print(json.dumps({
    "collections": sorted(each.id for each in catalog.get_collections()),
    "items": [each.id for each in items],
    "matched": found.matched(),
    "most": float(part.max()),
    "shape": shape,
}))
"""


@pytest.mark.django_db(transaction=True)
def test_the_client_searches_and_gdal_reads_the_cells_by_ranges(live_server, tmp_path, settings):
    settings.IDEA_SITE_URL = live_server.url
    scenes(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", CLIENT, live_server.url],
        capture_output=True, text=True, timeout=90, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["collections"] == ["dem", "ortho"]
    assert told["items"] == ["dem-v2", "dem-v1"]
    assert told["matched"] == 2
    assert told["shape"] == [400, 400]
    assert told["most"] == 3000
