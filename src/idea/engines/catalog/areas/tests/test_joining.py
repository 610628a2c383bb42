"""Promises of joins: any table to any areas, what does not match is named, what is older is said."""

import csv
import io
import json

import pytest

from idea.engines.catalog.areas import api as areas
from idea.engines.catalog.areas.types import Asked, Found, Measure
from idea.engines.catalog.errors import BadRowsQuery
from idea.engines.catalog.tests.factories import ACTOR, publish
from idea.engines.features.geographies import api as geographies
from idea.engines.features.geographies.errors import NotAGeography
from idea.engines.features.geographies.types import Columns, GeographyKind
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Problem

pytestmark = pytest.mark.django_db
SQUARES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"BASIN_ID": code, "BASIN_NAME": name},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[x, 23], [x + 1, 23], [x + 1, 24], [x, 24], [x, 23]]],
            },
        }
        for code, name, x in (("B1", "甲溪", 120), ("B2", "乙溪", 121), ("B3", "丙溪", 122))
    ],
}
OLDER = "縣市代碼,件數\n10001,3\n65000,4\n10006,5\n10019,6\n99999,7\n"
PEOPLE = "縣市,人口\n新北市,1000\n臺北市,2000\n臺中市,0\n"


def basins(tmp_path, **said):
    text = json.dumps(SQUARES, ensure_ascii=False)
    return publish(tmp_path, "basins.geojson", text, slug="basins", **said).dataset.slug


def declared(tmp_path):
    slug = basins(tmp_path)
    columns = Columns(code="BASIN_ID", name="BASIN_NAME")
    return areas.declare(actor=ACTOR, slug=slug, kind=GeographyKind.BASIN, columns=columns)


def values(made):
    return {each.code: each.value for each in made.areas if each.value is not None}


def test_old_codes_join_to_the_areas_of_today_with_a_note(tmp_path):
    slug = publish(tmp_path, "older.csv", OLDER).dataset.slug
    made = areas.area_map(slug, Asked("county", Measure.SUM, "件數"))
    assert values(made) == {"65000": 7, "66000": 11}
    told = {(each.code, each.name, each.after_name, each.rows) for each in made.older}
    assert told == {
        ("10001", "臺北縣", "新北市", 1),
        ("10006", "臺中縣", "臺中市", 1),
        ("10019", "臺中市", "臺中市", 1),
    }
    assert [(each.cells, each.rows) for each in made.unmatched_cells] == [(("99999",), 1)]
    assert made.unmatched == 1


def test_names_of_before_join_with_a_note_and_the_unmatched_can_be_fetched(client, tmp_path):
    text = "縣市,鄉鎮市區,人數\n台北縣,板橋市,1\n新北市,板橋區,2\n桃園縣,中壢市,3\n=火星,東區,4\n"
    slug = publish(tmp_path, "names.csv", text).dataset.slug
    told = client.get(f"/api/v1/datasets/{slug}/areas?level=town&measure=sum&column=人數").json()
    assert {each["code"]: each["value"] for each in told["areas"] if each["value"]} == {
        "65000010": 3,
        "68000020": 3,
    }
    assert {each["code"] for each in told["older"]} == {"10001", "10003"}
    assert told["keys"] == ["縣市", "鄉鎮市區"]
    answer = client.get(f"/api/v1/datasets/{slug}/areas?level=town&format=unmatched")
    assert answer["Content-Disposition"] == 'attachment; filename="unmatched.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows == [["縣市", "鄉鎮市區", "rows"], ["'=火星", "東區", "1"]]
    page = client.get(f"/datasets/{slug}/areas/?level=town").content.decode()
    assert "臺北縣" in page
    assert "format=unmatched" in page


def test_whole_names_in_one_column_and_a_chosen_column(tmp_path):
    text = "編號,服務範圍,數量\n1,新北市板橋區,5\n2,台北縣板橋市,6\n3,臺北市,7\n"
    slug = publish(tmp_path, "whole.csv", text).dataset.slug
    made = areas.area_map(slug, Asked("county", Measure.SUM, "數量", key="服務範圍"))
    assert made.found is Found.NAMES
    towns = areas.area_map(slug, Asked("town", Measure.SUM, "數量", key="服務範圍"))
    assert values(towns) == {"65000010": 11}
    assert towns.unmatched_cells[0].cells == ("臺北市",)
    with pytest.raises(BadRowsQuery):
        areas.area_map(slug, Asked("town", key="沒有這欄"))


