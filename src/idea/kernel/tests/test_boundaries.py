import json
import time

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from idea.kernel import boundaries
from idea.kernel.errors import NotFound

# A small country: two counties of four squares, drawn here so that no real file is needed.
COUNTIES = [
    ("63000", "台北市", "Taipei City", 121.0, 25.0),
    ("65000", "新北市", "New Taipei City", 121.2, 25.0),
    ("10004", "新竹縣", "Hsinchu County", 121.4, 25.0),
    ("10018", "新竹市", "Hsinchu City", 121.6, 25.0),
    ("10017", "基隆市", "Keelung City", 121.8, 25.0),
    ("64000", "高雄市", "Kaohsiung City", 122.0, 25.0),
    ("68000", "桃園市", "Taoyuan City", 122.2, 25.0),
]
TOWNS = [
    ("63000020", "信義區", "Xinyi District", "63000", 0),
    ("63000080", "中正區", "Zhongzheng District", "63000", 1),
    ("65000010", "板橋區", "Banqiao District", "65000", 0),
    ("65000020", "三重區", "Sanchong District", "65000", 1),
    ("10004010", "竹北市", "Zhubei City", "10004", 0),
    ("10018010", "東區", "East District", "10018", 0),
    ("10017070", "信義區", "Xinyi District", "10017", 0),
    ("64000030", "三民區", "Sanmin District", "64000", 0),
    ("64000380", "那瑪夏區", "Namasia District", "64000", 1),
    ("68000010", "桃園區", "Taoyuan District", "68000", 0),
]


def square(west, south, side=0.1):
    ring = [[west, south], [west + side, south], [west + side, south + side], [west, south + side]]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


@pytest.fixture(autouse=True)
def small_country(settings, tmp_path):
    told = {code: (name, english, west, south) for code, name, english, west, south in COUNTIES}
    counties = [
        {
            "type": "Feature",
            "properties": {"COUNTYCODE": code, "COUNTYNAME": name, "COUNTYENG": english},
            "geometry": square(west, south, 0.2),
        }
        for code, name, english, west, south in COUNTIES
    ]
    towns = [
        {
            "type": "Feature",
            "properties": {
                "TOWNCODE": code, "TOWNNAME": name, "TOWNENG": english, "COUNTYCODE": of,
                "COUNTYNAME": told[of][0], "COUNTYENG": told[of][1],
            },
            "geometry": square(told[of][2] + 0.1 * place, told[of][3]),
        }
        for code, name, english, of, place in TOWNS
    ]  # fmt: skip
    for name, features in (("counties", counties), ("towns", towns)):
        text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
        (tmp_path / f"{name}.geojson").write_text(text, encoding="utf-8")
    settings.IDEA_BOUNDARIES = tmp_path


def names(text, limit=10):
    return [area.full_name for area in boundaries.find_areas(text, limit)]


def test_a_point_is_in_its_town():
    area = boundaries.locate(121.05, 25.05)
    assert area is not None
    assert (area.code, area.full_name) == ("63000020", "臺北市信義區")
    assert area.full_name_en == "Xinyi District, Taipei City"
    assert area.kind == "town"


def test_the_shore_has_a_little_room_and_the_sea_has_none():
    near, far = boundaries.locate(121.05, 24.997), boundaries.locate(121.05, 24.9)
    assert near is not None
    assert near.code == "63000020"
    assert far is None
    assert boundaries.locate(float("nan"), 25.0) is None


def test_on_a_border_one_town_counts_always_the_same():
    found = boundaries.locate(121.1, 25.05)
    assert found is not None
    assert found.code == "63000020"


def test_many_points_at_once():
    found = boundaries.locate_many([121.05, np.nan, 121.25, 100.0], [25.05, 25.0, 25.05, 10.0])
    assert [area and area.name for area in found] == ["信義區", None, "板橋區", None]
    assert boundaries.locate_many([], []) == []


def test_many_points_are_where_each_shape_alone_says():
    grid = np.arange(120.9, 122.5, 0.013), np.arange(24.9, 25.3, 0.013)
    x, y = (axis.ravel() for axis in np.meshgrid(*grid))
    x, y = np.append(x, [121.1, 121.2, 121.25]), np.append(y, [25.05, 25.1, 25.0])  # on borders
    towns = boundaries.shapes("town")
    for lon, lat, number in zip(x, y, boundaries.town_numbers(x, y), strict=True):
        point = shapely.Point(lon, lat)
        holding = [at for at, (_area, shape) in enumerate(towns) if shape.intersects(point)]
        if holding:
            assert number == holding[0]
        else:  # at sea, or on the shore of the nearest
            assert number < 0 or towns[number][1].distance(point) <= 0.005


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("臺北市", "63000"), ("台北市", "63000"), ("台北", "63000"), (" 臺 北 市 ", "63000"),
        ("台北縣", "65000"), ("臺北縣", "65000"), ("新北", "65000"), ("桃園縣", "68000"),
        ("桃園", "68000"), ("高雄縣", "64000"), ("新竹市", "10018"), ("新竹縣", "10004"),
        ("Taipei", "63000"), ("taipei city", "63000"), ("New Taipei City", "65000"),
        ("Taipei County", "65000"), ("Hsinchu County", "10004"), ("台灣台北市", "63000"),
        ("新竹", None), ("Hsinchu", None), ("火星", None), ("", None), ("市", None),
    ],
)  # fmt: skip
def test_counties_by_name(name, code):
    found = boundaries.county(name)
    assert (found and found.code) == code


