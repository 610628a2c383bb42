"""Promises of statistical maps: every row in its area, sums that match, and nobody given away."""

import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest
import shapely
from django.urls import reverse

from idea.engines.catalog import api
from idea.engines.catalog.areas import api as areas
from idea.engines.catalog.areas.types import Asked, Found, Measure, Method
from idea.engines.catalog.errors import BadRowsQuery, DatasetWithdrawn
from idea.engines.catalog.tests.factories import ACTOR, publish
from idea.engines.catalog.types import Declared, Draft
from idea.kernel import boundaries

pytestmark = pytest.mark.django_db

NAMED = """編號,縣市,鄉鎮市區,人數
1,臺北市,大安區,10
2,台北市,大安區,20
3,台北縣,板橋市,5
4,新北市,板橋區,7
5,嘉義市,東區,1
6,火星市,東區,99
7,臺北市,信義區,
"""
PLACED = """name,lon,lat,n
a,121.543,25.026,10
b,121.543,25.027,20
c,121.459,25.012,12
d,100.0,10.0,99
"""


@pytest.fixture(autouse=True)
def _built():
    if not boundaries.available():
        pytest.fail("the front end's build brings the boundaries; run ./idea test")


def values(made):
    return {each.county + each.name: each.value for each in made.areas if each.rows}


def test_rows_are_in_the_areas_their_names_mean_old_ones_too(tmp_path):
    slug = publish(tmp_path, "named.csv", NAMED).dataset.slug
    made = areas.area_map(slug, Asked(level="town"))
    assert made.found is Found.NAMES
    assert values(made) == {
        "臺北市大安區": 2,
        "新北市板橋區": 2,
        "嘉義市東區": 1,
        "臺北市信義區": 1,
    }
    assert (made.matched, made.unmatched) == (6, 1)
    summed = areas.area_map(slug, Asked("town", Measure.SUM, "人數"))
    assert values(summed) == {
        "臺北市大安區": 30,
        "新北市板橋區": 12,
        "嘉義市東區": 1,
        "臺北市信義區": None,
    }
    by_county = areas.area_map(slug, Asked("county", Measure.MEAN, "人數"))
    assert {each.name: each.value for each in by_county.areas if each.value} == {
        "臺北市": 15,
        "新北市": 6,
        "嘉義市": 1,
    }
    assert len(by_county.areas) == 22


def test_places_find_the_same_areas_as_names(tmp_path):
    slug = publish(tmp_path, "placed.csv", PLACED).dataset.slug
    made = areas.area_map(slug, Asked("town", Measure.SUM, "n"))
    assert made.found is Found.PLACES
    assert values(made) == {"臺北市大安區": 30, "新北市板橋區": 12}
    assert made.matched == 3
    assert made.unmatched == 1


def test_codes_of_villages_and_older_ones_lead_to_towns(tmp_path):
    text = "代碼,人口\n65000010-001,3\n65000010-002,4\n6500100,5\n63000030,6\n99999999,7\n"
    slug = publish(tmp_path, "coded.csv", text).dataset.slug
    made = areas.area_map(slug, Asked("town", Measure.SUM, "人口"))
    assert made.found is Found.CODES
    assert values(made) == {"新北市板橋區": 12, "臺北市大安區": 6}


def test_a_line_for_the_sum_of_towns_is_not_counted_twice(tmp_path):
    text = "代碼,人口\n63000,30\n63000030,10\n63000020,20\n65000,40\n65000010,40\n"
    slug = publish(tmp_path, "both.csv", text).dataset.slug
    by_county = areas.area_map(slug, Asked("county", Measure.SUM, "人口"))
    assert {each.name: each.value for each in by_county.areas if each.value} == {
        "臺北市": 30,
        "新北市": 40,
    }
    by_town = areas.area_map(slug, Asked("town", Measure.SUM, "人口"))
    assert sum(each.value or 0 for each in by_town.areas) == 70


def test_few_rows_are_withheld_and_one_more_that_would_tell(tmp_path):
    rows = ["大安區"] * 9 + ["信義區"] * 5 + ["中山區"] * 2
    text = (
        "縣市,鄉鎮市區\n"
        + "".join(f"臺北市,{town}\n" for town in rows)
        + "嘉義市,東區\n嘉義市,西區\n"
    )
    slug = publish(tmp_path, "few.csv", text).dataset.slug
    made = areas.area_map(slug, Asked(level="town", least=3))
    told = {each.name: each.rows for each in made.areas if each.rows}
    assert told == {"大安區": 9}  # 信義區 goes with 中山區: Taipei's sum is known elsewhere
    withheld = [each for each in made.areas if each.hidden]
    assert {each.name for each in withheld} == {"信義區", "中山區", "東區", "西區"}
    assert all(each.value is each.rows is each.rank is None for each in withheld)
    for text in (areas.as_csv(made), areas.as_geojson(made), areas.drawn(made, "t", "en").encode()):
        assert "信義區".encode() not in text or b"5" not in text.split("信義區".encode())[1][:12]