def test_villages_by_code_in_every_spelling_and_by_names(tmp_path):
    text = "村里代碼,人口\n65000010-001,3\n6500100-001,4\n65000010002,5\n"
    slug = publish(tmp_path, "villages.csv", text).dataset.slug
    made = areas.area_map(slug, Asked("village", Measure.SUM, "人口"))
    assert values(made) == {"65000010001": 7, "65000010002": 5}
    text = "區域,村里,人口\n新北市板橋區,留侯里,3\n新北市板橋區,沒有里,9\n"
    slug = publish(tmp_path, "named.csv", text).dataset.slug
    made = areas.area_map(slug, Asked("village", Measure.SUM, "人口"))
    assert values(made) == {"65000010001": 3}
    assert made.unmatched == 1


def test_addresses_join_with_the_level_of_their_position(tmp_path):
    text = "名稱,地址\n甲,新北市板橋區中山路一段161號\n乙,臺北市信義區市府路1號\n丙,火星基地\n"
    slug = publish(tmp_path, "addresses.csv", text).dataset.slug
    made = areas.area_map(slug, Asked("town"))
    assert made.found is Found.ADDRESSES
    assert values(made) == {"65000010": 1, "63000020": 1}
    assert sum(made.levels.values()) == 3
    assert made.levels["none"] == 1
    assert [each.cells for each in made.unmatched_cells] == [("火星基地",)]


def test_rows_join_to_a_declared_geography_by_code_name_and_place(tmp_path):
    declared(tmp_path)
    for name, text in (
        ("codes", "basin_id,雨量\nB1,5\nB2,7\nB9,1\n"),
        ("names", "basin_name,雨量\n甲溪,5\n乙溪,7\n無名溪,1\n"),
        ("places", "站名,經度,緯度,雨量\na,120.5,23.5,5\nb,121.5,23.5,7\nc,119.5,23.5,1\n"),
    ):
        slug = publish(tmp_path, f"{name}.csv", text).dataset.slug
        made = areas.area_map(slug, Asked("basins", Measure.SUM, "雨量"))
        assert values(made) == {"B1": 5, "B2": 7}
        assert (made.matched, made.unmatched) == (2, 1)
        assert len(made.unmatched_cells) == 1
        assert len(made.areas) == 3


def test_a_new_version_of_the_areas_is_another_answer(client, tmp_path):
    declared(tmp_path)
    slug = publish(tmp_path, "codes.csv", "basin_id,雨量\nB1,5\nB4,7\n").dataset.slug
    address = f"/api/v1/datasets/{slug}/areas?level=basins&measure=sum&column=雨量"
    before = client.get(address)
    assert before.json()["matched"] == 1
    more = {**SQUARES["features"][0], "properties": {"BASIN_ID": "B4", "BASIN_NAME": "丁溪"}}
    text = json.dumps({**SQUARES, "features": [*SQUARES["features"], more]})
    publish(tmp_path, "basins.geojson", text, slug="basins")
    after = client.get(address, HTTP_IF_NONE_MATCH=before["ETag"])
    assert after.status_code == 200
    assert after.json()["matched"] == 2


def test_hexagons_hold_every_point_once(client, tmp_path):
    rows = "".join(f"p{n},{121.5 + n / 1000},25.03,{n}\n" for n in range(100))
    slug = publish(tmp_path, "points.csv", f"名稱,經度,緯度,量\n{rows}d,,,5\n").dataset.slug
    for resolution in (4, 7, 10):
        made = areas.area_map(slug, Asked(f"h3-{resolution}", Measure.SUM, "量"))
        assert sum(values(made).values()) == sum(range(100))
        assert made.matched == 100
    shapes = json.loads(
        client.get(f"/api/v1/datasets/{slug}/areas?level=h3-7&format=geojson").content
    )["features"]
    assert {each["geometry"]["type"] for each in shapes} == {"Polygon"}
    svg = client.get(f"/api/v1/datasets/{slug}/areas?level=h3-7&format=svg&least=3")
    assert svg.status_code == 200
    told = client.get(f"/api/v1/datasets/{slug}/areas?level=h3-9&least=1000").json()
    assert all(each["withheld"] and each["rows"] is None for each in told["areas"])
    assert "六角網格" in client.get(f"/datasets/{slug}/areas/?level=h3-8").content.decode()


