"""Promises of the rows interface: operators, figures, forms, validators, earlier times."""

import io
import json
from datetime import timedelta

import pyarrow.parquet as pq
import pytest

from idea.engines.catalog import models, rowfile
from idea.engines.catalog.tests.factories import FOOD, publish
from idea.kernel import clock

pytestmark = pytest.mark.django_db
URL = "/api/v1/datasets/stops/rows"


@pytest.fixture(params=[20_000, 2], ids=["snapshot", "row file"])
def stops(tmp_path, request, monkeypatch):
    monkeypatch.setattr(rowfile, "SMALL", request.param)
    return publish(tmp_path).dataset


def names(client, **query):
    answer = client.get(URL, query)
    assert answer.status_code == 200, answer.content
    return [row["站名"] for row in answer.json()["rows"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"人數__gte": "900"}, ["臺北車站", "板橋車站"]),
        ({"人數__gt": "900"}, ["臺北車站"]),
        ({"人數__lt": "300"}, ["民雄車站"]),
        ({"人數__lte": "300", "縣市__ne": "嘉義縣"}, ["嘉義車站"]),
        ({"縣市__in": "嘉義市,嘉義縣"}, ["嘉義車站", "民雄車站"]),
        ({"站名__contains": "北"}, ["臺北車站", "臺北北門"]),
        ({"站名__startswith": "板"}, ["板橋車站"]),
        ({"人數__isnull": "true"}, []),
        ({"啟用日期__gte": "2024-04-01"}, ["民雄車站", "臺北北門"]),
        ({"縣市": "臺北市", "sort": "人數"}, ["臺北北門", "臺北車站"]),
    ],
)
def test_operators(client, stops, query, found):
    assert names(client, **query) == found


def test_bad_questions_are_refused_by_name(client, stops):
    for query, code in (
        ({"人數__gte": "many"}, "bad-rows-query"),
        ({"nothing__gte": "1"}, "bad-rows-query"),
        ({"select": "nothing"}, "bad-rows-query"),
        ({"aggregate": "sum:站名"}, "bad-rows-query"),
        ({"aggregate": "drop:站名"}, "bad-rows-query"),
        ({"group": "縣市", "aggregate": "count", "sort": "nothing"}, "bad-rows-query"),
        ({"format": "docx"}, "bad-rows-query"),
    ):
        answer = client.get(URL, query)
        assert (answer.status_code, answer.json()["code"]) == (422, code), query


def test_chosen_columns_alone_are_given(client, stops):
    body = client.get(URL, {"select": "站名,人數", "limit": 1}).json()
    assert body["rows"] == [{"站名": "臺北車站", "人數": 1200}]
    assert [column["name"] for column in body["columns"]] == ["站名", "人數"]


def test_figures_of_groups(client, stops):
    body = client.get(
        URL, {"aggregate": "count,sum:人數", "group": "縣市", "sort": "-sum:人數"}
    ).json()
    assert body["rows"][0] == {"縣市": "臺北市", "count": 2, "sum:人數": 1700}
    assert body["total"] == len(body["rows"]) == 4
    cut = client.get(URL, {"aggregate": "count", "group": "縣市", "limit": 2}).json()
    assert (len(cut["rows"]), cut["total"]) == (2, 4)
    some = client.get(URL, {"aggregate": "avg:人數", "縣市": "臺北市"}).json()
    assert some["rows"] == [{"avg:人數": 850.0}]


def test_every_form(client, stops):
    geo = client.get(URL, {"format": "geojson", "limit": 2, "sort": "-人數"}).json()
    assert (geo["numberMatched"], geo["numberReturned"]) == (5, 2)
    assert geo["features"][0]["geometry"]["coordinates"] == [121.517, 25.047]
    assert geo["features"][0]["properties"]["站名"] == "臺北車站"
    table = pq.read_table(
        io.BytesIO(client.get(URL, {"format": "parquet", "sort": "-人數", "limit": 2}).content)
    )
    assert table.column("站名").to_pylist() == ["臺北車站", "板橋車站"]
    linked = client.get(URL, HTTP_ACCEPT="application/ld+json")
    graph = json.loads(linked.content)
    assert linked["Content-Type"] == "application/ld+json"
    assert len(graph["@graph"]) == 5
    assert client.get(URL, HTTP_ACCEPT="text/csv").content.decode().count("\r\n") == 6


def test_a_validator_spares_the_rows(client, stops, monkeypatch):
    first = client.get(URL)
    from idea.engines.catalog.http import rows as http

    monkeypatch.setattr(http, "page", None)  # reading rows would fail
    assert client.get(URL, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304


def test_the_rows_of_an_earlier_day(client, stops, tmp_path):
    earlier = models.Version.objects.get()
    models.Version.objects.update(created_at=clock.now() - timedelta(days=9))
    publish(tmp_path, "food.csv", FOOD, slug="stops")
    assert client.get(URL).json()["version"] == 2
    day = (clock.now() - timedelta(days=5)).date().isoformat()
    assert client.get(URL, {"at": day}).json()["version"] == earlier.number
    before = (clock.now() - timedelta(days=30)).date().isoformat()
    assert client.get(URL, {"at": before}).json()["code"] == "version-not-found"
