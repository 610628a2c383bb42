"""Promises of what is found in rows: each fault is counted, the first ones named, good rows pass."""

from datetime import UTC, datetime

import pytest

from idea.engines.catalog import api
from idea.engines.catalog.quality.checks.codes import codes, is_business_number, is_postal_code
from idea.engines.catalog.quality.checks.content import broken_cells, content
from idea.engines.catalog.quality.checks.personal import look, personal
from idea.engines.catalog.quality.checks.places import places
from idea.engines.catalog.quality.checks.table import table
from idea.engines.catalog.quality.types import State
from idea.engines.catalog.tests.factories import ACTOR, STOPS, publish, write
from idea.engines.catalog.types import Declared, Draft
from idea.kernel import boundaries

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def version(tmp_path, text, name="a.csv"):
    return publish(tmp_path, name, text).version


def by_key(found):
    return {one.key: one for one in found.findings}


PEOPLE = """id,county,amount,born
A1,臺北市,5,2001-02-03
A2,臺北市,-3,1999-01-01
A2,高雄市,7,
,新北市,9,2010-10-10
b4,臺北市,2000,2011-11-11
"""
PROMISES = (
    Declared(name="id", required=True, unique=True, pattern=r"[A-Z]\d"),
    Declared(name="amount", minimum="0", maximum="1000"),
    Declared(name="county", codes=(("臺北市", ""), ("高雄市", ""))),
    Declared(name="born", required=True, minimum="2000-01-01"),
)


def test_every_promise_is_counted_and_its_first_rows_named(tmp_path):
    found = table(version(tmp_path, PEOPLE), PROMISES)
    states = {key: one.state for key, one in by_key(found).items()}
    assert states == {
        "table.rows": State.GOOD,
        "table.types": State.GOOD,
        "table.required": State.BAD,
        "table.unique": State.BAD,
        "table.pattern": State.BAD,
        "table.range": State.BAD,
        "table.codes": State.BAD,
    }
    assert {(row.key, row.row, row.column, row.value) for row in found.bad_rows} == {
        ("table.range", 3, "amount", "-3"),
        ("table.range", 3, "born", "1999-01-01"),
        ("table.unique", 4, "id", "A2"),
        ("table.required", 4, "born", ""),
        ("table.required", 5, "id", ""),
        ("table.codes", 5, "county", "新北市"),
        ("table.pattern", 6, "id", "b4"),
        ("table.range", 6, "amount", "2000"),
    }
    assert by_key(found)["table.range"].facts["count"] == 3


def test_without_promises_only_types_and_empty_rows_are_asked(tmp_path):
    states = {one.key: one.state for one in table(version(tmp_path, PEOPLE), ()).findings}
    assert states.pop("table.rows") is State.GOOD
    assert states.pop("table.types") is State.GOOD
    assert set(states.values()) == {State.NONE}


@pytest.mark.parametrize("pattern", [r"(?=A)\w+", "(["])
def test_of_a_pattern_that_cannot_be_asked_nothing_is_said(tmp_path, pattern):
    found = table(version(tmp_path, PEOPLE), (Declared(name="id", pattern=pattern),))
    assert found.bad_rows == ()


def test_a_pattern_other_engines_choke_on_is_answered(tmp_path):
    cells = "\n".join("a" * 5_000 + "b" for _row in range(30))  # backtracking: 2 to the 5,000th
    made = version(tmp_path, f"id\n{cells}\n{'a' * 9}\n")
    found = by_key(table(made, (Declared(name="id", pattern="(a+)+$"),)))
    assert found["table.pattern"].facts["count"] == 30


@pytest.mark.parametrize(
    "declared",
    [
        Declared(name='x"; DROP TABLE y; --', required=True),
        Declared(name="id", pattern="'; SELECT 1; --"),
        Declared(name="id", codes=(("' OR 1=1 --", ""),)),
        Declared(name="amount", minimum="1); DROP TABLE t; --"),
        Declared(name="id", type="integer; --"),
    ],
)
def test_hostile_promises_are_only_text(tmp_path, declared):
    table(version(tmp_path, PEOPLE), (declared,))


def test_a_declared_type_is_held_against_the_cells(tmp_path):
    found = table(version(tmp_path, PEOPLE), (Declared(name="id", type="integer"),))
    assert by_key(found)["table.types"].facts["count"] == 4


FAULTS = """name,day,amount
甲,2024-01-01,1
甲,2024-01-01,1
乙,1066-01-01,
丙\ue000,2024-01-03,3
\ufffd\ufffd,2999-12-31,4
"""


