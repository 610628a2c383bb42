"""/conf/create-replace-delete of OGC API Features part 4 (20-002r1), test by test."""

import pytest

from idea.engines.features.live.tests.conftest import point
from idea.engines.features.tests.conformance.part4.conftest import GEOJSON, ITEMS

pytestmark = pytest.mark.django_db


def ids(ask):
    return {each["id"] for each in ask.get(f"{ITEMS}?limit=100").json()["features"]}


def test_options(ask):
    every = ask("OPTIONS", ITEMS, 200)
    assert "POST" in every["Allow"]
    assert GEOJSON in every["Accept-Post"]
    one = ask("OPTIONS", f"{ITEMS}/1", 200)
    assert {"PUT", "PATCH", "DELETE"} <= set(one["Allow"].split(", "))
    assert "merge-patch" in one["Accept-Patch"]


def test_create(ask):
    before = ids(ask)
    for body in (point(121.0, 24.0), point(121.1, 24.0) | {"id": 99}):
        response = ask("POST", ITEMS, 201, body)
        got = ask.get(response["Location"]).json()
        assert got["geometry"] == body["geometry"]
        assert got["properties"]["name"] == body["properties"]["name"]
        assert response["Location"].endswith(f"/{got['id']}")
        assert got["id"] not in before
        before.add(got["id"])
    assert ids(ask) == before


@pytest.mark.parametrize(("method", "path"), [("POST", ITEMS), ("PUT", f"{ITEMS}/1")])
def test_create_and_replace_want_a_content_type(ask, method, path):
    ask(method, path, 400, point(), media="")
    assert ask(method, path, 415, point(), media="text/csv").json()["remedy"]
    assert ids(ask) == {1, 2}


def test_replace(ask):
    response = ask("PUT", f"{ITEMS}/1", 204, point(119.5, 23.5, state="open"))
    assert response.content == b""
    got = ask.get(f"{ITEMS}/1").json()
    assert got["geometry"]["coordinates"] == [119.5, 23.5]
    assert got["properties"]["state"] == "open"


def test_replace_rid(ask):
    ask("PUT", f"{ITEMS}/1", 204, point(name="別的") | {"id": 2})
    assert ask.get(f"{ITEMS}/1").json()["properties"]["name"] == "別的"
    assert ask.get(f"{ITEMS}/2").json()["properties"]["name"] == "挖掘"


def test_replace_exceptions(ask):
    ask("PUT", f"{ITEMS}/77", 404, point())
    ask("PUT", f"{ITEMS}/78", 404, point(), HTTP_IF_MATCH='"xyz"')
    ask.get(f"{ITEMS}/78", 404)
    ask("PUT", f"{ITEMS}/seven", 404, point())


def test_delete(ask):
    ask("DELETE", f"{ITEMS}/1", 204)
    ask.get(f"{ITEMS}/1", 404)
    ask("DELETE", f"{ITEMS}/1", 404)
    assert ids(ask) == {2}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_other_methods_of_the_list_are_405(ask, method):
    assert "POST" in ask(method, ITEMS, 405)["Allow"]
    assert "PUT" in ask("POST", f"{ITEMS}/1", 405)["Allow"]


def test_the_classes_are_declared(ask):
    classes = ask.get("/ogc/conformance").json()["conformsTo"]
    told = {each.rsplit("/", 1)[1] for each in classes if "features-4/1.0/conf" in each}
    assert told == {"create-replace-delete", "update", "optimistic-locking-etags", "features"}