def test_cells_of_h3_are_gathered_into_larger_ones(tmp_path):
    text = "h,d\n874ba6a1dffffff,1\n874ba6a19ffffff,2\nnot-a-cell,9\n"
    slug = publish(tmp_path, "cells.csv", text).dataset.slug
    made = areas.area_map(slug, Asked("h3-4", Measure.SUM, "d"))
    assert sum(values(made).values()) == 3
    assert made.unmatched == 1
    finer = areas.area_map(slug, Asked("h3-9", Measure.SUM, "d"))
    assert finer.matched == 0


def test_a_rate_divides_by_the_sum_of_another_data_set(client, tmp_path):
    people = publish(tmp_path, "people.csv", PEOPLE, slug="people").dataset.slug
    text = "縣市,案件\n新北市,5\n台北縣,5\n臺北市,4\n臺中市,3\n高雄市,2\n"
    slug = publish(tmp_path, "cases.csv", text).dataset.slug
    asked = Asked("county", Measure.SUM, "案件", over=people, over_column="人口")
    made = areas.area_map(slug, asked)
    assert values(made) == {"65000": 10, "63000": 2}  # nobody lives in the others: no rate
    assert (made.over.slug, made.over.column, made.over.per) == ("people", "人口", 1000)
    address = f"/api/v1/datasets/{slug}/areas?measure=sum&column=案件&over=people&over_column=人口"
    assert client.get(address).json()["over"]["title"] == made.over.title
    page = client.get(
        f"/datasets/{slug}/areas/?measure=sum&column=案件&over=people&over_column=人口"
    )
    assert "每 1,000" in page.content.decode()
    assert client.get(f"/api/v1/datasets/{slug}/areas?over=nothing").status_code == 404
    assert client.get(f"/api/v1/datasets/{slug}/areas?over=people&over_column=x").status_code == 422


def test_only_who_may_edit_declares_and_only_polygons_are_areas(client, tmp_path):
    slug = basins(tmp_path)
    columns = Columns(code="BASIN_ID")
    nobody = Actor("person", "00000000-0000-0000-0000-000000000000", "nobody")
    with pytest.raises(Problem) as refused:
        areas.declare(actor=nobody, slug=slug, kind=GeographyKind.BASIN, columns=columns)
    assert refused.value.status in {401, 403}
    food = publish(tmp_path, "food.csv", "品名,數量\n米,3\n").dataset.slug
    with pytest.raises(NotAGeography):
        areas.declare(actor=ACTOR, slug=food, kind=GeographyKind.BASIN, columns=columns)
    body = {"kind": "basin", "code": "BASIN_ID", "name": "BASIN_NAME"}
    address = f"/api/v1/datasets/{slug}/geography"
    assert client.put(address, body, content_type="application/json").status_code == 401


def test_an_officer_declares_by_the_api_and_takes_it_back(client, django_user_model, tmp_path):
    slug = basins(tmp_path)
    client.force_login(django_user_model.objects.create_superuser("root@example.gov"))
    address = f"/api/v1/datasets/{slug}/geography"
    body = {"kind": "basin", "code": "BASIN_ID", "name": "BASIN_NAME"}
    made = client.put(address, body, content_type="application/json")
    assert made.status_code == 200
    assert made.json()["areas"] == 3
    wrong = client.put(address, {**body, "code": "x"}, content_type="application/json")
    assert wrong.status_code == 422
    assert wrong.json()["code"] == "not-a-geography"
    assert [row.code for row in geographies.units(slug).rows] == ["B1", "B2", "B3"]
    assert client.delete(address).status_code == 204
    assert client.delete(address).status_code == 404


