"""WMTS 1.0.0, by parameters and by addresses: tiles lie where they should, errors are reports."""

from urllib.parse import urlencode

import pytest
from lxml import etree

from idea.engines.features import api
from idea.engines.features.matrices import MATRIX_SETS
from idea.engines.features.tests.services import marked, middle, one_point, pixels
from idea.engines.features.tests.test_tilesets import at

pytestmark = pytest.mark.django_db
SPACES = {"w": "http://www.opengis.net/wmts/1.0", "ows": "http://www.opengis.net/ows/1.1"}
HREF = "{http://www.w3.org/1999/xlink}href"


@pytest.fixture
def stop(tmp_path):
    return one_point(tmp_path)


def ask(client, path="/ogc/wmts", **asked):
    said = {"SERVICE": "WMTS", "VERSION": "1.0.0"} | asked
    return client.get(f"{path}?{urlencode({k: v for k, v in said.items() if v is not None})}")


def get_tile(client, name="WebMercatorQuad", z=10, **asked):
    column, row, *_rest = at(
        MATRIX_SETS["WebMercatorQuad" if name == "GoogleMapsCompatible" else name], z
    )
    said = {
        "REQUEST": "GetTile", "LAYER": "stop", "STYLE": "default", "FORMAT": "image/png",
        "TILEMATRIXSET": name, "TILEMATRIX": z, "TILEROW": row, "TILECOL": column,
    }  # fmt: skip
    return ask(client, **(said | asked))


def report(response, status=400):
    assert response.status_code == status, response.content[:300]
    root = etree.fromstring(response.content)
    [exception] = root.findall("ows:Exception", SPACES)
    assert exception.findtext("ows:ExceptionText", namespaces=SPACES).strip()
    return exception.get("exceptionCode"), exception.get("locator")


@pytest.mark.parametrize("name", [*MATRIX_SETS, "GoogleMapsCompatible"])
@pytest.mark.parametrize("z", [3, 10])
def test_a_place_is_drawn_where_it_is_in_each_set(client, stop, name, z):
    response = get_tile(client, name, z)
    image = pixels(response.content)
    assert image.shape == (256, 256, 4)
    real = MATRIX_SETS.get(name, MATRIX_SETS["WebMercatorQuad"])
    _column, _row, x, y = at(real, z)
    expected = x / 16, y / 16
    assert middle(image) == pytest.approx(expected, abs=2)
    assert tuple(image[int(expected[1]), int(expected[0])][:3]) == (11, 93, 107)


def test_the_tile_beside_is_blank(client, stop):
    column, row, *_rest = at(MATRIX_SETS["WebMercatorQuad"], 10)
    response = get_tile(client, TILECOL=column + 3, TILEROW=row + 3)
    assert response.status_code == 200
    assert not len(marked(pixels(response.content))[0])


def test_addresses_of_the_capabilities_lead_to_the_same_tile(client, stop):
    document = client.get("/ogc/wmts/1.0.0/WMTSCapabilities.xml")
    assert document["Content-Type"].startswith("text/xml")
    root = etree.fromstring(document.content)
    layer = root.find(".//w:Layer", SPACES)
    column, row, *_rest = at(MATRIX_SETS["WebMercatorQuad"], 10)
    filled = {
        "Style": "default", "TileMatrixSet": "WebMercatorQuad", "TileMatrix": 10,
        "TileRow": row, "TileCol": column, "J": 1, "I": 1,
    }  # fmt: skip
    kinds = set()
    for resource in layer.findall("w:ResourceURL", SPACES):
        answer = client.get(resource.get("template").format(**filled))
        assert answer.status_code == 200
        assert answer["Content-Type"].split(";")[0] == resource.get("format")
        kinds.add(resource.get("format"))
        if resource.get("resourceType") == "tile":
            assert answer.content == get_tile(client).content
    assert kinds == {
        "image/png",
        "application/json",
        "text/html",
        "text/plain",
        "application/vnd.ogc.gml",
    }
    legend = layer.find("w:Style/w:LegendURL", SPACES).get(HREF)
    assert client.get(legend)["Content-Type"] == "image/png"
    own = root.find("w:ServiceMetadataURL", SPACES).get(HREF)
    assert client.get(own).content == document.content


def test_matrices_of_the_capabilities_are_those_tiles_are_cut_in(client, stop):
    root = etree.fromstring(ask(client, REQUEST="GetCapabilities").content)
    for made in root.findall(".//w:Contents/w:TileMatrixSet", SPACES):
        matrices = MATRIX_SETS[made.findtext("ows:Identifier", namespaces=SPACES)]
        listed = made.findall("w:TileMatrix", SPACES)
        assert len(listed) == matrices.deepest + 1
        corner = [
            float(v) for v in listed[0].findtext("w:TopLeftCorner", namespaces=SPACES).split()
        ]
        assert corner == [matrices.west, matrices.north]
        scale = float(listed[3].findtext("w:ScaleDenominator", namespaces=SPACES))
        assert scale == pytest.approx(matrices.denominator(3))


