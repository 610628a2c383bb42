"""Promises of geographies: every point, code and name in its area, on the day that is asked for."""

import json
from datetime import date

import numpy as np
import pytest
import shapely

from idea.engines.features.geographies import api, built_in, hexagons
from idea.engines.features.geographies.errors import NoGeography, NotAGeography, NoUnit
from idea.engines.features.geographies.types import Columns, GeographyKind
from idea.engines.features.tests.factories import collection
from idea.kernel import boundaries
from idea.kernel.audit.types import Actor
from idea.kernel.boundaries import Kind, Relation

pytestmark = pytest.mark.django_db
ACTOR = Actor.system("test")
BEFORE = date(2010, 12, 24)
BANQIAO = (121.459, 25.012)
BASINS = """
SELECT * FROM (VALUES
  (1::BIGINT, 'B1', '甲溪', '2000-01-01', NULL, ST_GeomFromText('POLYGON((120 23,121 23,121 24,120 24,120 23))')),
  (2, 'B2', '乙溪', '2000-01-01', '2015-12-31', ST_GeomFromText('POLYGON((121 23,122 23,122 24,121 24,121 23))')),
  (3, 'B3', '丙溪', '2016-01-01', NULL, ST_GeomFromText('POLYGON((121 23,122 23,122 24,121 24,121 23))')),
  (4, 'B1', '甲溪', '2000-01-01', NULL, ST_GeomFromText('POLYGON((118 23,119 23,119 24,118 24,118 23))')),
  (5, NULL, '無碼', '2000-01-01', NULL, ST_GeomFromText('POLYGON((110 23,111 23,111 24,110 24,110 23))'))
) t(_row, code, name, since, until, geometry)
"""
COLUMNS = Columns(code="code", name="name", valid_from="since", valid_to="until")


def basins(tmp_path, **more):
    collection(tmp_path, BASINS, name="basins")
    return api.declare(
        actor=ACTOR, layer_id="basins", kind=GeographyKind.BASIN, columns=COLUMNS, **more
    )


def test_every_change_leads_to_an_area_of_today_and_names_agree():
    every = boundaries.changes()
    towns = [each for each in every if each.kind is Kind.TOWN]
    assert len(towns) == 29 + 13 + 21 + 31 + 27 + 8 + 6
    for each in every:
        now = boundaries.area(each.after)
        assert now is not None
        if each.kind is Kind.TOWN:
            assert each.name[:-1] == now.name[:-1]
        if each.code and each.relation is not Relation.EXTENDED:
            assert boundaries.area(each.code) == now
            assert boundaries.area(each.code) == boundaries.any_code(each.code)
    codes = [each.code for each in every if each.code]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("code", "now"),
    [
        ("10001", "65000"),
        ("10006", "66000"),
        ("10019", "66000"),
        ("10011", "67000"),
        ("10021", "67000"),
        ("10012", "64000"),
        ("10003", "68000"),
        ("1000101", "65000010"),
        ("10012270", "64000380"),
        ("TW-NWT", "65000"),
        ("TPQ", "65000"),
        ("F", "65000"),
        ("S", "64000"),
        ("6500100-009", "65000010"),
        ("6500100", "65000010"),
    ],
)
def test_codes_of_before_and_of_other_systems_lead_to_today(code, now):
    assert boundaries.any_code(code).code == now


@pytest.mark.parametrize("code", ["", "x9", "99999", "1002102", "TW-XXX", "６５０００", "-", "１"])
def test_what_is_no_code_or_not_sure_is_nothing(code):
    assert boundaries.any_code(code) is None


def test_the_counties_of_a_day_are_those_of_that_day():
    assert len(api.units("county").rows) == 22
    before = api.units("county", BEFORE)
    assert len(before.rows) == 25
    (number,) = before.numbers(*([n] for n in BANQIAO))
    assert (before.rows[number].code, before.rows[number].name) == ("10001", "臺北縣")
    towns = api.units("town", BEFORE)
    (number,) = towns.numbers(*([n] for n in BANQIAO))
    assert (towns.rows[number].code, towns.rows[number].full_name) == ("10001010", "臺北縣板橋市")
    assert api.units("county", date(2012, 1, 1)).index.keys() >= {"65000", "10003"}
    assert "68000" not in api.units("county", date(2012, 1, 1)).index
    kaohsiung = api.unit("county", "64000", BEFORE)
    assert len(api.children(kaohsiung, BEFORE)) == 11
    assert len(api.children(api.unit("county", "64000"))) == 38


