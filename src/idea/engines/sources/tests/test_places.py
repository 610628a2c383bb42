"""Where rows are: degrees, TWD97, text; exchanged, nowhere, and (0, 0)."""

import pytest

from idea.engines.sources.types import Role
from idea.kernel.geometry import to_crs84

PLACES = [(121.5, 25.03), (120.2, 22.99), (120.68, 24.14), (121.6, 23.98)]


def table(names, pairs):
    return (
        "名稱,"
        + ",".join(names)
        + "\n"
        + "".join(f"p{n},{a},{b}\n" for n, (a, b) in enumerate(pairs))
    )


@pytest.mark.parametrize(
    "names",
    [("經度", "緯度"), ("lon", "lat"), ("Longitude", "Latitude"), ("Px", "Py"), ("x", "y"),
     ("WGS84經度", "WGS84緯度"), ("X坐標", "Y坐標"), ("GPS_X", "GPS_Y"), ("location.lng", "location.lat")],
)  # fmt: skip
def test_degrees_by_their_names(read, names):
    result = read(table(names, PLACES))
    assert result.staged.geometry.count == 4
    assert result.staged.geometry.kind == "Point"
    assert result.place(2) == PLACES[0]
    assert result.column[names[0]].role is Role.LONGITUDE
    assert result.staged.geometry.made_from == ", ".join(names)
    assert result.staged.geometry.bbox == pytest.approx((120.2, 22.99, 121.6, 25.03))


@pytest.mark.parametrize(
    "names", [("TWD97X", "TWD97Y"), ("X座標", "Y座標"), ("X_97", "Y_97"), ("坐標E", "坐標N")]
)
@pytest.mark.parametrize("crs", ["EPSG:3826", "EPSG:3828"])
def test_metres_are_converted(read, names, crs):
    metres = [(302000.5, 2770000.25), (168000.0, 2543000.0), (217000.0, 2670000.0)]
    names = [n.replace("97", "67") for n in names] if crs == "EPSG:3828" else names
    if crs == "EPSG:3828" and "67" not in names[0]:
        pytest.skip("numbers alone cannot tell TWD67")
    result = read(table(names, metres))
    lon, lat = to_crs84([302000.5], [2770000.25], crs)
    assert result.staged.geometry.source_crs == crs
    assert result.place(2) == pytest.approx((lon[0], lat[0]), abs=1e-9)
    assert result.column[names[0]].role is Role.EASTING


def test_the_publisher_knows_the_system_better(read):
    result = read(table(("x", "y"), [(302000.5, 2770000.25)] * 2), crs="EPSG:3828")
    assert result.staged.geometry.source_crs == "EPSG:3828"


def test_degrees_are_preferred_to_metres(read):
    result = read(
        "TWD97X,TWD97Y,經度,緯度\n302000,2770000,121.5,25.03\n168000,2543000,120.2,22.99\n"
    )
    assert result.staged.geometry.made_from == "經度, 緯度"


def test_exchanged_columns_are_put_right_and_told(read):
    result = read(table(("經度", "緯度"), [(b, a) for a, b in PLACES]))
    assert result.place(2) == PLACES[0]
    assert "coordinates-exchanged" in result.codes()


def test_one_exchanged_row_is_put_right_and_named(read):
    result = read(table(("lon", "lat"), [*PLACES * 5, (24.5, 121.5)]))
    assert result.place(22) == (121.5, 24.5)
    assert [(i.code, i.row) for i in result.staged.issues] == [("coordinates-exchanged", 22)]


def test_places_off_the_planet_are_named_and_the_rows_kept(read):
    pairs = [*PLACES, (0, 0), (999, 25), ("", ""), (121.5, -95)]
    result = read(table(("lon", "lat"), pairs))
    assert result.staged.rows == 8
    assert result.staged.rejected == 0
    assert result.staged.geometry.count == 4
    assert [(i.code, i.row) for i in result.staged.issues] == [
        ("coordinates-zero", 6),
        ("coordinates-nowhere", 7),
        ("coordinates-nowhere", 9),
    ]


def test_zero_metres_are_no_place(read):
    result = read(table(("TWD97X", "TWD97Y"), [(302000, 2770000)] * 5 + [(0, 0)]))
    assert result.place(7) is None
    assert [(i.code, i.row) for i in result.staged.issues] == [("coordinates-zero", 7)]


def test_a_place_far_from_the_others_is_named_and_kept(read):
    result = read(table(("lon", "lat"), [*PLACES * 10, (12.5, 41.9)]))
    assert result.place(42) == (12.5, 41.9)
    assert [(i.code, i.row) for i in result.staged.issues] == [("coordinates-far", 42)]


@pytest.mark.parametrize(
    "text",
    ["POINT (121.5 25.03)", "SRID=4326;POINT(121.5 25.03)", "25.03, 121.5", "121.5,25.03",
     '{"type":"Point","coordinates":[121.5,25.03]}'],
)  # fmt: skip
def test_one_column_of_text(read, text):
    result = read(f"名稱\t位置\n甲\t{text}\n乙\t{text}\n丙\t{text}\n", "data.tsv")
    assert result.place(2) == (121.5, 25.03)
    assert result.staged.geometry.count == 3


def test_broken_wkt_is_named(read):
    result = read("n\tgeom\n" + "1\tPOINT(121 24)\n" * 5 + "2\tPOINT(121\n", "data.tsv")
    assert result.staged.geometry.count == 5
    assert [(i.code, i.row) for i in result.staged.issues] == [("coordinates-nowhere", 7)]


def test_pixels_called_x_and_y_are_no_places(read):
    assert read(table(("x", "y"), [(10, 20), (300, 400), (5, 60)])).staged.geometry is None
