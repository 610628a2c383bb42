"""WMS 1.3.0 and 1.1.1: pictures are where places are, in every system; bad requests get a report."""

from urllib.parse import urlencode

import pytest
from lxml import etree
from pyproj import Transformer

from idea.engines.features import api
from idea.engines.features.errors import TooLong
from idea.engines.features.tests.factories import as_layer, collection, points, staged
from idea.engines.features.tests.services import POINT, marked, middle, one_point, pixels, shapes

pytestmark = pytest.mark.django_db
LON, LAT = POINT
INK = (11, 93, 107)


@pytest.fixture
def stop(tmp_path):
    return one_point(tmp_path)


def ask(client, path="/ogc/wms", **asked):
    return client.get(f"{path}?{urlencode({'SERVICE': 'WMS', **asked})}")


def get_map(client, **asked):
    said = {
        "VERSION": "1.3.0", "REQUEST": "GetMap", "LAYERS": "stop", "STYLES": "", "CRS": "CRS:84",
        "BBOX": "121,24.5,122,25.5", "WIDTH": 200, "HEIGHT": 100, "FORMAT": "image/png",
        "TRANSPARENT": "TRUE",
    } | asked  # fmt: skip
    return ask(client, **{name: value for name, value in said.items() if value is not None})


def report(response, status=400):
    """Return the code of a report of the standard."""
    assert response.status_code == status, response.content[:300]
    assert "xml" in response["Content-Type"]
    root = etree.fromstring(response.content)
    assert root.tag.endswith("ServiceExceptionReport")
    [exception] = root
    assert exception.text.strip()
    return exception.get("code", "")


# --- GetMap ----------------------------------------------------------------------------------


def boxed(code, reach=0.25):
    """Return a box with the place a quarter from the left and the top, axes east first."""
    x, y = Transformer.from_crs("OGC:CRS84", code, always_xy=True).transform(LON, LAT)
    wide = reach if code.endswith(("84", "4326")) else reach * 100_000
    return x - wide, y - 3 * wide, x + 3 * wide, y + wide


@pytest.mark.parametrize("code", ["CRS:84", "EPSG:4326", "EPSG:3857", "EPSG:3826", "EPSG:3825"])
def test_a_place_is_where_it_should_be_in_each_system(client, stop, code):
    west, south, east, north = boxed("OGC:CRS84" if code == "CRS:84" else code)
    box = (south, west, north, east) if code == "EPSG:4326" else (west, south, east, north)
    response = get_map(client, CRS=code, BBOX=",".join(map(repr, box)), WIDTH=200, HEIGHT=200)
    assert response["Content-Type"] == "image/png"
    image = pixels(response.content)
    assert image.shape == (200, 200, 4)
    assert middle(image) == pytest.approx((50, 50), abs=1)
    assert tuple(image[50, 50]) == (*INK, 255)
    rows, columns = marked(image)
    assert max(rows) - min(rows) < 10
    assert max(columns) - min(columns) < 10


def test_version_1_1_1_has_longitude_first_in_epsg_4326(client, stop):
    west, south, east, north = boxed("EPSG:4326")
    box = ",".join(map(repr, (west, south, east, north)))
    asked = {"VERSION": "1.1.1", "CRS": None, "SRS": "EPSG:4326", "BBOX": box, "HEIGHT": 200}
    assert middle(pixels(get_map(client, **asked).content)) == pytest.approx((50, 50), abs=1)
    # The same box in 1.3.0 is somewhere else: latitude comes first there.
    new = get_map(client, CRS="EPSG:4326", BBOX=box, HEIGHT=200)
    assert not len(marked(pixels(new.content))[0])


def test_old_requests_without_a_version_are_known_by_srs(client, stop):
    response = get_map(client, VERSION=None, CRS=None, SRS="epsg:4326", BBOX="121,24.5,122,25.5")
    assert middle(pixels(response.content)) == pytest.approx((100, 50), abs=1)


def test_names_are_read_in_any_case(client, stop):
    path = "/ogc/wms?service=WMS&version=1.3.0&request=getmap&layers=stop&styles=&crs=CRS:84"
    response = client.get(f"{path}&bbox=121,24.5,122,25.5&width=20&height=20&format=image/png")
    assert response.status_code == 200


def test_the_background_is_white_unless_it_is_see_through_or_said(client, stop):
    corner = lambda **asked: tuple(pixels(get_map(client, **asked).content)[0, 0])  # noqa: E731
    assert corner()[3] == 0
    assert corner(TRANSPARENT="FALSE") == (255, 255, 255, 255)
    assert corner(TRANSPARENT=None, BGCOLOR="0x102030") == (16, 32, 48, 255)


