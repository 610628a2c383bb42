"""Conformance classes record-collection, autodiscovery and oas30: the catalog and the way to it."""

from openapi_spec_validator import validate

from idea.engines.catalog.faces.records.http.views import CONFORMS
from idea.engines.catalog.faces.records.tests.asking import get, rels


def test_the_catalog_says_what_it_is(client, slugs):
    body = get(client).json()
    assert (body["id"], body["itemType"], body["type"]) == ("records", "record", "Collection")
    assert body["title"]
    assert body["numberOfRecords"] == len(slugs)
    west, south, east, north = body["extent"]["spatial"]["bbox"][0]
    assert (west, south, east, north) == (120.432, 22.5, 121.9, 25.049)
    assert {"self", "items", "alternate"} <= set(rels(body))


def test_an_empty_catalog_has_no_extent(client, db):
    body = get(client).json()
    assert body["numberOfRecords"] == 0
    assert "extent" not in body


def test_it_is_found_from_the_landing_page_and_among_the_collections(client, slugs):
    landing = get(client, "/ogc/").json()
    catalog = rels(landing)["http://www.opengis.net/def/rel/ogc/1.0/ogc-catalog"]
    assert client.get(catalog["href"]).json()["itemType"] == "record"
    listed = {each["id"]: each for each in get(client, "/ogc/collections").json()["collections"]}
    assert listed["records"]["itemType"] == "record"
    assert set(CONFORMS) <= set(get(client, "/ogc/conformance").json()["conformsTo"])


def test_the_definition_holds_its_paths(client, db):
    body = get(client, "/ogc/api").json()
    validate(body)
    asked = body["paths"]["/collections/records/items"]["get"]["parameters"]
    assert {"q", "type", "ids", "externalIds", "sortby", "filter"} <= {one["name"] for one in asked}


def test_a_data_set_cannot_take_its_place(db, tmp_path):
    from idea.engines.catalog.tests.factories import publish

    assert publish(tmp_path, "records.csv").dataset.slug == "records-data"