def test_counties_of_before_cover_the_ground_of_today():
    for day in (BEFORE, date(2012, 1, 1)):
        before = shapely.area(api.units("county", day).shapes).sum()
        assert before == pytest.approx(shapely.area(api.units("county").shapes).sum(), rel=2e-3)
    old = api.unit("county", "10001")
    assert old.unit.valid_to == BEFORE
    assert [each.after for each in api.successors(old.unit)] == ["65000"]
    assert {each.code for each in api.predecessors(api.unit("county", "66000").unit)} == {
        "10006",
        "10019",
    }


def test_counties_found_through_their_towns_are_those_of_the_towns():
    chance = np.random.default_rng(4)
    x, y = chance.uniform(120, 122, 2000), chance.uniform(22, 25.3, 2000)
    towns, counties = api.units("town"), api.units("county")
    for town, county in zip(towns.numbers(x, y), counties.numbers(x, y), strict=True):
        assert (town < 0) == (county < 0)
        if town >= 0:
            assert towns.rows[town].parent == counties.rows[county].code


def test_a_declared_layer_is_a_geography_with_its_days(tmp_path):
    made = basins(tmp_path, parent="county")
    assert made.kind is GeographyKind.BASIN
    assert [each.id for each in api.geographies()][-1] == "basins"
    assert [row.code for row in api.units("basins").rows] == ["B1", "B3"]
    assert [row.code for row in api.units("basins", date(2010, 1, 1)).rows] == ["B1", "B2"]
    found = api.units("basins").numbers([120.5, 118.5, 121.5, 110.5, np.nan], [23.5] * 5)
    assert [api.units("basins").rows[n].code if n >= 0 else "" for n in found] == [
        "B1",
        "B1",
        "B3",
        "",
        "",
    ]
    assert "basins" in {place.unit.geography for place in api.at(120.5, 23.5)}
    assert api.by_name(api.units("basins"), "丙溪").number == 1
    api.withdraw(actor=ACTOR, layer_id="basins")
    with pytest.raises(NoGeography):
        api.units("basins")


def test_what_is_no_geography_is_refused_and_leaves_nothing(tmp_path):
    collection(
        tmp_path,
        "SELECT 1::BIGINT AS _row, 'a' AS code, ST_Point(121, 24) AS geometry",
        name="dots",
    )
    collection(tmp_path, BASINS, name="basins")
    for layer, columns in (
        ("dots", Columns("code")),
        ("basins", Columns("nothing")),
        ("basins", Columns("code", name='x"; DROP TABLE t; --')),
    ):
        with pytest.raises(NotAGeography):
            api.declare(actor=ACTOR, layer_id=layer, kind=GeographyKind.CUSTOM, columns=columns)
    with pytest.raises(NoGeography):
        api.declare(
            actor=ACTOR, layer_id="basins", kind=GeographyKind.BASIN, columns=COLUMNS, parent="none"
        )
    assert {each.id for each in api.geographies()} == set(built_in.BUILT_IN)
    for bad in ("none", "a\0b", "x" * 500):
        with pytest.raises(NoGeography):
            api.geography(bad)
    with pytest.raises(NoUnit):
        api.unit("county", "99999")


def test_names_and_codes_in_bulk_say_what_was_older():
    towns = api.units("town")
    joined = api.many(
        towns, "name", (["台北縣", "新北市", "臺北市", None], ["板橋市", "板橋區", "大安區", "x"])
    )
    assert [towns.rows[n].code if n >= 0 else "" for n in joined.numbers] == [
        "65000010",
        "65000010",
        "63000030",
        "",
    ]
    assert {change.code: rows for change, rows in joined.changes.items()} == {"10001": 1}
    counties = api.units("county")
    joined = api.many(counties, "code", (["10001", "65000", "10006", None, "7", "10001"],))
    assert [counties.rows[n].name if n >= 0 else "" for n in joined.numbers] == [
        "新北市",
        "新北市",
        "臺中市",
        "",
        "",
        "新北市",
    ]
    assert {change.code: rows for change, rows in joined.changes.items()} == {
        "10001": 2,
        "10006": 1,
    }
    villages = api.units("village")
    joined = api.many(villages, "code", (["65000010-001", "6500100-001", "65000010001", "1"],))
    assert len(set(joined.numbers[:3].tolist())) == 1
    assert joined.numbers[0] >= 0 > joined.numbers[3]
    named = api.many(
        villages, "name", (["新北市", "台北縣"], ["板橋區", "板橋市"], ["留侯里", "留侯里"])
    )
    assert named.numbers.tolist() == joined.numbers[:2].tolist()
    assert api.by_name(villages, "新北市板橋區留侯里").number == named.numbers[0]
    assert api.by_name(villages, "中正里").number == -1  # there are many


