"""What QGIS sends, as its providers write it: WMS with its words for resolution, and OAPIF."""

import xml.etree.ElementTree as ET

import pytest

from idea.engines.features.tests.factories import collection
from idea.engines.features.tests.services import POINT, middle, one_point, pixels, shapes

pytestmark = pytest.mark.django_db
GML = "{http://www.opengis.net/gml}"
HERE = "{urn:ide:features}"
# As qgswmsprovider.cpp puts it together, DPI thrice: for UMN MapServer, QGIS Server and GeoServer.
MAP = {
    "SERVICE": "WMS", "VERSION": "1.3.0", "REQUEST": "GetMap", "BBOX": "24.5,121,25.5,122",
    "CRS": "EPSG:4326", "WIDTH": "200", "HEIGHT": "200", "LAYERS": "stop", "STYLES": "",
    "FORMAT": "image/png", "DPI": "96", "MAP_RESOLUTION": "96", "FORMAT_OPTIONS": "dpi:96",
    "TRANSPARENT": "TRUE",
}  # fmt: skip


@pytest.fixture
def stop(tmp_path):
    return one_point(tmp_path)


def test_a_map_with_the_axes_of_the_system_and_words_for_resolution(client, stop):
    response = client.get("/ogc/wms", MAP)
    assert response.status_code == 200
    assert middle(pixels(response.content)) == pytest.approx((100, 100), abs=1)
    plain = {name: value for name, value in MAP.items() if "DPI" not in name}
    assert client.get("/ogc/wms", plain).content == response.content
    old = MAP | {"VERSION": "1.1.1", "SRS": "EPSG:4326", "BBOX": "121,24.5,122,25.5"}
    assert client.get("/ogc/wms", old).content == response.content


def test_a_legend_without_an_sld(client, stop):
    asked = {
        "SERVICE": "WMS", "VERSION": "1.3.0", "REQUEST": "GetLegendGraphic", "LAYER": "stop",
        "FORMAT": "image/png", "STYLE": "default", "SLD_VERSION": "1.1.0", "TRANSPARENT": "true",
        "LAYERS": "stop", "CRS": "EPSG:4326", "BBOX": "24.5,121,25.5,122", "WIDTH": "200",
        "HEIGHT": "200", "DPI": "96", "MAP_RESOLUTION": "96", "FORMAT_OPTIONS": "dpi:96",
    }  # fmt: skip
    response = client.get("/ogc/wms", asked)
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")


@pytest.mark.parametrize(
    ("kind", "holds"),
    [
        ("text/plain", "站"),
        ("text/html", "<td>站</td>"),
        ("application/json", '"name":"站"'),
        ("application/geo+json", '"name":"站"'),
        ("application/vnd.ogc.gml", "<f:name>站</f:name>"),
    ],
)
def test_what_is_here_in_every_form_it_asks_for(client, stop, kind, holds):
    asked = MAP | {
        "REQUEST": "GetFeatureInfo", "QUERY_LAYERS": "stop", "INFO_FORMAT": kind, "I": "100",
        "J": "100", "FEATURE_COUNT": "10", "FI_POINT_TOLERANCE": "8",
    }  # fmt: skip
    response = client.get("/ogc/wms", asked)
    assert response.status_code == 200
    assert holds in response.content.decode()


def info(client, layer, column, row):
    asked = MAP | {
        "REQUEST": "GetFeatureInfo", "LAYERS": layer, "QUERY_LAYERS": layer, "I": column, "J": row,
        "INFO_FORMAT": "application/vnd.ogc.gml", "BBOX": "23,120,25,122", "FEATURE_COUNT": "5",
    }  # fmt: skip
    response = client.get("/ogc/wms", asked)
    assert response["Content-Type"].startswith("application/vnd.ogc.gml")
    return ET.fromstring(response.content)  # noqa: S314  our own


def test_gml_has_every_kind_of_shape_longitude_first(client, tmp_path):
    shapes(tmp_path)
    point, line, area = (
        info(client, "shapes", *at).find(f"{GML}featureMember/{HERE}shapes")
        for at in ((150, 0), (40, 199), (110, 90))
    )
    assert point.get("fid") == "shapes.1"
    assert point.find(f".//{GML}Point/{GML}coordinates").text == f"{POINT[0]},{POINT[1]}"
    assert line.find(f".//{GML}LineString/{GML}coordinates").text == "120.2,23.0 120.6,23.0"
    ring = area.find(f".//{GML}outerBoundaryIs/{GML}LinearRing/{GML}coordinates").text.split()
    assert (ring[0], len(ring)) == (ring[-1], 5)
    assert area.find(f"{HERE}name").text == "區"


def test_gml_names_can_be_any(client, tmp_path):
    collection(
        tmp_path,
        'SELECT 1::BIGINT AS _row, \'a<b&"c\' AS "1 號 (m²)", NULL::VARCHAR AS gone, '
        "'GEOMETRYCOLLECTION(POINT(121 24), MULTIPOINT((121 24.1), (121 24.2)), "
        "MULTIPOLYGON(((121 24, 121.1 24, 121.1 24.1, 121 24))))'::GEOMETRY AS geometry",
        name="many",
    )
    found = info(client, "many", 101, 99).find(f"{GML}featureMember/{HERE}many")
    assert found.find(f"{HERE}_1_號__m__").text == 'a<b&"c'
    assert found.find(f"{HERE}gone") is None
    assert len(found.findall(f".//{GML}geometryMember")) == 3


def test_nothing_hit_is_an_empty_collection(client, stop):
    assert info(client, "stop", 1, 1).findall(f"{GML}featureMember") == []


def test_oapif_pages_with_the_parameters_it_writes(client, stop):
    """QgsOapifProvider: landing page, /conformance, /api, the collection, items by pages."""
    links = {each["rel"]: each["href"] for each in client.get("/ogc/?f=json").json()["links"]}
    assert {"conformance", "data", "service-desc"} <= links.keys()
    assert client.get("/ogc/collections?f=json").json()["collections"]
    assert client.get("/ogc/collections/stop?f=json").json()["id"] == "stop"
    asked = {
        "limit": "1000",
        "bbox": "121,24.5,122,25.5",
        "crs": "http://www.opengis.net/def/crs/EPSG/0/3857",
        "f": "json",
    }
    body = client.get("/ogc/collections/stop/items", asked)
    assert body["Content-Crs"] == "<http://www.opengis.net/def/crs/EPSG/0/3857>"
    [feature] = body.json()["features"]
    assert feature["geometry"]["coordinates"][0] == pytest.approx(13_525_318, abs=2)
    assert client.get("/ogc/collections/stop/items?limit=1&f=json").json()["numberMatched"] == 1
    assert client.get("/ogc/collections/stop/queryables?f=json").status_code == 200