def test_gaps_doubles_odd_dates_and_broken_characters(tmp_path):
    found = content(version(tmp_path, FAULTS), None, NOW)
    seen = by_key(found)
    assert broken_cells(found) == 2
    assert seen["content.duplicates"].facts["count"] == 1
    assert seen["content.complete"].facts["empty"] == 1
    assert seen["content.schema"].state is State.NONE
    rows = {(row.key, row.row, row.note) for row in found.bad_rows}
    assert ("content.duplicates", 3, "same_as_row") in rows
    assert ("content.encoding", 5, "broken_character") in rows
    assert ("content.encoding", 6, "broken_character") in rows


def test_dates_before_all_records_and_far_ahead(tmp_path):
    text = "day,n\n" + "".join(f"20{n:02}-01-01,{n}\n" for n in range(1, 20)) + "1599-12-31,99\n"
    found = content(version(tmp_path, text), None, NOW)
    assert by_key(found)["content.dates"].facts["count"] == 1
    assert [row.value[:10] for row in found.bad_rows] == ["1599-12-31"]


def test_columns_that_go_break_what_was_promised_and_new_ones_do_not(tmp_path):
    first = publish(tmp_path, "a.csv", "a,b\n1,2\n", title="T")
    grown = api.publish(
        actor=ACTOR,
        path=write(tmp_path, "a.csv", "a,b,c\n1,2,3\n"),
        draft=Draft(slug=first.dataset.slug),
    )
    assert by_key(content(grown.version, first.version, NOW))["content.schema"].note == (
        "schema_grown"
    )
    lost = api.publish(
        actor=ACTOR,
        path=write(tmp_path, "a.csv", "a,c\nx,3\n"),
        draft=Draft(slug=first.dataset.slug),
    )
    found = by_key(content(lost.version, grown.version, NOW))["content.schema"]
    assert found.state is State.BAD
    assert (found.facts["lost"], found.facts["turned"]) == ("b", "a")


@pytest.fixture
def atlas():
    if not boundaries.available():
        pytest.skip("no boundaries on this machine")


def test_a_point_in_another_county_than_its_row_says(tmp_path, atlas):
    wrong = STOPS.replace("5,臺北北門,臺北市,121.511,25.049", "5,臺北北門,臺北市,120.3,22.63")
    found = places(version(tmp_path, wrong))
    assert by_key(found)["content.places"].facts["count"] == 1
    (bad,) = (row for row in found.bad_rows if row.key == "content.places")
    assert (bad.row, bad.facts["said"], bad.facts["there"]) == (6, "臺北市", "高雄市")
    right = by_key(places(version(tmp_path, STOPS, "b.csv")))
    assert right["content.places"].note == "points_in_county"
    assert right["content.areas"].state is State.GOOD


def test_names_that_no_county_has_and_sums_that_are_no_slip(tmp_path, atlas):
    rows = ["臺北市", "台北縣", "高雄市", "臺南市", "新北市", "臺中市", "臺北巿", "合計"]
    text = "縣市,人數\n" + "".join(f"{name},{n}\n" for n, name in enumerate(rows))
    found = places(version(tmp_path, text))
    assert by_key(found)["content.areas"].facts["count"] == 1
    assert [(row.row, row.value) for row in found.bad_rows] == [(8, "臺北巿")]


def test_check_digits():
    for good in ("04595257", "22099131", "10458575"):
        assert is_business_number(good)
    for bad in ("04595258", "1234567", "123456789", "abcdefgh", "１２３４５６７８"):
        assert not is_business_number(bad)
    assert is_postal_code("100")
    assert is_postal_code("100007")
    assert not is_postal_code("0100")


def test_wrong_business_numbers_are_named(tmp_path):
    text = "公司,統一編號\n甲,04595257\n乙,22099131\n丙,04595258\n"
    found = codes(version(tmp_path, text))
    assert [(row.row, row.value) for row in found.bad_rows] == [(4, "04595258")]


PERSONS = """姓名,電話,住址,備註
王小明,0912-345-678,臺北市信義區市府路1號,a@example.tw
李大華,0987-654-321,高雄市苓雅區四維三路2號,b@example.tw
陳美玲,0911-222-333,臺中市西屯區臺灣大道3段99號,c@example.tw
"""


def test_columns_that_tell_of_persons_are_pointed_out_until_somebody_says_so(tmp_path):
    made = version(tmp_path, PERSONS)
    assert {(hint.column, hint.looks_like) for hint in look(made)} == {
        ("姓名", "name_address"),
        ("電話", "mobile"),
        ("備註", "email"),
    }
    assert by_key(personal(made, ()))["content.personal"].state is State.PART
    told = tuple(Declared(name=name, personal=True) for name in ("姓名", "電話", "備註"))
    assert by_key(personal(made, told))["content.personal"].note == "personal_declared"
    assert look(version(tmp_path, STOPS, "s.csv")) == []
