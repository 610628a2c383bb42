"""Promises of the pages of areas: they answer, in both languages, and lead to before and after."""

import json
from xml.etree import ElementTree as ET

import pytest

from idea.engines.catalog.areas.tests.test_joining import SQUARES
from idea.engines.catalog.tests.conftest import _own_home
from idea.engines.catalog.tests.factories import publish

__all__ = ["_own_home"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/areas/", "鄉鎮市區"),
        ("/areas/?q=新北市板橋區", "65000010"),
        ("/areas/?q=新北市板橋區&at=2010-12-24", "臺北縣板橋市"),
        ("/areas/?q=火星", "查無"),
        ("/areas/county/", "65000"),
        ("/areas/county/?at=2010-12-24", "臺北縣"),
        ("/areas/town/?q=板橋", "65000010"),
        ("/areas/town/?page=4", "個區域"),
        ("/areas/county/65000/", "10001"),
        ("/areas/county/10001/", "新北市"),
        ("/areas/town/65000010/", "板橋市"),
        ("/areas/county/66000/", "與其他行政區合併"),
        ("/en/areas/county/66000/", "joined with others"),
    ],
)
def test_pages_answer(client, path, words):
    answer = client.get(path)
    assert answer.status_code == 200
    assert words in answer.content.decode()


@pytest.mark.parametrize("path", ["/areas/none/", "/areas/county/99999/", "/areas/town/x/map.svg"])
def test_what_is_not_there_is_404(client, path):
    assert client.get(path).status_code == 404


def test_an_area_is_drawn(client):
    answer = client.get("/areas/county/65000/map.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert ET.fromstring(answer.content).tag.endswith("svg")  # noqa: S314  our own


def test_an_officer_declares_on_the_desk_and_takes_it_back(client, django_user_model, tmp_path):
    publish(tmp_path, "basins.geojson", json.dumps(SQUARES), slug="basins", title="流域圖")
    path = "/desk/datasets/basins/geography/"
    assert client.get(path).status_code in {302, 401, 403}
    client.force_login(django_user_model.objects.create_superuser("root@example.gov"))
    assert "BASIN_ID" in client.get(path).content.decode()
    assert client.post(path, {"kind": "basin", "code": "none"}).status_code == 422
    done = client.post(path, {"kind": "basin", "code": "BASIN_ID", "name": "BASIN_NAME"})
    assert (done.status_code, done["Location"]) == (302, "/areas/basins/")
    assert "甲溪" in client.get("/areas/basins/").content.decode()
    assert "B1" in client.get("/areas/basins/B1/").content.decode()
    assert client.post(path, {"withdraw": "1"}).status_code == 302
    assert client.get("/areas/basins/").status_code == 404


def test_a_table_says_that_it_cannot_be_declared(client, django_user_model, tmp_path):
    publish(tmp_path, "food.csv", "品名,數量\n米,3\n", slug="food")
    client.force_login(django_user_model.objects.create_superuser("root@example.gov"))
    assert "沒有面狀資料" in client.get("/desk/datasets/food/geography/").content.decode()
