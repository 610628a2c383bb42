"""Conformance class sorting, and CQL2 filters on the queryables the catalog tells of."""

import pytest

from idea.engines.catalog.faces.records.tests.asking import HERE, get, ids, refused, rels


def test_sortables_are_linked_and_sort(client, slugs):
    address = rels(get(client).json())["http://www.opengis.net/def/rel/ogc/1.0/sortables"]["href"]
    response = client.get(address)
    assert response["Content-Type"] == "application/schema+json"
    for name in response.json()["properties"]:
        up, down = ids(client, sortby=name), ids(client, sortby=f"-{name}")
        assert set(up) == set(down) == set(slugs)
    assert ids(client, sortby="created") == slugs
    assert ids(client, sortby="-created") == slugs[::-1]
    assert ids(client, sortby="-theme,+title")[:2] == slugs[:2]


@pytest.mark.parametrize(
    ("cql", "places"),
    [
        ("theme = 'ENVI'", [1]),
        ("license = 'CC-BY-4.0' OR title LIKE '食%'", [0, 2]),
        ("NOT externalId IN ('A-1', 'B-2')", [2]),
        ("CASEI(description) LIKE CASEI('%BUSES%')", [0]),
        ("S_INTERSECTS(geometry, POINT(120.45 23.5))", [0]),
        ("created > TIMESTAMP('2020-01-01T00:00:00Z') AND language = 'en'", [1]),
        ("updated < TIMESTAMP('2020-01-01T00:00:00Z')", []),
    ],
)
def test_filters(client, slugs, cql, places):
    assert set(ids(client, filter=cql)) == {slugs[at] for at in places}


def test_a_filter_as_json_and_a_queryable_as_parameter(client, slugs):
    said = '{"op": "=", "args": [{"property": "theme"}, "TRAN"]}'
    assert ids(client, filter=said, filter_lang="cql2-json") == [slugs[0]]
    assert ids(client, theme="TRAN") == [slugs[0]]
    assert ids(client, theme="TRAN", filter="theme = 'ENVI'") == []


@pytest.mark.parametrize(
    "cql", ["words = 'x'", "title = 1", "key = 'x'", "1 = 1; DROP TABLE records", "(" * 90]
)
def test_a_filter_that_is_none_is_refused(client, slugs, cql):
    assert refused(client, filter=cql)["code"] == "bad-filter"
    assert len(ids(client)) == 3


def test_queryables_are_those_of_the_table(client, db):
    body = get(client, f"{HERE}/queryables").json()
    assert {"title", "theme", "created", "geometry"} <= set(body["properties"])
    assert body["additionalProperties"] is False