@pytest.mark.parametrize(
    ("county", "name", "code"),
    [
        ("台北市", "信義區", "63000020"), ("基隆市", "信義", "10017070"),
        ("台北縣", "板橋市", "65000010"), ("新北市", "板橋市", "65000010"),
        ("臺北市", "台北市信義區", "63000020"), ("台北縣", "新北市三重區", "65000020"),
        ("高雄縣", "三民鄉", "64000380"), ("高雄市", "三民區", "64000030"),
        ("Taipei City", "Xinyi District", "63000020"), ("", "板橋區", "65000010"),
        ("", "信義區", None), ("火星", "信義區", None), ("台北市", "板橋區", None), ("台北市", "", None),
    ],
)  # fmt: skip
def test_towns_by_county_and_name(county, name, code):
    found = boundaries.town(county, name)
    assert (found and found.code) == code


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("信義區", ["臺北市信義區", "基隆市信義區"]),
        ("信義", ["臺北市信義區", "基隆市信義區"]),
        ("新竹", ["新竹縣", "新竹市"]),
        ("竹北", ["新竹縣竹北市"]),
        ("台北縣板橋市", ["新北市板橋區"]),
        ("台北縣板橋市文化路一段", ["新北市板橋區"]),
        ("台北信義區", ["臺北市信義區"]),
        ("台北市 信義區", ["臺北市信義區"]),
        ("110臺北市信義區市府路1號", ["臺北市信義區"]),
        ("11008台北市信義區市府路1號", ["臺北市信義區"]),
        ("三重市", ["新北市三重區"]),
        ("高雄縣三民鄉", ["高雄市那瑪夏區"]),
        ("三民鄉", ["高雄市那瑪夏區"]),
        ("桃園市", ["桃園市"]),
        ("桃園縣桃園市", ["桃園市桃園區"]),
        ("桃園", ["桃園市", "桃園市桃園區"]),
        ("板", ["新北市板橋區"]),
        ("新北市板", ["新北市"]),
        ("台北市信義路五段", ["臺北市"]),
        ("台北市中正市場", ["臺北市"]),
        ("竹北市光明六路", ["新竹縣竹北市"]),
        ("Xinyi District, Taipei City", ["臺北市信義區"]),
        ("Banqiao", ["新北市板橋區"]),
        ("banq", ["新北市板橋區"]),
        ("Mars", []),
        ("火星", []),
        ("", []),
        ("  ", []),
    ],
)
def test_names_and_addresses_lead_to_areas(text, found):
    assert names(text) == found


def test_no_more_than_asked_for():
    assert len(boundaries.find_areas("信義區", 1)) == 1


@given(
    st.text(max_size=40)
    | st.text(alphabet="臺台北新竹市縣區鄉信義板橋三民12, TaipeiXny'", max_size=15)
)
def test_no_text_breaks_the_lookup(text):
    boundaries.find_areas(text)
    boundaries.county(text)
    boundaries.town(text, text)
    boundaries.town("", text)


def test_areas_by_code_new_and_old():
    for code, expected in (
        ("63000", "臺北市"),
        ("6300002", "信義區"),
        ("6300200", "信義區"),  # as household registers write it
        ("10001", "新北市"),
    ):
        found = boundaries.area(code)
        assert found is not None
        assert found.name == expected
    assert boundaries.area("99999") is None
    assert boundaries.area("") is None


def test_a_point_that_stands_for_an_area():
    place = boundaries.representative_point("63000020")
    assert place.label == "臺北市信義區"
    back = boundaries.locate(place.lon, place.lat)
    assert back is not None
    assert back.code == "63000020"
    with pytest.raises(NotFound):
        boundaries.representative_point("nowhere")


def test_shapes_by_kind():
    assert [area.code for area, _ in boundaries.shapes("county")] == sorted(c[0] for c in COUNTIES)
    assert all(
        shape.contains(shape.representative_point()) for _, shape in boundaries.shapes("town")
    )
    with pytest.raises(ValueError, match="village"):
        boundaries.shapes("village")


def test_without_files_nothing_is_found_and_nothing_breaks(settings, tmp_path):
    settings.IDEA_BOUNDARIES = tmp_path / "absent"
    assert not boundaries.available()
    assert boundaries.locate(121.05, 25.05) is None
    assert boundaries.find_areas("台北市") == []
    assert boundaries.county("台北市") is None
    assert boundaries.shapes("county") == []


@pytest.mark.data
def test_every_real_area_is_found_by_its_own_name_and_point(settings, shared_data):
    settings.IDEA_BOUNDARIES = shared_data("tw/boundaries/towns.geojson").parent
    assert len(boundaries.shapes("county")) == 22
    assert len(boundaries.shapes("town")) == 368
    for kind in ("county", "town"):
        for area, _ in boundaries.shapes(kind):
            assert boundaries.find_areas(area.full_name)[0] == area
            assert boundaries.find_areas(area.full_name_en)[0] == area
            place = boundaries.representative_point(area.code)
            found = boundaries.locate(place.lon, place.lat)
            assert found is not None
            assert area.code in (found.code, found.county_code)


@pytest.mark.data
def test_real_points_are_located_and_fast(settings, shared_data):
    settings.IDEA_BOUNDARIES = shared_data("tw/boundaries/towns.geojson").parent
    for lon, lat, name in (
        (121.5645, 25.0340, "臺北市信義區"),
        (120.3077, 22.6873, "高雄市左營區"),
        (118.32, 24.43, "金門縣金城鎮"),
        (121.60, 23.98, "花蓮縣花蓮市"),
    ):
        area = boundaries.locate(lon, lat)
        assert area is not None
        assert area.full_name == name
    start = time.perf_counter()
    for _ in range(100):
        boundaries.locate(121.5645, 25.0340)
    assert (time.perf_counter() - start) / 100 < 0.005
