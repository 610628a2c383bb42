"""OGC API Maps 1.0 (20-058): core, collection and dataset maps, scaling, subsetting, crs, formats.

Pictures are read with rasterio, another reader than what drew them.
"""

import numpy as np
import pytest
from rasterio.io import MemoryFile

from idea.engines.features.tests.conformance.asking import BASE, get, refused, rels
from idea.engines.features.tests.factories import collection

pytestmark = pytest.mark.django_db
MAP = f"{BASE}/map"
MERCATOR = "http://www.opengis.net/def/crs/EPSG/0/3857"
SQUARE = """SELECT 1::BIGINT AS _row, 'a' AS name, ST_MakeEnvelope(121, 24, 122, 25) AS geometry"""
EAST = """SELECT 1::BIGINT AS _row, 'b' AS name, ST_MakeEnvelope(122, 24, 123, 25) AS geometry"""


@pytest.fixture
def made(tmp_path):
    return collection(tmp_path, SQUARE)


def pixels(response):
    with MemoryFile(response.content) as file, file.open() as read:
        return read.read()


def drawn(client, **said):
    said = {name.replace("_", "-"): value for name, value in said.items()}
    return get(client, MAP, parameters=said)


def test_core_a_map_without_parameters_shows_all(client, made):
    response = drawn(client)
    assert response["Content-Type"] == "image/png"
    assert response["Content-Crs"] == "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"
    west, south, east, north = (float(x) for x in response["Content-Bbox"].split(","))
    assert west < 121
    assert east > 122
    assert south < 24
    assert north > 25
    bands = pixels(response)
    assert bands.shape == (4, 1024, 1024)
    assert bands[3, 512, 512] > 0
    assert bands[3, 2, 2] == 0  # the outside is see-through
    again = client.get(MAP, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_scaling(client, made):
    assert pixels(drawn(client, bbox="121,24,122,24.5", width=200)).shape[1:] == (100, 200)
    assert pixels(drawn(client, bbox="121,24,122,24.5", height=50)).shape[1:] == (50, 100)
    assert pixels(drawn(client, bbox="121,24,122,25", width=30, height=70)).shape[1:] == (70, 30)
    # A meter is a meter in the survey grid: 28,000 m at 1:1,000,000 are 100 pixels of 0.28 mm.
    box = "300000,2700000,328000,2728000"
    grid = "[EPSG:3826]"
    response = drawn(client, bbox=box, bbox_crs=grid, crs=grid, scale_denominator="1000000")
    height, width = pixels(response).shape[1:]
    assert abs(width - 100) <= 1
    assert abs(height - 100) <= 1


def test_the_part_that_is_asked_for(client, made):
    half = pixels(drawn(client, bbox="121.5,24.2,122.5,24.8", width=100, height=60))
    assert half[3, 30, 20] > 0
    assert half[3, 30, 80] == 0
    by_axes = drawn(client, subset="Lat(24.2:24.8),Lon(121.5:122.5)", width=100, height=60)
    assert np.array_equal(pixels(by_axes), half)
    swapped = drawn(
        client, bbox="24.2,121.5,24.8,122.5", bbox_crs="[EPSG:4326]", width=100, height=60
    )
    assert np.array_equal(pixels(swapped), half)
    around = drawn(client, center="122,24.5", scale_denominator="1000000", width=50, height=50)
    west, south, east, north = (float(x) for x in around["Content-Bbox"].split(","))
    assert ((west + east) / 2, (south + north) / 2) == pytest.approx((122, 24.5))
    assert (east - west) * 111_319.49 == pytest.approx(50 * 280, rel=1e-6)


def test_crs(client, made):
    response = drawn(client, crs=MERCATOR, bbox="121,24,122,25")
    assert response["Content-Crs"] == f"<{MERCATOR}>"
    west = float(response["Content-Bbox"].split(",")[0])
    assert west == pytest.approx(13_469_658, abs=2)
    latitude_first = drawn(client, crs="http://www.opengis.net/def/crs/OGC/1.3/CRS84")
    assert latitude_first["Content-Crs"].endswith("CRS84>")


def test_background_and_jpeg(client, made):
    box = {"bbox": "120,24,121,25", "width": 10, "height": 10}
    assert pixels(drawn(client, **box, bgcolor="0xFF8000"))[:, 5, 1].tolist() == [255, 128, 0, 255]
    assert pixels(drawn(client, **box, transparent="false"))[:3, 5, 1].tolist() == [255] * 3
    response = drawn(client, **box, f="jpeg")
    assert response["Content-Type"] == "image/jpeg"
    assert pixels(response)[:, 5, 1].tolist() == [255] * 3
    accepted = client.get(MAP, box, headers={"Accept": "image/jpeg"})
    assert accepted["Content-Type"] == "image/jpeg"


def test_a_map_of_several_collections(client, made, tmp_path):
    collection(tmp_path, EAST, name="east")
    box = {"bbox": "121,24,123,25", "width": 100, "height": 50}
    both = pixels(get(client, "/ogc/map", parameters={"collections": "made,east", **box}))
    assert both[3, 25, 25] > 0
    assert both[3, 25, 75] > 0
    one = pixels(get(client, "/ogc/map", parameters={"collections": "east", **box}))
    assert one[3, 25, 25] == 0
    assert np.array_equal(pixels(get(client, "/ogc/map", parameters=box))[3] > 0, both[3] > 0)


def test_an_empty_site_has_an_empty_map(client):
    assert not pixels(get(client, "/ogc/map"))[3].any()


def test_a_map_is_linked_and_declared(client, made):
    name = "http://www.opengis.net/def/rel/ogc/1.0/map"
    assert get(client, rels(get(client, BASE).json())[name]["href"])["Content-Type"] == "image/png"
    assert name in rels(get(client, "/ogc/").json())
    declared = get(client, "/ogc/conformance").json()["conformsTo"]
    assert "http://www.opengis.net/spec/ogcapi-maps-1/1.0/conf/core" in declared


@pytest.mark.parametrize(
    "said",
    [
        {"bbox": "1,2"},
        {"bbox": "121,24,121,25"},
        {"bbox": "122,24,121,25"},
        {"bbox": "121,24,122,25", "center": "121,24"},
        {"center": "121"},
        {"center": "500,24"},
        {"subset": "Lat(24:25)"},
        {"subset": "Lat(24:25),Lat(1:2)"},
        {"crs": "EPSG:1234"},
        {"crs": MERCATOR, "bbox": "121,24,122,25", "width": "99999"},
        {"width": "0"},
        {"scale_denominator": "0.001"},
        {"scale_denominator": "1e-300", "bbox": "121,24,122,25"},
        {"scale_denominator": "2", "bbox": "121,24,122,25"},
        {"bgcolor": "javascript:1"},
        {"transparent": "maybe"},
        {"f": "tiff"},
        {"style": "x"},
    ],
)
def test_what_cannot_be_drawn_is_refused(client, made, said):
    assert refused(client, MAP, **said)["code"] == "bad-parameter"


def test_what_is_not_there(client, made):
    get(client, "/ogc/collections/none/map", 404)
    get(client, "/ogc/map", 404, {"collections": "made,none"})
    refused(client, "/ogc/map", collections=",".join(["made"] * 99))


CLIENT = """
import json, sys
from owslib.ogcapi.maps import Maps
service = Maps(sys.argv[1])
picture = service.map("made", bbox=[121, 24, 122, 25], width=64, height=32, transparent=False)
print(json.dumps({"maps": service.maps(), "picture": picture.read().hex()}))
"""


@pytest.mark.django_db(transaction=True)
def test_owslib_reads_a_map(live_server, tmp_path):
    import json
    import subprocess
    import sys

    collection(tmp_path, SQUARE)
    done = subprocess.run(
        [sys.executable, "-c", CLIENT, f"{live_server.url}/ogc/"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["maps"] == ["made"]
    with MemoryFile(bytes.fromhex(told["picture"])) as file, file.open() as read:
        assert (read.width, read.height) == (64, 32)