def test_lines_and_areas_are_drawn_where_they_are(client, tmp_path):
    shapes(tmp_path)
    image = pixels(
        get_map(client, LAYERS="shapes", BBOX="120,22.5,122,25.5", WIDTH=400, HEIGHT=600).content
    )
    at = lambda lon, lat: tuple(image[int((25.5 - lat) * 200), int((lon - 120) * 200)])  # noqa: E731
    assert at(121.5, 25.0)[3] == 255  # the point
    assert at(120.4, 23.0)[3] > 200  # the line
    assert 50 < at(121.1, 24.1)[3] < 100  # inside the area: tinted
    assert at(121.0, 24.1)[3] > 150  # its edge
    assert at(120.1, 23.0)[3] == 0  # beside the line's end
    assert at(121.3, 24.1)[3] == 0
    assert at(121.9, 22.6)[3] == 0


def test_an_area_with_a_hole_is_empty_there(client, tmp_path):
    ring = "POLYGON((121 24, 122 24, 122 25, 121 25, 121 24), (121.4 24.4, 121.6 24.4, 121.6 24.6, 121.4 24.6, 121.4 24.4))"
    collection(tmp_path, f"SELECT 1 AS _row, '{ring}'::GEOMETRY AS geometry", name="ring")
    image = pixels(
        get_map(client, LAYERS="ring", BBOX="121,24,122,25", WIDTH=100, HEIGHT=100).content
    )
    assert image[50, 50, 3] == 0
    assert image[50, 20, 3] > 50


def test_a_place_at_the_edge_is_drawn_on_both_sides(client, stop):
    left = pixels(get_map(client, BBOX="121,24.5,121.5,25.5", WIDTH=100).content)
    right = pixels(get_map(client, BBOX="121.5,24.5,122,25.5", WIDTH=100).content)
    assert left[50, -1, 3] > 200
    assert right[50, 0, 3] > 200


def test_outside_all_layers_is_blank(client, stop):
    for box in ("0,0,1,1", "-180,-90,-170,-80", "300,0,400,80"):
        response = get_map(client, BBOX=box)
        assert response.status_code == 200
        assert not len(marked(pixels(response.content))[0])


def test_many_points_are_all_drawn_small_boxes_and_large(client, tmp_path):
    collection(tmp_path, points(30_000), name="many")
    whole = pixels(
        get_map(client, LAYERS="many", BBOX="119,21,123,26", WIDTH=400, HEIGHT=500).content
    )
    assert (whole[100:400, 100:300, 3] > 0).mean() > 0.95  # they cover 120–122, 22–25
    assert not whole[:90, :, 3].any()
    assert not whole[:, :90, 3].any()


def test_the_first_layer_lies_undermost(client, tmp_path):
    one_point(tmp_path)
    square = "SELECT 1 AS _row, ST_MakeEnvelope(121, 24.5, 122, 25.5) AS geometry"
    collection(tmp_path, square, name="square")
    under = pixels(get_map(client, LAYERS="square,stop").content)
    over = pixels(get_map(client, LAYERS="stop,square").content)
    assert tuple(under[50, 100]) == (*INK, 255)
    assert not (under == over).all()