def test_hexagons_hold_their_points():
    chance = np.random.default_rng(5)
    x, y = chance.uniform(120, 122, 500), chance.uniform(22, 25, 500)
    for resolution in hexagons.RESOLUTIONS:
        found = hexagons.cells(x, y, resolution)
        # An edge is a great circle's, which a straight line on the map leaves by a hair.
        outlines = shapely.buffer(hexagons.outlines(found), 1e-4)
        assert shapely.contains_xy(outlines, x, y).all()
        finer = hexagons.names(hexagons.cells(x, y, 11))
        assert (hexagons.parents(finer, resolution) == found).mean() > 0.9
    assert hexagons.cells([np.nan, 999, np.inf], [1, 1, 1], 7).tolist() == [0, 0, 0]
    assert (
        hexagons.parents(["", "xyz", "ffffffffffffffffff", "8741a0928ffffff"], 9).tolist()
        == [0] * 4
    )


def test_the_interface_tells_areas_points_and_changes(client, tmp_path):
    basins(tmp_path)
    told = client.get("/api/v1/areas").json()
    assert [(each["id"], each["areas"]) for each in told[:2]] == [("county", 22), ("town", 368)]
    page = client.get("/api/v1/areas/town?q=板橋").json()
    assert [row["code"] for row in page["areas"]] == ["65000010"]
    page = client.get("/api/v1/areas/town?limit=3&offset=365").json()
    assert page["matched"] == 368
    assert page["next"] == ""
    assert "offset=103" in client.get("/api/v1/areas/town?limit=3&offset=100").json()["next"]
    one = client.get("/api/v1/areas/county/65000")
    assert one["Content-Type"] == "application/geo+json"
    assert one.json()["properties"]["predecessors"][0]["code"] == "10001"
    assert one.json()["properties"]["codes"] == {"iso": "TW-NWT", "letter": "F"}
    again = client.get("/api/v1/areas/county/65000", HTTP_IF_NONE_MATCH=one["ETag"])
    assert again.status_code == 304
    children = client.get("/api/v1/areas/county/10001/children").json()
    assert len(children) == 29
    assert children[0]["full_name"] == "臺北縣板橋市"
    here = client.get("/api/v1/areas/at?lon=121.459&lat=25.012&at=2009-01-01").json()["areas"]
    assert [each["code"] for each in here][:2] == ["10001", "10001010"]
    changes = client.get("/api/v1/areas/changes?code=10001&at=2010-12-25").json()
    assert (changes["now"], changes["now_name"]) == ("65000", "新北市")
    assert changes["successors"][0]["relation"] == "one-to-one"
    joined = client.get("/api/v1/areas/changes?code=66000").json()
    assert [each["relation"] for each in joined["predecessors"]] == ["many-to-one"] * 2
    sent = client.post(
        "/api/v1/areas/at",
        json.dumps({"geography": "county", "points": [BANQIAO, (0, 0)]}),
        content_type="application/json",
    ).json()
    assert sent["codes"] == ["65000", ""]
    assert sent["names"] == {"65000": "新北市"}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("none", 404),
        ("county/none", 404),
        ("county?at=tomorrow", 422),
        ("county?limit=0", 422),
        ("at?lon=999&lat=0", 422),
        ("at?lon=nan&lat=0", 422),
        ("changes", 422),
    ],
)
def test_bad_questions_are_problems(client, path, status):
    answer = client.get(f"/api/v1/areas/{path}")
    assert answer.status_code == status
    assert answer["Content-Type"].startswith("application/problem+json")


@pytest.mark.data
def test_real_counties_of_2010_lie_in_what_their_codes_became(shared_data):
    """The old counties' own shapes, from a file of the time: their middles are in today's area."""
    layer = json.loads(shared_data("tw/boundaries/twCounty2010.topo.json").read_text())
    moved = layer["transform"]
    arcs = [np.cumsum(arc, axis=0) * moved["scale"] + moved["translate"] for arc in layer["arcs"]]
    before, today = api.units("county", BEFORE), api.units("county")
    seen = set()
    for item in layer["objects"]["layer1"]["geometries"]:
        if item["type"] != "Polygon":
            continue
        ring = np.vstack([arcs[n] if n >= 0 else arcs[~n][::-1] for n in item["arcs"][0]])
        shape = shapely.make_valid(shapely.Polygon(ring))
        if shape.area < 0.001:  # islets that today's simplified shapes leave out
            continue
        point = shapely.point_on_surface(shape)
        code = item["properties"]["COUNTYSN"][:5]
        (now,), (then,) = (each.numbers([point.x], [point.y]) for each in (today, before))
        assert before.rows[then].code == code
        assert today.rows[now].code == boundaries.any_code(code).code
        seen.add(code)
    assert seen >= {"10001", "10003", "10006", "10011", "10012", "10019", "10021", "64000"}
