"""The map page follows a date, keeps it in its address, and compares two without a script."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from idea.engines.features.types import Validity
from idea.engines.features.validity import api as validity
from idea.kernel.audit.types import Actor
from idea.portal.tests.html import Page

pytestmark = pytest.mark.django_db
ROWS = (
    "名稱,經度,緯度,開工日,完工日\n"
    "甲,121.51,25.03,108/01/01,109/01/01\n"
    "乙,121.52,25.03,109/06/01,\n"
    "丙,121.53,25.03,,\n"
)


@pytest.fixture
def works(publish):
    slug = publish("施工", ROWS, "works.csv", title_en="Works", slug="works").slug
    validity.declare(
        actor=Actor.system("tests"), collection_id=slug, validity=Validity("開工日", "完工日")
    )
    return slug


@pytest.fixture
def both(publish, works):
    return [works, publish(title_en="Water", slug="water").slug]


def get(client, address):
    response = client.get(address, headers={"accept": "text/html"})
    assert response.status_code == 200
    return response, Page(response.content.decode())


def options(response):
    text = re.search(
        r'id="atlas-options"[^>]*>(.*?)</script>', response.content.decode(), re.DOTALL
    )
    return json.loads(text[1])


def test_dated_layers_follow_and_the_others_say_so(client, both):
    response, page = get(client, "/maps/?layers=works,water&datetime=2019-06-01")
    assert (page.faults, page.unlabeled()) == ([], [])
    counts = {each["id"]: each["count"] for each in options(response)["state"]["layers"]}
    assert counts["works"] == 2
    assert (
        "tells no time"
        in client.get(
            "/en/maps/?layers=water&datetime=2019-06-01", headers={"accept": "text/html"}
        ).content.decode()
    )
    assert client.get("/maps/layers.json").json()


def test_the_address_keeps_the_dates(client, works):
    response, _page = get(client, "/maps/?layers=works&datetime=2019-06-01&compare=2026-01-01")
    assert options(response)["state"]["when"] == "2019-06-01"
    assert options(response)["state"]["other"] == "2026-01-01"
    text = response.content.decode()
    assert "/maps/?layers=works&amp;datetime=2019-06-01&amp;compare=2026-01-01" in text
    assert text.count("/maps/map.svg?layers=works") == 2  # without a script, side by side
    for day in ("2019-06-01", "2026-01-01"):
        assert f"/maps/map.svg?layers=works&amp;datetime={day}" in text


def test_pictures_of_two_dates_show_the_same_part_of_the_world(client, works):
    first, second = (
        client.get(f"/maps/map.svg?layers=works&datetime={day}")
        for day in ("2019-06-01", "2021-01-01")
    )
    assert first["etag"] != second["etag"]
    assert first.content != second.content
    assert client.get("/maps/map.svg?layers=works&datetime=x").status_code == 400


LIES = [
    "x",
    "2026-02-30",
    "99999-01-01",
    "0001-01-01",
    "2026-01-01'--",
    "<b>",
    "2019-01-01/2020-01-01",
]


@pytest.mark.parametrize("lie", LIES)
def test_what_is_no_day_is_left_out(client, works, lie):
    response, page = get(client, f"/maps/?layers=works&datetime={lie}&compare={lie}")
    assert page.faults == []
    assert options(response)["state"]["when"] == ""


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("datetime=2019-01-01&compare=2019-01-01", ("2019-01-01", "")),
        ("compare=2019-01-01", ("2019-01-01", "")),
    ],
)
def test_one_date_is_compared_with_nothing(client, works, asked, expected):
    state = options(get(client, f"/maps/?layers=works&{asked}")[0])["state"]
    assert (state["when"], state["other"]) == expected


def test_what_is_here_the_print_and_the_frame_follow(client, works):
    place = "lon=121.51&lat=25.03&radius=50&layers=works"
    assert "甲" in client.get(f"/maps/here/?{place}&datetime=2019-06-01").content.decode()
    assert "甲" not in client.get(f"/maps/here/?{place}&datetime=2026-06-01").content.decode()
    for path in ("print", "embed"):
        text = client.get(f"/maps/{path}/?layers=works&datetime=2019-06-01").content.decode()
        assert "2019 年 6 月 1 日" in text
        assert "datetime=2019-06-01" in text


def test_every_page_asks_the_database_as_often_with_a_date(client, both):
    client.get("/maps/?layers=works,water")
    counts = []
    for query in ("", "&datetime=2019-06-01", "&datetime=2019-06-02&compare=2020-01-01"):
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/maps/?layers=works,water{query}")
        counts.append(len(asked))
    assert len(set(counts)) == 1