def test_a_picture_is_sent_once(client, stop):
    first = get_map(client)
    again = client.get(first.wsgi_request.get_full_path(), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


# --- GetFeatureInfo, GetLegendGraphic ---------------------------------------------------------


def info(client, **asked):
    said = {"REQUEST": "GetFeatureInfo", "QUERY_LAYERS": "stop", "I": 100, "J": 50} | asked
    return get_map(client, **said)


def test_what_is_at_a_pixel_in_three_formats(client, stop):
    body = info(client, INFO_FORMAT="application/json").json()
    assert [f["properties"] for f in body["features"]] == [{"name": "站", "lines": 3}]
    assert body["features"][0]["id"] == "stop.5"
    assert "站" in info(client, INFO_FORMAT="text/html").content.decode()
    plain = info(client, INFO_FORMAT="text/plain")
    assert "name = 站" in plain.content.decode()
    assert info(client, I=10, INFO_FORMAT="application/json").json()["features"] == []


def test_old_requests_name_the_pixel_x_and_y(client, stop):
    old = {"VERSION": "1.1.1", "CRS": None, "SRS": "EPSG:4326", "I": None, "J": None}
    assert "站" in info(client, **old, X=101, Y=49).content.decode()


def test_info_in_latitude_first(client, stop):
    response = info(
        client, CRS="EPSG:4326", BBOX="24.5,121,25.5,122", INFO_FORMAT="application/json"
    )
    assert len(response.json()["features"]) == 1


def test_an_area_answers_inside_only(client, tmp_path):
    square = "SELECT 1 AS _row, ST_MakeEnvelope(121.2, 24.7, 121.8, 25.3) AS geometry"
    collection(tmp_path, square, name="square")
    found = lambda i: len(  # noqa: E731
        info(
            client, LAYERS="square", QUERY_LAYERS="square", I=i, INFO_FORMAT="application/json"
        ).json()["features"]
    )
    assert (found(100), found(42), found(37)) == (1, 1, 0)


def test_markup_in_values_stays_text(client, tmp_path):
    hostile = (
        "SELECT 1 AS _row, '<script>alert(1)</script>' AS name, ST_Point(121.5, 25) AS geometry"
    )
    collection(tmp_path, hostile, name="hostile")
    body = info(client, LAYERS="hostile", QUERY_LAYERS="hostile", INFO_FORMAT="text/html")
    assert b"<script>" not in body.content


@pytest.mark.parametrize("name", ["stop", "shapes"])
def test_a_legend_is_a_small_picture(client, tmp_path, name):
    one_point(tmp_path)
    shapes(tmp_path)
    response = ask(
        client, REQUEST="GetLegendGraphic", LAYER=name, FORMAT="image/png", VERSION="1.3.0"
    )
    image = pixels(response.content)
    assert image.shape == (20, 20, 4)
    assert len(marked(image)[0])


# --- capabilities -----------------------------------------------------------------------------


def test_capabilities_name_layers_systems_and_limits(client, stop):
    response = ask(client, REQUEST="GetCapabilities")
    assert response["Content-Type"].startswith("text/xml")
    root = etree.fromstring(response.content)
    space = {"w": "http://www.opengis.net/wms"}
    assert root.get("version") == "1.3.0"
    assert [e.text for e in root.findall(".//w:Layer/w:Name", space)] == ["stop"]
    assert {e.text for e in root.findall(".//w:Layer/w:CRS", space)} == {
        "CRS:84", "EPSG:4326", "EPSG:3857", "EPSG:3826", "EPSG:3825",
    }  # fmt: skip
    box = root.find(".//w:Layer/w:Layer/w:BoundingBox[@CRS='EPSG:4326']", space)
    assert float(box.get("minx")) == pytest.approx(25.0, abs=0.01)  # latitude first


def test_titles_cannot_break_the_document(client, tmp_path):
    folder = tmp_path / "x"
    folder.mkdir()
    table = staged(folder, "SELECT 1 AS _row, ST_Point(121, 24) AS geometry")
    made = as_layer(folder, table, name="hostile")
    from dataclasses import replace

    title = "</Title><Layer>&amp;]]><!--\x07\ud7ff\ufffe"
    api.register(replace(made, title=title, title_en="", description=title, attribution=title))
    for version in ("1.3.0", "1.1.1"):
        root = etree.fromstring(ask(client, REQUEST="GetCapabilities", VERSION=version).content)
        titles = [e.text for e in root.iter() if e.tag.endswith("Title")]
        assert "</Title><Layer>&amp;]]><!--\ud7ff" in titles
    wmts = client.get("/ogc/wmts?SERVICE=WMTS&REQUEST=GetCapabilities")
    assert etree.fromstring(wmts.content) is not None


@pytest.mark.parametrize(
    ("asked", "given"),
    [("", "1.3.0"), ("1.3.0", "1.3.0"), ("1.1.1", "1.1.1"), ("1.0.0", "1.1.1"), ("2.0.0", "1.3.0")],
)
def test_versions_are_agreed_on(client, stop, asked, given):
    root = etree.fromstring(ask(client, REQUEST="GetCapabilities", VERSION=asked).content)
    assert root.get("version") == given


def test_a_data_set_has_a_service_of_its_own(client, tmp_path):
    one_point(tmp_path)
    one_point(tmp_path, name="other")
    response = ask(client, "/ogc/collections/stop/wms", REQUEST="GetCapabilities")
    assert b"<Name>stop</Name>" in response.content
    assert b"other" not in response.content
    assert b"/ogc/collections/stop/wms?" in response.content
    path = "/ogc/collections/stop/wms"
    said = {"REQUEST": "GetMap", "VERSION": "1.3.0", "CRS": "CRS:84", "BBOX": "121,24,122,25"}
    size = {"WIDTH": 9, "HEIGHT": 9, "FORMAT": "image/png", "STYLES": ""}
    assert ask(client, path, **said, **size, LAYERS="stop").status_code == 200
    assert report(ask(client, path, **said, **size, LAYERS="other")) == "LayerNotDefined"


# --- bad requests -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"LAYERS": "nothing"}, "LayerNotDefined"),
        ({"LAYERS": "stop,nothing"}, "LayerNotDefined"),
        ({"LAYERS": None}, "MissingParameterValue"),
        ({"LAYERS": "<script>"}, "LayerNotDefined"),
        ({"LAYERS": ",".join(["stop"] * 21)}, "InvalidParameterValue"),
        ({"STYLES": "red"}, "StyleNotDefined"),
        ({"STYLES": "default,default"}, "StyleNotDefined"),
        ({"CRS": "EPSG:9999"}, "InvalidCRS"),
        ({"CRS": 'EPSG:4326"><x'}, "InvalidCRS"),
        ({"CRS": None}, "MissingParameterValue"),
        ({"FORMAT": "image/tiff"}, "InvalidFormat"),
        ({"BBOX": "122,24,121,25"}, "InvalidParameterValue"),
        ({"BBOX": "121,24,121,25"}, "InvalidParameterValue"),
        ({"BBOX": "121,24,122"}, "InvalidParameterValue"),
        ({"BBOX": "nan,24,122,25"}, "InvalidParameterValue"),
        ({"BBOX": "-inf,24,inf,25"}, "InvalidParameterValue"),
        ({"BBOX": "1e308,24,1.1e308,25"}, "InvalidParameterValue"),
        ({"BBOX": ""}, "MissingParameterValue"),
        ({"BBOX": "a,b,c,d"}, "InvalidParameterValue"),
        ({"WIDTH": 1_000_000}, "InvalidParameterValue"),
        ({"WIDTH": 0}, "InvalidParameterValue"),
        ({"WIDTH": -5}, "InvalidParameterValue"),
        ({"WIDTH": "NaN"}, "InvalidParameterValue"),
        ({"HEIGHT": "1e3"}, "InvalidParameterValue"),
        ({"HEIGHT": "²"}, "InvalidParameterValue"),
        ({"HEIGHT": None}, "MissingParameterValue"),
        ({"BGCOLOR": "red", "TRANSPARENT": None}, "InvalidParameterValue"),
        ({"REQUEST": "GetEverything"}, "OperationNotSupported"),
        ({"REQUEST": None}, "MissingParameterValue"),
        ({"SERVICE": "WFS"}, "InvalidParameterValue"),
        ({"REQUEST": "GetFeatureInfo", "QUERY_LAYERS": "stop", "I": 200, "J": 1}, "InvalidPoint"),
        ({"REQUEST": "GetFeatureInfo", "QUERY_LAYERS": "stop", "I": -1, "J": 1}, "InvalidPoint"),
        ({"REQUEST": "GetFeatureInfo", "QUERY_LAYERS": "stop", "I": 1}, "MissingParameterValue"),
        (
            {
                "REQUEST": "GetFeatureInfo",
                "QUERY_LAYERS": "stop",
                "I": 1,
                "J": 1,
                "INFO_FORMAT": "x/y",
            },
            "InvalidFormat",
        ),
    ],
)
def test_a_bad_request_gets_a_report(client, stop, asked, code):
    assert report(get_map(client, **asked)) == code
    assert get_map(client).status_code == 200  # nothing else is harmed


