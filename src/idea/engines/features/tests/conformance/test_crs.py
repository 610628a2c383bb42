"""OGC API Features part 2 (18-058r1), conformance class CRS: annex A."""

import pytest
from pyproj import Transformer

from idea.engines.features import points
from idea.engines.features.tests.conformance.asking import BASE, get, items, refused, rels
from idea.engines.features.tests.conformance.layers import AREAS, POINTS
from idea.engines.features.tests.factories import collection

pytestmark = pytest.mark.django_db
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
OTHERS = ["4326", "3857", "3826", "3825"]
BOX = (120.5, 23.0, 121.0, 24.0)


@pytest.fixture(params=[False, True], ids=["file", "memory"])
def made(tmp_path, request):
    layer = collection(tmp_path, POINTS)
    if request.param:
        points.prepare(layer)
    return layer


def as_asked(box, code):
    there = Transformer.from_crs("OGC:CRS84", f"EPSG:{code}").transform_bounds(*box)
    return ",".join(str(side) for side in there)


def test_collections_say_what_they_can_be_had_in(client, made):
    body = get(client, "/ogc/collections").json()
    assert body["crs"] == [CRS84, *(EPSG + code for code in OTHERS)]
    assert body["collections"][0]["crs"] == ["#/crs"]
    one = get(client, BASE).json()
    assert one["crs"] == body["crs"]
    assert one["storageCrs"] == CRS84


@pytest.mark.parametrize("code", OTHERS)
def test_features_come_in_the_system_asked_for(client, made, code):
    box = ",".join(map(str, BOX))
    there = Transformer.from_crs("OGC:CRS84", f"EPSG:{code}")
    plain = items(client, bbox=box, limit=20)["features"]
    response = get(
        client, f"{BASE}/items", parameters={"crs": EPSG + code, "bbox": box, "limit": 20}
    )
    assert response["Content-Crs"] == f"<{EPSG}{code}>"
    body = response.json()
    for feature, other in zip(plain, body["features"], strict=True):
        expected = there.transform(*feature["geometry"]["coordinates"])
        assert other["geometry"]["coordinates"] == pytest.approx(expected, abs=1e-6)
        assert other["properties"] == feature["properties"]
    alone = get(client, f"{BASE}/items/{other['id']}", parameters={"crs": EPSG + code})
    assert alone["Content-Crs"] == f"<{EPSG}{code}>"
    assert alone.json()["geometry"]["coordinates"] == pytest.approx(expected, abs=1e-6)
    assert "crs=" in rels(body)["next"]["href"]


def test_without_crs_it_is_crs84_and_said(client, made):
    for path in (f"{BASE}/items", f"{BASE}/items/7", f"{BASE}/items?bbox=120,22,121,23"):
        assert get(client, path)["Content-Crs"] == f"<{CRS84}>"


@pytest.mark.parametrize("code", OTHERS)
def test_a_box_in_another_system_selects_what_lies_in_it(client, made, code):
    there = Transformer.from_crs("OGC:CRS84", f"EPSG:{code}")
    asked = as_asked(BOX, code)
    sides = [float(side) for side in asked.split(",")]
    everything = items(client, limit=500)["features"]
    expected = set()
    for feature in everything:
        if feature["geometry"]:
            x, y = there.transform(*feature["geometry"]["coordinates"])
            if sides[0] <= x <= sides[2] and sides[1] <= y <= sides[3]:
                expected.add(feature["id"])
    body = items(client, bbox=asked, bbox_crs=EPSG + code, limit=500)
    assert {each["id"] for each in body["features"]} == expected
    assert body["numberMatched"] == len(expected) > 20


def test_latitude_comes_first_in_epsg_4326(client, made):
    right = items(client, bbox="23,120.5,24,121", bbox_crs=EPSG + "4326")
    same = items(client, bbox="120.5,23,121,24")
    assert right["numberMatched"] == same["numberMatched"] > 0
    refused(client, bbox="120.5,23,121,24", bbox_crs=EPSG + "4326")


def test_areas_are_turned_corner_by_corner(client, tmp_path):
    collection(tmp_path, AREAS)
    there = Transformer.from_crs("OGC:CRS84", "EPSG:3826")
    plain = get(client, f"{BASE}/items/5").json()["geometry"]["coordinates"][0]
    turned = get(client, f"{BASE}/items/5", parameters={"crs": EPSG + "3826"}).json()
    for corner, other in zip(plain, turned["geometry"]["coordinates"][0], strict=True):
        assert other == pytest.approx(there.transform(*corner), abs=1e-6)


@pytest.mark.parametrize("in_memory", [False, True])
def test_a_place_that_is_nowhere_in_a_system_has_no_geometry_there(client, tmp_path, in_memory):
    layer = collection(tmp_path, "SELECT 1 AS _row, ST_Point(-149, 0) AS geometry")
    if in_memory:
        points.prepare(layer)
    response = get(
        client, f"{BASE}/items", parameters={"crs": EPSG + "3826", "bbox": "-180,-90,180,90"}
    )
    assert response.json()["features"][0]["geometry"] is None


@pytest.mark.parametrize(
    "asked",
    [
        {"crs": "EPSG:3826"}, {"crs": ""}, {"crs": EPSG + "3828"}, {"crs": EPSG + "9999999"},
        {"crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84'"},
        {"bbox": "1,2,3,4", "bbox_crs": "nope"}, {"filter_crs": "nope"},
        {"bbox": "300000,2500000,200000,2600000", "bbox_crs": EPSG + "3826"},
        {"bbox": "200000,2600000,300000,2500000", "bbox_crs": EPSG + "3826"},
        {"bbox": "1e300,1e300,1e301,1e301", "bbox_crs": EPSG + "3826"},
        {"bbox": "nan,0,1,1", "bbox_crs": EPSG + "3857"},
        {"bbox": "0,0,inf,1", "bbox_crs": EPSG + "3857"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(client, made, asked):
    assert refused(client, **asked)["status"] == 400


def test_a_feature_in_an_unknown_system_is_refused(client, made):
    refused(client, f"{BASE}/items/7", crs="EPSG:3826")
