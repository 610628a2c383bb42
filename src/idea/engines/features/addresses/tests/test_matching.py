"""A match is as fine as the lists allow, and says so; a wrong county never scores high."""

import pytest

from idea.engines.features.addresses.matching import geocode
from idea.engines.features.addresses.reverse import reverse
from idea.engines.features.addresses.suggesting import suggest
from idea.engines.features.addresses.tests.conftest import KEELUNG_XINYI, XINYI
from idea.engines.features.addresses.types import Level, Reason
from idea.kernel.geometry import Place, distance_m

HIGH = 60


def best(text, known):
    found = geocode(text, known=known)
    assert found.best is not None, found.reasons
    return found.best


def test_a_known_door_is_a_door(town):
    match = best("臺北市信義區松仁路100號8樓", town)
    assert (match.level, match.score) == (Level.DOOR, 100)
    assert (match.lon, match.lat) == (121.5681, 25.0330)
    assert (match.text, match.village) == ("臺北市信義區西村里松仁路100號", "西村里")
    assert match.postal_code == "11073"


def test_a_door_has_its_own_village_whatever_was_written(town):
    match = best("臺北市信義區興雅里松仁路100號", town)
    assert (match.level, match.village) == (Level.DOOR, "西村里")
    assert match.score < 100


def test_an_unknown_number_is_no_door(town):
    match = best("臺北市信義區松仁路102號", town)
    assert match.level is Level.STREET
    assert Reason.DOOR_UNKNOWN in match.reasons
    assert (match.lon, match.lat) == (121.5681, 25.0330)  # number 100 is the nearest known
    assert "102" not in match.text
    assert match.score < 100
    assert match.accuracy_m >= 50


def test_a_sub_number_is_another_door(town):
    assert best("臺北市信義區松仁路110之1號", town).level is Level.DOOR
    assert best("臺北市信義區松仁路110號", town).level is Level.STREET


def test_the_lane_stands_for_its_unknown_doors(town):
    assert best("臺北市信義區松仁路96巷3號", town).level is Level.DOOR
    match = best("臺北市信義區松仁路96巷7號", town)
    assert match.level is Level.LANE
    assert match.text == "臺北市信義區松仁路96巷"
    match = best("臺北市信義區松仁路500巷7號", town)
    assert match.level is Level.STREET
    assert match.text == "臺北市信義區松仁路"


def test_a_street_without_a_point_is_told_as_the_town(town):
    match = best("臺北市信義區松高路11號", town)
    assert (match.level, match.confirmed) == (Level.TOWN, Level.STREET)
    assert Reason.NO_POINT in match.reasons
    assert match.accuracy_m > 500


def test_an_unknown_street_is_named_as_such(town):
    match = best("臺北市信義區不存在路1號", town)
    assert match.level is Level.TOWN
    assert Reason.STREET_UNKNOWN in match.reasons
    assert match.text == "臺北市信義區"
    assert match.score <= 70


def test_a_fresh_site_knows_counties_towns_and_villages(bare):
    match = best("台北縣三重市大同南路1號", bare)
    assert (match.level, match.county, match.town) == (Level.TOWN, "新北市", "三重區")
    match = best("澎湖縣望安鄉將軍村140號", bare)
    assert match.level is Level.VILLAGE
    assert match.village_code == "10016050005"
    assert distance_m(Place(match.lon, match.lat), Place(119.5206, 23.3639)) < 2000
    match = best("嘉義市", bare)
    assert (match.level, match.score) == (Level.COUNTY, 100)
    assert Reason.STREET_UNKNOWN not in best("臺北市信義區松仁路1號", bare).reasons


def test_two_towns_of_one_name_are_told_apart_by_street_or_postal_code_or_not_at_all(town, bare):
    match = best("信義區松仁路100號", town)
    assert match.town_code == XINYI
    assert Reason.COUNTY_GUESSED in match.reasons
    assert best("201信義區信一路1號", town).town_code == KEELUNG_XINYI
    found = geocode("信義區", known=bare)
    assert {m.town_code for m in found.matches} == {XINYI, KEELUNG_XINYI}
    assert all(m.score < HIGH for m in found.matches)
    assert Reason.AMBIGUOUS in found.reasons


def test_a_county_without_that_town_scores_low(town):
    match = best("基隆市板橋區文化路1號", town)
    assert match.county == "新北市"
    assert match.score < HIGH
    assert Reason.CONFLICT in match.reasons


