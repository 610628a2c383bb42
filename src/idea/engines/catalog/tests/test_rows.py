"""Promises of the rows: every row once, in order, under any filter, and no way out of the query."""

import time
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from idea.engines.catalog import api, models, queries
from idea.engines.catalog.errors import (
    BadRowsQuery,
    DatasetNotOpen,
    DatasetWithdrawn,
    TooSlow,
    VersionNotFound,
)
from idea.engines.catalog.tests.factories import ACTOR, FOOD, STOPS, publish
from idea.engines.catalog.types import Access

pytestmark = pytest.mark.django_db

HOSTILE = [
    "'; DROP TABLE rows; --",
    '" OR 1=1 --',
    "x' OR '1'='1",
    "read_csv('/etc/passwd')",
    "$$",
    "?",
    "%",
    "_",
    "\\",
    "\x00",
    "🦆",
    "NULL",
    "a" * 5000,
]


def names(found):
    return [row[1] for row in found.rows]


def test_pages_follow_one_another_without_gap_or_repeat(tmp_path):
    slug = publish(tmp_path).dataset.slug
    seen, after = [], None
    for _ in range(3):
        found = api.rows(slug, limit=2, after=after)
        assert found.total == 5
        seen += names(found)
        after = found.next_after
    assert after is None
    assert seen == ["臺北車站", "板橋車站", "嘉義車站", "民雄車站", "臺北北門"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("amount", [3, 4, 5, 6, 7, 8]),
        ("-amount", [8, 7, 6, 5, 4, 3]),
        ("kind", [3, 4, 7, 5, 6, 8]),  # the empty one last, ties in the file's order
        ("-kind", [5, 6, 7, 3, 4, 8]),
    ],
)
def test_a_sorted_list_is_the_same_in_pages_of_any_size(tmp_path, sort, expected):
    slug = publish(tmp_path, "food.csv", FOOD).dataset.slug
    for limit in (1, 2, 4, 10):
        amounts, after = [], None
        while True:
            found = api.rows(slug, limit=limit, after=after, sort=sort)
            amounts += [row[2] for row in found.rows]
            after = found.next_after
            if after is None:
                break
        assert amounts == expected


def test_filters_know_the_columns_types(tmp_path):
    slug = publish(tmp_path).dataset.slug
    assert names(api.rows(slug, equals={"縣市": "臺北市"})) == ["臺北車站", "臺北北門"]
    assert names(api.rows(slug, equals={"人數": "300"})) == ["嘉義車站"]
    found = api.rows(slug, equals={"啟用日期": "2024-04-08", "縣市": "嘉義縣"})
    assert found.rows[0][-1] == date(2024, 4, 8)
    assert found.total == 1
    assert api.rows(slug, equals={"縣市": "無"}).total == 0
    with pytest.raises(BadRowsQuery):
        api.rows(slug, equals={"人數": "many"})


def test_an_empty_value_finds_empty_cells(tmp_path):
    slug = publish(tmp_path, "food.csv", FOOD).dataset.slug
    assert [row[0] for row in api.rows(slug, equals={"kind": ""}).rows] == ["fish"]


def test_search_looks_into_every_column_whatever_the_case(tmp_path):
    slug = publish(tmp_path, "food.csv", FOOD).dataset.slug
    assert [row[0] for row in api.rows(slug, search="VEGE").rows] == ["cabbage", "leek"]
    assert [row[0] for row in api.rows(slug, search="7").rows] == ["rice"]
    assert api.rows(slug, search="%").total == 0  # a sign like any other


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_values_are_values(tmp_path, text):
    slug = publish(tmp_path, "food.csv", FOOD).dataset.slug
    assert api.rows(slug, search=text).total <= 6
    assert api.rows(slug, equals={"name": text}).total == 0
    for said in ({"sort": text}, {"equals": {text: "x"}}):
        with pytest.raises(BadRowsQuery):
            api.rows(slug, **said)
    assert api.rows(slug).total == 6


