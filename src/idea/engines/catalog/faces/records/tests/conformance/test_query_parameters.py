"""Conformance class record-core-query-parameters: q, type, ids, externalIds, bbox, datetime, limit."""

import pytest

from idea.engines.catalog.faces.records.tests.asking import HERE, get, ids, refused, rels


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("公車", [0]),
        ("BUS", [0]),  # the case does not matter
        ("air quality", [1]),  # side by side, whatever space lies between
        ("quality air", []),  # in the order given
        ("buses, food", [2, 0]),  # commas: one of them
        ("%", []),
        (".*", []),
        ("nothing such", []),
    ],
)
def test_q(client, slugs, words, places):
    assert ids(client, q=words) == [slugs[at] for at in places]


def test_type(client, slugs):
    assert len(ids(client, type="dataset,service")) == 3
    assert ids(client, type="service") == []


def test_ids(client, slugs):
    assert set(ids(client, ids=f"{slugs[0]},{slugs[2]},none")) == {slugs[0], slugs[2]}


def test_external_ids(client, slugs):
    from idea.engines.catalog import models
    from idea.engines.catalog.shelf import touch

    assert ids(client, externalIds="B-2,Z") == [slugs[1]]
    assert ids(client, externalIds="city:B-2") == []
    models.Dataset.objects.filter(slug=slugs[1]).update(origin="city")
    touch()
    assert ids(client, externalIds="city:B-2") == [slugs[1]]
    assert ids(client, externalIds="city:") == [slugs[1]]
    assert ids(client, externalIds="town:B-2") == []


def test_bbox(client, slugs):
    assert set(ids(client, bbox="120.4,23.4,120.5,23.6")) == {slugs[0]}
    assert set(ids(client, bbox="121.2,24,121.9,26")) == {slugs[0], slugs[1]}
    assert ids(client, bbox="0,0,1,1") == []
    assert set(ids(client, bbox="170,-80,122,80")) == {slugs[0], slugs[1]}  # over the antimeridian
    grid = "http://www.opengis.net/def/crs/EPSG/0/3826"
    assert set(ids(client, bbox="190000,2590000,196000,2610000", bbox_crs=grid)) == {slugs[0]}


@pytest.mark.parametrize(
    ("time", "places"),
    [
        ("2020-06-01", [1]),
        ("2019-12-31", []),
        ("2021-12-31/..", [1, 2]),
        ("../2020-01-01", [1]),
        ("2023-01-01/2023-12-31", []),
        ("2024-01-01T00:00:00+08:00", [2]),
    ],
)
def test_datetime(client, slugs, time, places):
    assert set(ids(client, datetime=time)) == {slugs[at] for at in places}


def test_an_empty_value_counts_as_not_given(client, slugs):
    names = ("q", "bbox", "type", "ids", "externalIds", "datetime", "limit", "sortby", "filter")
    assert len(ids(client, **dict.fromkeys(names, ""))) == 3


def test_pages_are_turned_by_links(client, slugs):
    body = get(client, f"{HERE}/items", limit=2).json()
    assert (body["numberMatched"], body["numberReturned"]) == (3, 2)
    after = client.get(rels(body)["next"]["href"]).json()
    assert [each["id"] for each in after["features"]] == [slugs[0]]
    assert "next" not in rels(after)
    assert client.get(rels(after)["prev"]["href"]).json()["features"] == body["features"]
    assert get(client, f"{HERE}/items", offset=9).json()["numberMatched"] == 3
    assert len(ids(client, limit=10**9)) == 3


@pytest.mark.parametrize(
    "said",
    [
        {"bbox": "1,2,3"},
        {"bbox": "500,0,501,1"},
        {"datetime": "yesterday"},
        {"limit": "0"},
        {"limit": "many"},
        {"offset": "-1"},
        {"sortby": "-shoe"},
        {"sortby": "keywords"},
        {"colour": "red"},
        {"f": "xml"},
        {"filter-lang": "sql", "filter": "1"},
        {"q": ",".join("abcdefghijklmnopqrstuvwxyz")},
    ],
)
def test_what_cannot_be_understood_is_refused(client, db, said):
    assert refused(client, **said)["code"] == "bad-parameter"
