"""Real addresses of pharmacies, factories, hot spots and shelters: county and town are right.

The truth is in the files: in columns of their own, or the official names that the address begins
with, read here without the parser. Addresses are written in other ways at stated rates.
"""

import csv
import json
import random
import re

import pytest

from idea.engines.features.addresses.matching import geocode
from idea.engines.features.addresses.types import Level
from idea.kernel.geometry import Place, distance_m

pytestmark = pytest.mark.data
HIGH = 60
BEFORE = {"新北市": "台北縣", "桃園市": "桃園縣"}  # every town of these was renamed alike


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def official(shared_data_module):
    """(county, town) pairs, from the list of Chunghwa Post, with 臺."""
    told = json.loads(shared_data_module("tw/gazetteer/CityCountyData.json").read_text("utf-8-sig"))
    return {
        (c["CityName"].replace("台", "臺"), a["AreaName"].replace("台", "臺"))
        for c in told
        for a in c["AreaList"]
    }


@pytest.fixture(scope="module")
def shared_data_module():
    import os
    from pathlib import Path

    root = Path(__file__).resolve().parents[7]
    data = Path(os.environ.get("IDEA_TEST_DATA", root / "shared" / "data"))

    def find(relative):
        if not (data / relative).exists():
            pytest.skip(f"real data not here: {relative}")
        return data / relative

    return find


@pytest.fixture(scope="module")
def table(official, shared_data_module):
    """Return (address, county, town): 300 pharmacies, all factories, 300 hot spots and shelters."""
    by_start = {county + town: (county, town) for county, town in official}
    made = []

    def add(address, start):
        start = start.replace("台", "臺")
        found = next((by_start[start[:n]] for n in (7, 6, 5) if start[:n] in by_start), None)
        if found:
            made.append((address, *found))

    for row in sample(rows(shared_data_module("tw/facilities/pharmacies-masks-20200303.csv")), 300):
        add(row["address"], row["address"])
    for row in rows(shared_data_module("tw/food/food-factories-tainan-chiayi.csv")):
        add(row["address"], row["area"])
    shelters = rows(shared_data_module("tw/facilities/shelters.csv"))
    for row in sample([r for r in shelters if re.search("[路街村里].*號", r["address"])], 300):
        address = row["address"]
        if not address.startswith(row["county_town"][:2]):
            address = row["county_town"] + address
        add(address, row["county_town"])
    assert len(made) > 600
    return made


def sample(items, count):
    return random.Random(20261123).sample(items, min(count, len(items)))


def as_it_is(address, _county, _town):
    return address


def rates(table, known, change=as_it_is):
    """Return the share of right counties, right towns, and wrong counties with a high score."""
    asked = county_right = town_right = 0
    wrong = []
    for address, county, town in table:
        written = change(address, county, town)
        if written is None:
            continue
        asked += 1
        best = geocode(written, known=known).best
        county_right += bool(best) and best.county == county
        town_right += bool(best) and (best.county, best.town) == (county, town)
        if best and best.county != county and best.score >= HIGH:
            wrong.append((written, county, best.text, best.score))
    assert asked >= 100
    return county_right / asked, town_right / asked, wrong


def test_county_and_town_are_right_for_99_of_100(table, real, bare):
    county, town, wrong = rates(table, real)
    assert county >= 0.99
    assert town >= 0.99
    assert wrong == []
    county, town, wrong = rates(table, bare)  # nothing loaded: some name no town, only a street
    assert county >= 0.99
    assert town >= 0.98
    assert wrong == []


def wide(address, _county, _town):
    return address.translate({n: n + 0xFEE0 for n in range(0x21, 0x7F)})


def numerals(address, _county, _town):
    digits = str.maketrans("0123456789０１２３４５６７８９", "〇一二三四五六七八九" * 2)
    return re.sub(r"[0-9０-９]+(?=[號巷弄段])", lambda m: m[0].translate(digits), address)


def swapped(address, _county, _town):
    return address.translate(str.maketrans("台臺", "臺台"))


def country(address, _county, _town):
    return f"{random.Random(address).choice(('中華民國', '台灣省', '台灣'))}{address}"