def test_hostile_column_names_are_names(tmp_path):
    header = "a\"b,'; DROP TABLE x; --,\"read_csv('/etc/passwd')\",select,_row2,🦆"
    text = (
        header.replace('a"b', '"a""b"')
        + "\n"
        + "".join(f"{i},x{i},{i * 2},y,z,q\n" for i in range(4))
    )
    found = publish(tmp_path, "odd.csv", text).dataset
    columns = [column.name for column in found.current.columns]
    assert len(set(columns)) == 6
    for name in columns:
        assert api.rows(found.slug, sort=f"-{name}", limit=2).total == 4
        value = str(api.rows(found.slug).rows[0][columns.index(name)])
        assert api.rows(found.slug, equals={name: value}).total >= 1
    for format_ in api.formats(found.current):
        assert api.download(found.slug, format_).stat().st_size > 0


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=40), sort=st.text(max_size=20))
def test_no_text_breaks_the_query(food, text, sort):
    assert api.rows(food, search=text).total <= 6
    api.rows(food, equals={"name": text})
    if sort.removeprefix("-") not in {"", "name", "kind", "amount", "note"}:
        with pytest.raises(BadRowsQuery):
            api.rows(food, sort=sort)


@pytest.fixture
def food(tmp_path):
    return publish(tmp_path, "food.csv", FOOD).dataset.slug


def test_old_versions_can_still_be_read(tmp_path):
    slug = publish(tmp_path, slug="stops").dataset.slug
    publish(tmp_path, text=FOOD, slug="stops")
    assert [column.name for column in api.rows(slug, number=1).columns][1] == "站名"
    assert api.rows(slug, number=2).total == 6
    with pytest.raises(VersionNotFound):
        api.rows(slug, number=3)


def test_a_withdrawn_data_set_gives_no_rows(tmp_path):
    slug = publish(tmp_path).dataset.slug
    api.withdraw(actor=ACTOR, slug=slug, why="錯誤")
    with pytest.raises(DatasetWithdrawn, match="錯誤"):
        api.rows(slug)


@pytest.mark.parametrize("limit", [0, -1, 10_001])
def test_a_page_has_a_size_in_reason(tmp_path, limit):
    with pytest.raises(BadRowsQuery):
        api.rows(publish(tmp_path).dataset.slug, limit=limit)


def test_a_cursor_that_was_never_given_is_refused_where_it_matters(tmp_path):
    slug = publish(tmp_path).dataset.slug
    assert api.rows(slug, after=10**9).rows == []
    with pytest.raises(BadRowsQuery):
        api.rows(slug, after=10**9, sort="人數")


def test_a_query_that_takes_too_long_is_stopped():
    from idea.engines.catalog import reader

    endless = "SELECT sum(a.i * b.i % 7) FROM range(100000000) a(i), range(1000) b(i)"
    for small in (False, True):
        with pytest.raises(TooSlow), reader.cursor(seconds=0.2, small=small) as cursor:
            cursor.execute(endless)
    with reader.cursor(seconds=0.2) as quick:  # what is done in time goes on being asked
        for _ in range(3):
            time.sleep(0.05)
            assert quick.execute("SELECT 1").fetchone() == (1,)


def test_what_changes_of_a_version_is_never_told_from_memory(tmp_path):
    done = publish(tmp_path)
    slug = done.dataset.slug
    assert queries.version(slug, with_issues=False).rows == 5
    models.Version.objects.filter(pk=done.version.id).update(note="", rows=7)
    assert queries.version(slug, with_issues=False).rows == 5, "rows never change: they are kept"
    models.Version.objects.filter(pk=done.version.id).update(note="erased")
    assert queries.version(slug, with_issues=False).note == "erased"
    models.Dataset.objects.filter(slug=slug).update(access=Access.RESTRICTED)
    with pytest.raises(DatasetNotOpen):
        queries.version(slug, with_issues=False)


def test_the_first_row_of_stops_is_whole(tmp_path):
    found = api.rows(publish(tmp_path, text=STOPS).dataset.slug, limit=1)
    assert list(found.rows[0]) == [1, "臺北車站", "臺北市", 121.517, 25.047, 1200, date(2024, 1, 5)]


def test_large_maps_are_paged_in_the_files_order_too(tmp_path, monkeypatch):
    from idea.engines.catalog import rowfile

    slug = publish(tmp_path).dataset.slug
    wanted = [names(api.rows(slug, limit=2, after=after)) for after in (None, 2, 4)]
    monkeypatch.setattr(rowfile, "SMALL", 2)
    assert [names(api.rows(slug, limit=2, after=after)) for after in (None, 2, 4)] == wanted
    assert names(api.rows(slug, sort="-人數", equals={"縣市": "臺北市"})) == [
        "臺北車站",
        "臺北北門",
    ]