@pytest.mark.data
def test_real_people_of_statistical_areas_and_hexagons_are_those_of_the_source(
    tmp_path, shared_data
):
    """Chiayi's minimal statistical areas, and the nation's people on hexagons of resolution 7."""
    from idea.engines.catalog import api
    from idea.engines.catalog.types import Draft

    shapes = shared_data("tw/statistics/msa-polygons-chiayi-city.geojson")
    api.publish(actor=ACTOR, path=shapes, draft=Draft(slug="msa"))
    made = areas.declare(
        actor=ACTOR, slug="msa", kind=GeographyKind.STATISTICAL, columns=Columns(code="CODEBASE")
    )
    table = shared_data("tw/statistics/msa-population-chiayi-city.csv")
    with table.open(encoding="utf-8-sig") as lines:
        source = {row["CODEBASE"]: float(row["P_CNT"]) for row in csv.DictReader(lines)}
    api.publish(actor=ACTOR, path=table, draft=Draft(slug="msa-people"))
    mapped = areas.area_map("msa-people", Asked(made.id, Measure.SUM, "P_CNT"))
    assert mapped.found is Found.CODES
    known = set(geographies.units("msa").index)
    assert values(mapped) == {code: people for code, people in source.items() if code in known}
    assert {each.cells[0] for each in mapped.unmatched_cells} == set(source) - known
    cells = json.loads(shared_data("tw/statistics/h3-population-res7.json").read_text())["cells"]
    text = "h,d\n" + "".join(f"{cell['h']},{cell['d']}\n" for cell in cells)
    slug = publish(tmp_path, "hexagons.csv", text).dataset.slug
    for level in ("h3-7", "h3-5"):
        mapped = areas.area_map(slug, Asked(level, Measure.SUM, "d"))
        assert sum(values(mapped).values()) == pytest.approx(sum(cell["d"] for cell in cells))


@pytest.mark.data
def test_real_villages_add_up_to_the_counties_of_the_same_file(shared_data):
    from idea.engines.catalog import api
    from idea.engines.catalog.types import Draft

    path = shared_data("tw/statistics/village-population-2021-03.csv")
    with path.open(encoding="utf-8-sig") as lines:
        rows = list(csv.DictReader(lines))
    totals: dict[str, float] = {}
    for row in rows:
        code = row["村里代碼"][:5]
        totals[code] = totals.get(code, 0) + float(row["人口"])
    api.publish(actor=ACTOR, path=path, draft=Draft(slug="villagers"))
    by_county = areas.area_map("villagers", Asked("county", Measure.SUM, "人口", key="村里代碼"))
    assert values(by_county) == totals
    by_village = areas.area_map("villagers", Asked("village", Measure.SUM, "人口"))
    matched = sum(values(by_village).values())
    # The boundaries are of September 2021; villages that were joined or split in between are told.
    missing = {each.cells[0] for each in by_village.unmatched_cells}
    assert len(missing) < 0.03 * len(rows)
    lost = sum(float(row["人口"]) for row in rows if row["村里代碼"] in missing)
    assert matched + lost == pytest.approx(sum(totals.values()))


@pytest.mark.data
def test_real_dengue_rates_come_from_two_tables(shared_data):
    """Cases of 2015 a thousand people: the villages' codes are spelled as the register does."""
    from idea.engines.catalog import api
    from idea.engines.catalog.types import Draft

    cases = shared_data("tw/health/dengue-village-rate-2015.csv")
    people = shared_data("tw/statistics/town-population-age-sex-2015-11.csv")
    api.publish(actor=ACTOR, path=cases, draft=Draft(slug="dengue"))
    api.publish(actor=ACTOR, path=people, draft=Draft(slug="people"))
    asked = Asked(
        "town", Measure.SUM, "病例數", over="people", over_column="人口數", key="村里代碼"
    )
    made = areas.area_map("dengue", asked)
    with cases.open(encoding="utf-8-sig") as lines:
        rows = list(csv.DictReader(lines))
    north = sum(float(row["病例數"]) for row in rows if row["村里代碼"].startswith("6703400"))
    with people.open(encoding="utf-8-sig") as lines:
        living = {row["代碼"]: float(row["人口數"]) for row in csv.DictReader(lines)}
    assert values(made)["67000340"] == pytest.approx(north / living["6703400"] * 1000)
