"""Lists are recognized by their columns, loaded once, replaced by name, and only by the site."""

import pytest

from idea.engines.features.addresses import api
from idea.engines.features.addresses.errors import MayNotLoad, NoList, NotAList
from idea.engines.features.addresses.index import index
from idea.engines.features.addresses.types import Level, ListKind
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.lake import lake

pytestmark = pytest.mark.django_db
SITE = Actor.system("test")
ROADS = "city,site_id,road\n臺北市,臺北市信義區,松仁路\n臺北市,臺北市信義區,忠孝東路５段\n臺北市,臺北市無此區,松仁路\n"
DOORS = "address,lon,lat\n臺北市信義區松仁路100號,121.5681,25.033\n臺北市信義區松仁路臨1號,121.5,25.0\n無此縣1號,121,25\n"


@pytest.fixture
def file(tmp_path):
    def write(name, text, encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


def test_what_is_loaded_is_looked_up_and_what_is_not_understood_is_counted(file):
    loaded = api.load(actor=SITE, path=file("roads.csv", ROADS))
    assert (loaded.kind, loaded.rows, loaded.left_out) == (ListKind.ROADS, 2, 1)
    assert dict(loaded.reasons) == {"no such town": 1}
    found = api.geocode("臺北市信義區忠孝東路5段1號").best
    assert (found.level, found.confirmed) == (Level.TOWN, Level.STREET)
    loaded = api.load(actor=SITE, path=file("doors.csv", DOORS))
    assert (loaded.kind, loaded.rows, loaded.left_out) == (ListKind.DOORS, 1, 2)
    assert api.geocode("臺北市信義區松仁路100號").best.level is Level.DOOR
    assert audit.latest(1)[0].action == "addresses.list-loaded"


def test_the_same_file_again_changes_nothing_and_another_of_its_name_replaces_it(file):
    path = file("roads.csv", ROADS)
    api.load(actor=SITE, path=path)
    before, entries = index(), audit.head().seq
    again = api.load(actor=SITE, path=path)
    assert again.unchanged
    assert audit.head().seq == entries
    assert index() is before
    api.load(actor=SITE, path=file("roads.csv", ROADS.replace("松仁路", "松高路")))
    assert [one.name for one in api.lists()] == ["roads.csv"]
    assert "松高路" in index().names.streets["63000020"]
    assert "松仁路" not in index().names.streets["63000020"]
    assert len(lake().keys("addresses/")) == 1


def test_a_list_is_taken_away(file):
    api.load(actor=SITE, path=file("doors.csv", DOORS))
    api.remove(actor=SITE, name="doors.csv")
    assert api.lists() == []
    assert lake().keys("addresses/") == []
    assert api.geocode("臺北市信義區松仁路100號").best.level is Level.TOWN
    with pytest.raises(NoList):
        api.remove(actor=SITE, name="doors.csv")


def test_only_the_site_itself_loads_and_removes(file):
    person = Actor("person", "1", "somebody")
    with pytest.raises(MayNotLoad):
        api.load(actor=person, path=file("roads.csv", ROADS))
    with pytest.raises(MayNotLoad):
        api.remove(actor=person, name="roads.csv")
    assert api.lists() == []


@pytest.mark.parametrize(
    "text",
    ["a,b\n1,2\n", "address\n臺北市信義區松仁路100號\n", "address,lon,lat\n無此縣1號,121,25\n"],
)
def test_what_is_no_list_is_refused_with_what_would_be_one(file, text):
    with pytest.raises(NotAList) as refused:
        api.load(actor=SITE, path=file("other.csv", text))
    assert refused.value.remedy
    assert api.lists() == []


def test_big5_and_the_columns_of_the_household_office(file):
    text = (
        "省市縣市代碼,鄉鎮市區代碼,村里,鄰,街路段,地區,巷,弄,號,橫座標,縱座標\n"
        "63000,63000020,西村里,5,松仁路,,96巷,,3號,306927.9,2769533.1\n"
        "63000,63000020,西村里,5,松仁路,,,,１００之１號,306930.0,2769500.0\n"
    )
    loaded = api.load(actor=SITE, path=file("plates.csv", text, "cp950"))
    assert (loaded.kind, loaded.rows) == (ListKind.DOORS, 2)
    found = api.geocode("臺北市信義區松仁路96巷3號").best
    assert found.level is Level.DOOR
    assert (found.lon, found.lat) == pytest.approx((121.564, 25.033), abs=0.002)
    assert api.geocode("台北市信義區松仁路100-1號").best.level is Level.DOOR


def test_ranges_of_the_3_plus_3_file(file):
    text = (
        "郵遞區號,縣市名稱,鄉鎮市區,原始路名,投遞範圍\n"
        "110001,臺北市,信義區,松仁路,單  99號以下\n110002,臺北市,信義區,松仁路,雙全\n"
    )
    assert api.load(actor=SITE, path=file("zip6.csv", text)).kind is ListKind.RANGES
    assert api.geocode("臺北市信義區松仁路97號").best.postal_code == "110001"
    assert api.geocode("臺北市信義區松仁路98號").best.postal_code == "110002"
    assert api.geocode("臺北市信義區松仁路101號").best.postal_code == "110"


def test_a_number_without_a_street_is_its_villages_alone(file):
    text = "address,lon,lat\n澎湖縣望安鄉將軍村140號,119.5206,23.3639\n"
    api.load(actor=SITE, path=file("village.csv", text))
    assert api.geocode("澎湖縣望安鄉將軍村140號").best.level is Level.DOOR
    assert api.reverse(119.5206, 23.3639).text == "澎湖縣望安鄉將軍村140號"
    other = api.geocode("澎湖縣望安鄉東安村140號").best
    assert other.level is Level.VILLAGE
    assert api.geocode("澎湖縣望安鄉140號").best.level is Level.TOWN
    assert api.geocode("澎湖縣望安鄉將軍村141號").best.level is Level.VILLAGE