def test_what_cannot_be_mapped_is_refused_with_a_remedy(tmp_path):
    nowhere = publish(tmp_path, "food.csv", "品名,數量\n米,3\n").dataset.slug
    with pytest.raises(BadRowsQuery, match="行政區"):
        areas.area_map(nowhere, Asked())
    slug = publish(tmp_path, "named.csv", NAMED).dataset.slug
    for asked in (
        Asked(classes=1),
        Asked(classes=10),
        Asked(least=-1),
        Asked(column="人數"),
        Asked(measure=Measure.SUM),
        Asked(measure=Measure.SUM, column="縣市"),
        Asked(measure=Measure.SUM, column='"; DROP TABLE x; --'),
    ):
        with pytest.raises(BadRowsQuery):
            areas.area_map(slug, asked)
    api.withdraw(actor=ACTOR, slug=slug, why="測試")
    with pytest.raises(DatasetWithdrawn):
        areas.area_map(slug, Asked())


def test_a_column_of_personal_data_is_no_figure_and_finds_no_area(tmp_path):
    slug = publish(tmp_path, "named.csv", NAMED).dataset.slug
    shut = (Declared(name="人數", personal=True), Declared(name="鄉鎮市區", personal=True))
    api.edit(actor=ACTOR, slug=slug, draft=Draft(declared=shut), why="個資")
    with pytest.raises(BadRowsQuery):
        areas.area_map(slug, Asked("county", Measure.SUM, "人數"))
    with pytest.raises(BadRowsQuery):
        areas.area_map(slug, Asked(level="town"))


def test_every_format_says_the_same_and_has_a_validator(client, tmp_path):
    slug = publish(tmp_path, "named.csv", NAMED, title="人數 <b>").dataset.slug
    address = f"/api/v1/datasets/{slug}/areas?level=town&measure=sum&column=人數"
    told = client.get(address).json()
    wanted = {row["code"]: row["value"] for row in told["areas"] if row["value"] is not None}
    assert sum(wanted.values()) == 43
    text = client.get(address + "&format=csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["code"]: float(row["value"]) for row in rows if row["value"]} == wanted
    shapes = json.loads(client.get(address + "&format=geojson").content)["features"]
    assert len(shapes) == len(told["areas"]) == 368
    assert all(shapely.from_geojson(json.dumps(each["geometry"])).is_valid for each in shapes[:20])
    picture = client.get(address + "&format=svg&lang=en&width=400")
    assert picture["Content-Type"] == "image/svg+xml"
    root = ET.fromstring(picture.content)  # noqa: S314  our own
    assert root.get("width") == "400"
    assert b"<b>" not in picture.content
    assert b"<script" not in picture.content
    again = client.get(address, HTTP_IF_NONE_MATCH=client.get(address)["ETag"])
    assert again.status_code == 304
    publish(tmp_path, "named.csv", NAMED + "8,臺北市,大安區,1\n", slug=slug)
    assert client.get(address, HTTP_IF_NONE_MATCH=again["ETag"]).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "level=none",
        "level=h3-3",
        "level=h3-x",
        "key=none",
        "per=0",
        "measure=median",
        "classes=x",
        "width=1",
        "format=exe",
        "column=xx",
    ],
)
def test_bad_questions_are_422(client, tmp_path, query):
    slug = publish(tmp_path, "named.csv", NAMED).dataset.slug
    answer = client.get(f"/api/v1/datasets/{slug}/areas?{query}")
    assert answer.status_code == 422
    assert answer["Content-Type"].startswith("application/problem+json")


@pytest.mark.parametrize("method", list(Method))
def test_the_page_works_without_script_and_says_what_it_shows(client, tmp_path, method):
    slug = publish(tmp_path, "named.csv", NAMED, title="人數").dataset.slug
    page = client.get(f"/datasets/{slug}/areas/?level=town&measure=sum&column=人數&method={method}")
    text = page.content.decode()
    assert "人數：各鄉鎮市區「人數」合計" in text
    assert "大安區</a>" in text
    assert f"method={method}" in text
    odd = client.get(f"/datasets/{slug}/areas/?level=x&measure=y&classes=99&least=-4&column=z")
    assert odd.status_code == 200
    link = reverse("portal:dataset_areas", args=[slug])
    assert link in client.get(f"/datasets/{slug}/").content.decode()


@pytest.mark.data
def test_real_population_of_counties_is_that_of_the_source(tmp_path, shared_data):
    """The file holds lines of counties and of towns; their sums are each county's own line."""
    path = shared_data("tw/statistics/town-population-age-sex-2015-11.csv")
    with path.open(encoding="utf-8") as lines:
        source = {
            row["區域"].replace("台", "臺"): float(row["人口數"]) for row in csv.DictReader(lines)
        }
    slug = api.publish(actor=ACTOR, path=path, draft=Draft(slug="people")).dataset.slug
    for level, count in (("county", 22), ("town", 368)):
        made = areas.area_map(slug, Asked(level, Measure.SUM, "人口數"))
        found = {each.county: 0.0 for each in made.areas}
        for each in made.areas:
            found[each.county] += each.value or 0
        assert sum(each.value is not None for each in made.areas) == count
        assert found == {county: source[county] for county in found}
