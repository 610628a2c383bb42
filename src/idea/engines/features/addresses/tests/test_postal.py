"""The ranges of Chunghwa Post are read as they are meant."""

import csv

import pytest

from idea.engines.features.addresses.folding import fold
from idea.engines.features.addresses.postal import Rule, code_of, rule
from idea.engines.features.addresses.types import Parts


def holds(scope, **parts):
    return code_of(Parts(**parts), [("10001", rule(scope)), ("10002", Rule())]) == "10001"


@pytest.mark.parametrize(
    ("scope", "inside", "outside"),
    [
        ("單99號以下", {"number": "99"}, {"number": "98"}),
        ("雙100號以上", {"number": "100"}, {"number": "98"}),
        ("雙48號以下", {"lane": "48", "number": "7"}, {"lane": "50", "number": "7"}),
        ("連6號以下", {"number": "5"}, {"number": "7"}),
        ("雙2號至48號", {"number": "2"}, {"number": "50"}),
        ("214巷全", {"lane": "214", "number": "3"}, {"lane": "216", "number": "3"}),
        ("116巷單17號以下", {"lane": "116", "number": "17"}, {"lane": "116", "number": "19"}),
        ("28巷13弄全", {"lane": "28", "alley": "13", "number": "1"}, {"lane": "28", "number": "1"}),
        ("單307號至311巷", {"lane": "311", "number": "2"}, {"number": "313"}),
        ("單343之1號以下", {"number": "343之1"}, {"number": "343之2"}),
        ("54號2樓以上", {"number": "54", "floor": "3樓"}, {"number": "54", "floor": "1樓"}),
        ("97號地下1樓", {"number": "97", "floor": "地下1樓"}, {"number": "97", "floor": "1樓"}),
        ("79之1至之10號", {"number": "79之10"}, {"number": "79"}),
        ("122附號全", {"number": "122之5"}, {"number": "122"}),
        ("247號含附號", {"number": "247之5"}, {"number": "248"}),
    ],
)
def test_a_scope_holds_what_it_says(scope, inside, outside):
    assert holds(scope, **inside)
    assert not holds(scope, **outside)


@pytest.mark.parametrize("scope", ["", "附近", "號以下", "單", "甲號至乙號", "1號至", "(全)"])
def test_what_is_not_understood_gives_no_rule_or_a_rule_of_all(scope):
    found = rule(scope)
    assert found is None or found.high[0] > 9999


@pytest.mark.data
def test_real_ranges_give_their_own_codes(shared_data):
    """The bounds are in columns of their own: an address made of them has the row's code."""
    path = shared_data("tw/gazetteer/zip5-address-ranges-taipei-chiayi-tainan.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if rule(fold(row["SCOOP"]))]
    assert len(rows) > 9390
    streets = {}
    for row in rows:
        street = (row["CITY"], row["AREA"], row["ROAD"])
        streets.setdefault(street, []).append((row["ZIPCODE"], rule(fold(row["SCOOP"]))))
    asked = right = 0
    for row in rows:
        number, sub = int(row["NO_BGN"] or 0), int(row["NO_BGN1"] or 0)
        if not number or row["FLOOR"] not in ("", "0"):
            continue
        lane, alley = (v if (v := row[c]) not in ("", "0") else "" for c in ("LANE", "ALLEY"))
        if lane and row["LANE1"] not in ("", "0"):
            continue
        asked += 1
        parts = Parts(lane=lane, alley=alley, number=f"{number}之{sub}" if sub else str(number))
        right += code_of(parts, streets[row["CITY"], row["AREA"], row["ROAD"]]) == row["ZIPCODE"]
    assert asked > 4000
    assert right / asked > 0.99, (right, asked)