def of_before(address, county, town):
    """Write the county as it was before the reform, and the district with a rank of then."""
    if county not in BEFORE or not address.startswith(county):
        return None
    rest = address.removeprefix(county)
    if not rest.startswith(town):
        return None
    return f"{BEFORE[county]}{town[:-1]}{random.Random(address).choice('市鎮鄉')}{rest.removeprefix(town)}"


@pytest.mark.parametrize("change", [wide, numerals, swapped, country, of_before])
def test_other_ways_of_writing_change_nothing(table, real, change):
    county, town, wrong = rates(table, real, change)
    assert county >= 0.99
    assert town >= 0.99
    assert wrong == []


def test_without_the_county_the_town_is_right_or_the_score_is_low(table, real, official):
    alone = {town for _c, town in official}
    unique = {town for town in alone if sum(t == town for _c, t in official) == 1}

    def drop(address, county, _town):
        stripped = re.sub(f"^{county.replace('臺', '[臺台]')}", "", address)
        return stripped if stripped != address else None

    def drop_unique(address, county, town):
        return drop(address, county, town) if town in unique else None

    county, town, wrong = rates(table, real, drop_unique)
    assert county >= 0.98
    assert town >= 0.98
    assert wrong == []
    _county, _town, wrong = rates(table, real, drop)  # 中山區 of three cities among them
    assert wrong == []


def test_the_right_postal_code_in_front_changes_nothing_and_a_wrong_one_lowers_the_score(
    table, real
):
    def coded(address, county, town):
        codes = {code: real.names.areas[t] for t, code in real.zip3.items()}
        mine = [z for z, a in codes.items() if (a.county_name, a.name) == (county, town)]
        return f"{mine[0]}{address}" if mine else None

    county, town, wrong = rates(table, real, coded)
    assert county >= 0.99
    assert town >= 0.99
    assert wrong == []
    for address, _county, _town in table[:100]:
        found = geocode(f"950{address}", known=real)  # Taitung City's
        if found.parts.postal_code == "950" and found.parts.town != "臺東市":
            assert found.best.score <= HIGH


def test_a_shelters_own_point_lies_where_its_address_is_said_to_be(real, shared_data_module):
    """Not finer than said: most points lie within the accuracy that is told."""
    shelters = rows(shared_data_module("tw/facilities/shelters.csv"))
    near = far = 0
    for row in sample([r for r in shelters if "號" in r["address"] and r["village"]], 300):
        address = f"{row['county_town']}{row['village']}{row['address']}"
        best = geocode(address, known=real).best
        if best is None or best.level is Level.COUNTY:
            continue
        away = distance_m(Place(best.lon, best.lat), Place(float(row["lon"]), float(row["lat"])))
        if away <= 2.5 * best.accuracy_m:
            near += 1
        else:
            far += 1
    assert near / (near + far) > 0.93, (near, far)


def test_a_loaded_door_is_found_again_from_its_address_and_its_point(real, shared_data_module):
    from idea.engines.features.addresses.reverse import reverse

    plates = rows(shared_data_module("tw/facilities/air-raid-shelters-chiayi-city.csv"))
    found = [geocode(row["address"], known=real) for row in sample(plates, 300)]
    doors = [f.best for f in found if f.best and f.best.level is Level.DOOR]
    assert len(doors) >= 290
    for door in doors[:50]:
        here = reverse(door.lon, door.lat, known=real)
        assert here.level is Level.DOOR
        assert here.distance_m < 1
        again = geocode(here.text, known=real).best
        assert again.level is Level.DOOR
        assert (again.lon, again.lat) == (door.lon, door.lat)


def test_most_real_streets_are_known(table, real):
    listed = [row for row in table if row[1] not in ("花蓮縣", "高雄市", "基隆市")]
    found = [geocode(address, known=real) for address, *_ in listed]
    roads = [f for f in found if f.parts.street.endswith(("路", "街", "段"))]
    fine = (Level.STREET, Level.LANE, Level.DOOR)
    known = sum(f.best is not None and f.best.confirmed in fine for f in roads)
    assert known / len(roads) > 0.95, (known, len(roads))
