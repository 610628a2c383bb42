"""A feature is valid while start <= t < end, however its columns write their days."""

import pytest

from idea.engines.features import api as features
from idea.engines.features.errors import BadParameter
from idea.engines.features.types import Query
from idea.engines.features.validity import api
from idea.engines.features.validity.spans import coarse, span
from idea.engines.features.validity.tests.conftest import BROKEN, ROWS, WAYS, dated, rows

pytestmark = pytest.mark.django_db


def found(name, text, **more):
    """Return the numbers valid then, and check that what is matched is what is told."""
    page = features.query(name, Query(interval=span(text), **more))
    assert page.matched == len(page.features)
    if more:
        return ids(page)
    cut = api.during(features.collection(name), span(text))
    assert (cut.layer.rows, features_of(cut)) == (page.matched, ids(page))
    return ids(page)


def features_of(layer):
    from idea.engines.features import reading

    return ids(reading.read(layer, Query()))


def ids(page):
    return sorted(feature["id"] for feature in page.features)


CASES = {
    "2019-12-31": [3, 4],
    "2020-01-01": [1, 3, 4],  # the first day counts
    "2023-01-01": [1, 2, 4],  # the end does not
    "2024-05-31": [1, 2, 4],
    "2024-06-01": [2, 4],
    "2024-05-31T23:59:59+08:00": [1, 2, 4],
    "2024-05-31T16:00:00Z": [2, 4],  # midnight in Taiwan
    "2026-11-23": [2, 4],
    "2027-06-01": [2, 4, 5],
    "2024-06-01/2027-01-01": [2, 4, 5],
    "2024-06-01/2026-12-31": [2, 4],
    "../2020-01-01": [1, 3, 4],
    "2023-01-01/..": [1, 2, 4, 5],
    "9998-12-31": [2, 4],
    "0002-01-01": [3, 4],
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_writing_days_gives_the_same_features(tmp_path, way):
    name = dated(tmp_path, rows(way))
    for text, expected in CASES.items():
        assert found(name, text) == expected, text


def test_what_is_no_date_is_valid_at_no_time_and_a_reversed_span_neither(tmp_path):
    name = dated(tmp_path, rows("iso", (*ROWS, BROKEN)))
    for text in ("2022-01-01", "0002-01-01", "2020-01-01/2026-01-01", "../2030-01-01"):
        assert not {6, 7} & set(found(name, text))


def test_a_last_day_or_year_that_counts_counts_to_its_end(tmp_path):
    name = dated(tmp_path, rows("dates"), through=True)
    assert found(name, "2024-06-01") == [1, 2, 4]
    assert found(name, "2024-06-02") == [2, 4]
    years = (
        "SELECT 1::BIGINT AS _row, 2015 AS 開工日, '108' AS 完工日, ST_Point(121, 25) AS geometry"
    )
    open_end = dated(tmp_path, years, "years")
    assert found(open_end, "2018-12-31") == [1]
    assert found(open_end, "2019-01-01") == []
    last = dated(tmp_path, years, "last-years", through=True)
    assert found(last, "2019-12-31") == [1]
    assert found(last, "2020-01-01") == []


@pytest.mark.parametrize(("start", "end"), [("開工日", ""), ("", "完工日")])
def test_one_column_is_enough(tmp_path, start, end):
    name = dated(tmp_path, rows("dates"), start=start, end=end)
    assert found(name, "2022-03-15") == ([1, 2, 3, 4] if start else [1, 2, 3, 4, 5])


def test_a_moment_is_kept_to_its_second(tmp_path):
    sql = (
        "SELECT 1::BIGINT AS _row, TIMESTAMPTZ '2026-11-23 08:00:00+08' AS 開工日, "
        "TIMESTAMPTZ '2026-11-23 17:00:00+08' AS 完工日, ST_Point(121, 25) AS geometry"
    )
    name = dated(tmp_path, sql)
    assert found(name, "2026-11-22T23:59:59Z") == []
    assert found(name, "2026-11-23T00:00:00Z") == [1]
    assert found(name, "2026-11-23T09:00:00Z") == []
    assert found(name, "2026-11-23") == [1]


def test_pages_of_a_part_are_whole_and_other_conditions_hold(works):
    first = features.query(works, Query(interval=span("2022-06-01"), limit=2))
    after = first.next_after
    second = features.query(works, Query(interval=span("2022-06-01"), limit=2, after=after))
    assert first.matched == second.matched == 4
    assert sorted([*ids(first), *ids(second)]) == [1, 2, 3, 4]
    assert found(works, "2022-06-01", equals={"name": "工程2"}) == [2]
    assert found(works, "2022-06-01", filter="name LIKE '工程%' AND 完工日 IS NULL") == [2, 4]


def test_columns_named_to_break_sql_are_only_names(tmp_path):
    evil = 'd"); DROP TABLE x; --'
    sql = f"""SELECT 1::BIGINT AS _row, DATE '2020-01-01' AS "{evil.replace('"', '""')}",
        ST_Point(121, 25) AS geometry"""
    name = dated(tmp_path, sql, start=evil, end="")
    assert found(name, "2020-01-01") == [1]
    assert found(name, "2019-12-31") == []


def test_the_extent_is_open_where_features_are(tmp_path, works):
    begin, end = api.extent(features.collection(works))
    assert (begin, end) == (None, None)
    closed = dated(tmp_path, rows("roc", ROWS[:1]), "closed")
    begin, end = api.extent(features.collection(closed))
    assert (begin.isoformat(), end.isoformat()) == (
        "2019-12-31T16:00:00+00:00",
        "2024-05-31T16:00:00+00:00",
    )


@pytest.mark.parametrize(
    "text",
    [
        "", "..", "../..", "/", "2026", "2026-13-01", "2026-02-30", "99999-01-01", "-2026-01-01",
        "10000-01-01", "0001-01-01", "2026-01-02/2026-01-01", "2026-01-01/2026-01-02/P1D",
        "2026-01-01T00:00:00", "2026-01-01' OR 1=1 --", "9999-12-31T23:59:59Z", "today", "２０２６-01-01",
        "2026-01-01\0", "2026-01-01/" + "9" * 500,
    ],
)  # fmt: skip
def test_what_is_no_time_is_refused(text):
    with pytest.raises(BadParameter):
        span(text)


def test_whole_months_and_years_are_those_of_taiwan():
    first, last = coarse("2024-02")
    assert first.isoformat() == "2024-01-31T16:00:00+00:00"
    assert last.isoformat() == "2024-02-29T15:59:59.999999+00:00"
    assert coarse("2024")[1].isoformat() == "2024-12-31T15:59:59.999999+00:00"
    for text in ("2024-13", "2024-00", "0000", "9999-99"):
        with pytest.raises(BadParameter):
            coarse(text)