def test_the_old_version_reports_in_its_own_words(client, stop):
    response = get_map(client, VERSION="1.1.1", CRS=None, SRS="EPSG:1")
    assert response["Content-Type"].startswith("application/vnd.ogc.se_xml")
    assert report(response) == "InvalidSRS"


def test_a_parameter_given_twice_is_refused(client, stop):
    assert report(client.get("/ogc/wms?REQUEST=GetMap&request=GetCapabilities&SERVICE=WMS"))


def test_a_world_wide_box_in_any_system_is_no_crash(client, stop):
    for crs, box in (
        ("EPSG:3857", "-20037508,-20037508,20037508,20037508"),
        ("EPSG:3857", "-1e11,-1e11,1e11,1e11"),
        ("EPSG:3826", "-1e7,-1e7,1e7,1e7"),
        ("EPSG:3826", "1e11,1e11,2e11,2e11"),
        ("EPSG:4326", "-90,-180,90,180"),
        ("CRS:84", "-1e9,-1e9,1e9,1e9"),
    ):
        assert get_map(client, CRS=crs, BBOX=box).status_code == 200, (crs, box)


def test_a_layer_that_was_taken_away_gives_nothing(client, stop):
    etag = get_map(client)["ETag"]
    api.unregister("stop")
    assert report(get_map(client)) == "LayerNotDefined"
    assert report(info(client)) == "LayerNotDefined"
    path = get_map(client).wsgi_request.get_full_path()
    assert client.get(path, headers={"if-none-match": etag}).status_code == 400
    assert b"stop" not in ask(client, REQUEST="GetCapabilities").content
    assert client.get("/ogc/collections/stop/wms?REQUEST=GetCapabilities").status_code == 404


def test_only_reading_is_answered(client, stop):
    assert client.post("/ogc/wms", {"REQUEST": "GetMap"}).status_code == 405


def test_drawing_that_takes_too_long_is_reported(client, stop, monkeypatch):
    def endless(*_given):
        raise TooLong("Drawing this takes too long.")

    monkeypatch.setattr("idea.engines.features.raster.picture", endless)
    report(get_map(client), status=503)