def test_what_is_at_a_pixel(client, stop):
    _column, _row, x, y = at(MATRIX_SETS["WebMercatorQuad"], 10)
    said = {"REQUEST": "GetFeatureInfo", "INFOFORMAT": "application/json"}
    there = get_tile(client, **said, I=int(x / 16), J=int(y / 16)).json()
    assert there["features"][0]["properties"]["name"] == "站"
    away = get_tile(client, **said, I=(int(x / 16) + 40) % 256, J=int(y / 16)).json()
    assert away["features"] == []


def test_a_data_set_has_a_service_of_its_own(client, tmp_path):
    one_point(tmp_path)
    one_point(tmp_path, name="other")
    for path in (
        "/ogc/collections/stop/wmts",
        "/ogc/collections/stop/wmts/1.0.0/WMTSCapabilities.xml",
    ):
        root = etree.fromstring(ask(client, path, REQUEST="GetCapabilities").content)
        assert [e.text for e in root.findall(".//w:Layer/ows:Identifier", SPACES)] == ["stop"]


def test_a_tile_is_sent_once(client, stop):
    first = get_tile(client)
    path = first.wsgi_request.get_full_path()
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("asked", "code", "locator"),
    [
        ({"LAYER": "nothing"}, "InvalidParameterValue", "LAYERS"),
        ({"LAYER": None}, "MissingParameterValue", "LAYER"),
        ({"STYLE": "red"}, "InvalidParameterValue", "STYLE"),
        ({"FORMAT": "image/webp"}, "InvalidParameterValue", "FORMAT"),
        ({"TILEMATRIXSET": "<x/>"}, "InvalidParameterValue", "TILEMATRIXSET"),
        ({"TILEMATRIX": 99}, "InvalidParameterValue", "TILEMATRIX"),
        ({"TILEMATRIX": -1}, "InvalidParameterValue", "TILEMATRIX"),
        ({"TILEMATRIX": "NaN"}, "InvalidParameterValue", "TILEMATRIX"),
        ({"TILEROW": 5000}, "TileOutOfRange", "TILEROW"),
        ({"TILECOL": 5000}, "TileOutOfRange", "TILECOL"),
        ({"TILECOL": -1}, "TileOutOfRange", "TILECOL"),
        ({"TILECOL": "9" * 40}, "TileOutOfRange", "TILECOL"),
        ({"TILECOL": "x"}, "InvalidParameterValue", "TILECOL"),
        ({"TILECOL": "²"}, "InvalidParameterValue", "TILECOL"),
        ({"SERVICE": "WMS"}, "InvalidParameterValue", "SERVICE"),
        ({"SERVICE": None}, "MissingParameterValue", "SERVICE"),
        ({"REQUEST": None}, "MissingParameterValue", "REQUEST"),
        ({"REQUEST": "GetCapabilities", "ACCEPTVERSIONS": "9.9"}, "VersionNegotiationFailed", "ACCEPTVERSIONS"),
        (
            {"REQUEST": "GetFeatureInfo", "INFOFORMAT": "text/plain", "I": 256, "J": 0},
            "PointIJOutOfRange",
            "I",
        ),
        ({"REQUEST": "GetFeatureInfo", "INFOFORMAT": "a/b", "I": 1, "J": 1}, "InvalidParameterValue", "INFOFORMAT"),
    ],
)  # fmt: skip
def test_a_bad_request_gets_a_report(client, stop, asked, code, locator):
    assert report(get_tile(client, **asked)) == (code, locator)
    assert get_tile(client).status_code == 200  # nothing else is harmed


def test_what_is_not_done_is_said_so(client, stop):
    assert report(get_tile(client, REQUEST="GetGold"), 501)[0] == "OperationNotSupported"


@pytest.mark.parametrize(
    "path",
    [
        "nothing/default/WebMercatorQuad/0/0/0.png",
        "stop/default/WebMercatorQuad/0/0/1.png",
        "stop/default/Nope/0/0/0.png",
        "stop/red/WebMercatorQuad/0/0/0.png",
        "stop/default/WebMercatorQuad/nan/0/0.png",
        "stop/default/WebMercatorQuad/0/0/0/999/0.json",
        "stop/default/WebMercatorQuad/0/0/0/1/0.exe",
    ],
)
def test_an_address_of_nothing_is_not_there(client, stop, path):
    report(client.get(f"/ogc/wmts/1.0.0/{path}"), 404)


def test_a_layer_that_was_taken_away_gives_nothing(client, stop):
    etag = get_tile(client)["ETag"]
    api.unregister("stop")
    path = get_tile(client).wsgi_request.get_full_path()
    assert client.get(path, headers={"if-none-match": etag}).status_code == 400
    assert b"stop" not in ask(client, REQUEST="GetCapabilities").content
    assert (
        client.get("/ogc/collections/stop/wmts?SERVICE=WMTS&REQUEST=GetCapabilities").status_code
        == 404
    )
