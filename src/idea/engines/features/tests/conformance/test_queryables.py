"""OGC API Features part 3 (19-079r2): queryables, and queryables as query parameters."""

import pytest

from idea.engines.features.tests.conformance.asking import BASE, every_id, get, refused, rels, rows
from idea.engines.features.tests.conformance.layers import POINTS
from idea.engines.features.tests.factories import collection

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(tmp_path):
    return collection(tmp_path, POINTS)


def test_queryables_are_a_json_schema_of_what_may_be_asked(client, made):
    link = rels(get(client, BASE).json())["http://www.opengis.net/def/rel/ogc/1.0/queryables"]
    response = get(client, link["href"])
    assert response["Content-Type"] == link["type"] == "application/schema+json"
    schema = response.json()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == link["href"]
    assert (schema["type"], schema["additionalProperties"]) == ("object", False)
    assert schema["properties"]["kind"] == {"type": "integer"}
    assert schema["properties"]["day"] == {"type": "string", "format": "date"}
    assert schema["properties"]["geometry"]["format"] == "geometry-point"
    assert not {"_row", "_bbox"} & set(schema["properties"])


def test_every_queryable_can_be_asked_about(client, made):
    for name in get(client, f"{BASE}/queryables").json()["properties"]:
        every_id(client, filter=f'"{name}" IS NULL', limit=500)


def test_what_is_no_queryable_cannot_be_asked_about(client, made):
    for name in ("_row", "_bbox", "nope", "file_row_number", "filename"):
        assert refused(client, filter=f"{name} IS NULL")["code"] == "bad-filter"
        refused(client, **{name: "1"})
        refused(client, sortby=name)
        refused(client, properties=name)


def test_queryables_are_parameters_and_join_with_the_filter(client, made):
    found = every_id(client, kind="7", even="false", filter="value < 60", limit=500)
    assert sorted(found) == rows(made, "kind = 7 AND NOT even AND value < 60") != []


@pytest.mark.parametrize("name", ["nope", "nope/queryables"])
def test_a_layer_that_is_not_there_has_none(client, made, name):
    get(client, f"/ogc/collections/{name}", 404)