def test_another_towns_postal_code_lowers_the_score(town):
    match = best("201臺北市信義區松仁路100號", town)
    assert Reason.POSTAL_CONFLICT in match.reasons
    assert match.score <= HIGH


def test_a_street_alone_is_found_where_only_one_town_has_it(town):
    match = best("松仁路100號", town)
    assert match.town_code == XINYI
    assert Reason.COUNTY_GUESSED in match.reasons
    assert match.score < 90


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.EMPTY),
        (" \t\n\x00\u200b、、--", Reason.EMPTY),
        ("臺北市" * 4000, Reason.TOO_LONG),
        ("A" * 10_000, Reason.TOO_LONG),
        ("10 Downing Street, London", Reason.FOREIGN),
        ("1600 Pennsylvania Avenue NW, Washington, DC 20500", Reason.FOREIGN),
        ("Zhongshan District, Dalian City, Liaoning, China", Reason.FOREIGN),
        ("北京市朝陽區建國路1號", Reason.FOREIGN),
        ("東京都新宿区西新宿2丁目8-1", Reason.NOT_AN_ADDRESS),
        ("'; DROP TABLE features_address_list; --", Reason.FOREIGN),
        ("' OR 1=1", Reason.NOT_AN_ADDRESS),
        ("福建省福州市連江縣敖江鎮", Reason.NOT_AN_ADDRESS),
        ("今天天氣很好", Reason.NOT_AN_ADDRESS),
    ],
)
def test_what_is_no_address_here_has_a_reason_and_no_place(text, reason, town):
    found = geocode(text, known=town)
    assert found.matches == ()
    assert found.reasons == (reason,)


def test_controls_and_odd_spaces_do_not_matter(town):
    match = best("\u202e臺北\x00市 信\u3000義區\r\n松仁路 １００ 號", town)
    assert match.level is Level.DOOR


@pytest.mark.parametrize(
    "text",
    [
        "No. 100, Songren Rd., Xinyi Dist., Taipei City 110",
        "8F., No. 100, Songren Rd., Xinyi Dist., Taipei City 11073, Taiwan (R.O.C.)",
        "8F.-1, No.100, Songren Road, Xinyi District, Taipei City 110, Taiwan",
        "No. 100 Songren Rd, Xinyi District, Taipei",
    ],
)
def test_english_as_the_post_office_writes_it_finds_the_same_door(text, town):
    match = best(text, town)
    assert (match.level, match.text) == (Level.DOOR, "臺北市信義區西村里松仁路100號")


def test_english_sections_and_lanes_become_chinese(town):
    parts = geocode(
        "No. 5-1, Aly. 2, Ln. 3, Sec. 5, Zhongxiao E. Rd., Xinyi Dist., Taipei City", known=town
    ).parts
    assert parts.text == "臺北市信義區忠孝東路五段3巷2弄5之1號"


def test_english_names_of_before_lead_to_today(bare):
    match = best("Sec. 1, Wenhua Rd., Banqiao City, Taipei County 220", bare)
    assert (match.county, match.town, match.level) == ("新北市", "板橋區", Level.TOWN)


def test_a_point_is_the_nearest_door_within_50_m_or_else_the_village(town):
    here = reverse(121.56812, 25.03301, known=town)
    assert here.level is Level.DOOR
    assert here.distance_m < 5
    assert here.text == "臺北市信義區西村里松仁路100號"
    assert here.postal_code == "11073"
    here = reverse(121.5600, 25.0400, known=town)
    assert here.level is Level.VILLAGE
    assert here.town_code == XINYI


@pytest.mark.parametrize(
    ("lon", "lat", "reason"),
    [
        (200, 10, Reason.OFF_PLANET),
        (float("nan"), 25, Reason.OFF_PLANET),
        (121, float("inf"), Reason.OFF_PLANET),
        (0, 0, Reason.AT_SEA),
        (139.69, 35.69, Reason.AT_SEA),
    ],
)
def test_a_point_elsewhere_has_no_address(lon, lat, reason, town):
    here = reverse(lon, lat, known=town)
    assert (here.text, here.level, here.reasons) == ("", None, (reason,))


def test_typing_on_is_suggested(town):
    assert suggest("台北市信義區松", known=town)[0].text == "臺北市信義區松仁路"
    assert "臺北市信義區忠孝東路五段" in [s.text for s in suggest("忠孝東", known=town)]
    assert suggest("台北市信", known=town)[0].text == "臺北市信義區"
    assert suggest("Xinyi", known=town)[0].level is Level.TOWN
    assert suggest("  ", known=town) == []
    assert len(suggest("臺", 3, known=town)) <= 3
