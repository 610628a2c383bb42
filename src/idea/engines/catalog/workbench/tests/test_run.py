"""Promises of a query: right rows, exact types, bounds, cancelling, and what it was made of."""

import threading
import time
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings

from idea.engines.catalog import actions, models
from idea.engines.catalog.errors import DatasetNotOpen, DatasetWithdrawn, VersionNotFound
from idea.engines.catalog.tests.factories import ACTOR, FOOD, publish
from idea.engines.catalog.types import Access, Declared, Draft
from idea.engines.catalog.workbench import explain, results, run, tables, turns
from idea.engines.catalog.workbench.errors import (
    BadQuery,
    QueryCancelled,
    QueryNotRunning,
    QueryRefused,
    QueryTooLarge,
    QueryTooSlow,
    WorkbenchBusy,
)
from idea.engines.catalog.workbench.run import answer, ask
from idea.engines.catalog.workbench.tables import NoSuchTable
from idea.engines.catalog.workbench.types import Asked
from idea.kernel.errors import Conflict

pytestmark = pytest.mark.django_db
ME = Asked("address:192.0.2.1")
LONG = "SELECT sum(a.range * b.range % 7) FROM range(100000000) a, range(99999) b"
PEOPLE = """姓名,電話,里別,人數
王小明,0912345678,大安里,3
陳美玲,0922345678,古亭里,4
林志豪,0932345678,大安里,5
"""


def rows(sql, most=100):
    return ask(sql, asked=ME, rows=most).rows


def test_a_query_gives_its_rows_in_order_with_their_types(stops):
    result = ask(
        "SELECT 縣市, count(*) AS n, sum(人數) AS 人 FROM stops GROUP BY 1 ORDER BY n DESC, 1",
        asked=ME,
        rows=100,
    )
    assert result.rows[0] == ("臺北市", 2, 1700)
    assert [column.name for column in result.columns] == ["縣市", "n", "人"]
    assert [column.type for column in result.columns] == ["VARCHAR", "BIGINT", "HUGEINT"]
    assert not result.truncated
    assert result.steady


def test_a_result_tells_which_versions_it_was_made_of(stops, tmp_path):
    publish(tmp_path, slug="stops", text=FOOD)
    result = ask('SELECT * FROM "stops@1" a, stops b', asked=ME, rows=5)
    assert [(s.name, s.slug, s.number) for s in result.sources] == [
        ("stops@1", "stops", 1),
        ("stops", "stops", 2),
    ]
    assert result.sources[0].license == "OGDL-Taiwan-1.0"
    assert result.sources[0].download_url.endswith("/download/stops/v1/stops.parquet")
    assert result.truncated
    assert len(result.rows) == 5


def test_values_are_exact_or_text():
    sql = """SELECT 9007199254740993, 12345678901234567890123::HUGEINT, 1.10::DECIMAL(5,2),
      'nan'::DOUBLE, DATE '2026-11-23', TIME '10:05:00', [1, 2], {'a': 'x'}, NULL, true, 'a'::BLOB,
      TIMESTAMP '2026-11-23 10:05:00', '2026-11-23 02:05:00+00'::TIMESTAMPTZ, INTERVAL 3 DAY"""
    assert rows(sql) == (
        ("9007199254740993", "12345678901234567890123", "1.10", "nan", "2026-11-23", "10:05:00",
         "[1, 2]", "{'a': x}", None, True, "a", "2026-11-23 10:05:00",
         "2026-11-23 10:05:00+08", "3 days"),
    )  # fmt: skip


@pytest.mark.parametrize("name", ["stops", "STOPS", '"stops"', '"stops@1"'])
def test_a_table_is_named_by_its_slug(stops, name):
    assert rows(f"SELECT count(*) FROM {name}") == ((5,),)  # noqa: S608


def test_names_with_hyphens_need_no_quotes_when_written_with_underscores(tmp_path):
    publish(tmp_path, slug="bus-stops")
    assert rows("SELECT count(*) FROM bus_stops") == ((5,),)
    assert rows('SELECT count(*) FROM "bus-stops"') == ((5,),)


def test_a_name_of_its_own_is_no_table(stops):
    assert rows("WITH mine AS (SELECT 1 AS x) SELECT x FROM mine") == ((1,),)
    assert rows("WITH stops AS (FROM stops LIMIT 2) SELECT count(*) FROM stops") == ((2,),)


def test_rows_without_coordinates_show_their_shapes_as_text(tmp_path):
    text = (
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"n":1},'
        '"geometry":{"type":"LineString","coordinates":[[121,25],[122,25]]}}]}'
    )
    publish(tmp_path, "lines.geojson", text, slug="lines")
    assert rows("SELECT n, geometry FROM lines") == ((1, "LINESTRING (121 25, 122 25)"),)


def test_withdrawn_closed_and_missing_tables_are_told_apart(stops, tmp_path):
    with pytest.raises(NoSuchTable):
        rows("SELECT * FROM nothing_here")
    with pytest.raises(VersionNotFound):
        rows('SELECT * FROM "stops@7"')
    models.Dataset.objects.update(access=str(Access.RESTRICTED))
    with pytest.raises(DatasetNotOpen):
        rows("SELECT * FROM stops")
    models.Dataset.objects.update(access=str(Access.OPEN))
    actions.withdraw(actor=ACTOR, slug="stops", why="錯誤")
    with pytest.raises(DatasetWithdrawn, match="錯誤"):
        rows("SELECT * FROM stops")
    with pytest.raises(DatasetWithdrawn):
        rows('SELECT * FROM "stops@1"')
    assert tables.tables() == ([], 0)


def test_columns_of_persons_are_not_there_and_not_in_the_file(tmp_path):
    found = publish(tmp_path, "people.csv", PEOPLE, slug="people").dataset
    hidden = [c.name for c in found.current.columns if not tables.is_open(c)]
    assert "電話" in hidden
    declared = actions.edit(
        actor=ACTOR, slug="people", draft=Draft(declared=(Declared(name="姓名", personal=True),))
    )
    assert tables.columns(declared.current) == ["里別", "人數"]
    path = tables.file(declared, declared.current)
    import duckdb

    with duckdb.connect() as connection:
        kept = connection.execute(f"SELECT * FROM read_parquet('{path}') LIMIT 1")  # noqa: S608
        assert [column[0] for column in kept.description] == ["里別", "人數"]
    with pytest.raises(BadQuery):
        rows("SELECT 電話 FROM people")
    assert "電話" not in [c.name for c in ask("FROM people", asked=ME, rows=1).columns]
    table = tables.tables("people")[0][0]
    assert table.hidden == len(hidden) + 1


@pytest.mark.parametrize(
    ("sql", "line", "column"),
    [
        ("SELECT *\nFORM stops x y", 2, 6),
        ("SELECT 縣市, 沒有\nFROM stops", 1, 12),
        ("SELECT 縣市\nFROM stops\nWHERE 沒有 = 1", 3, 7),
        ("SELECT '中文', getenv('x')", 1, 14),
        ("SELECT 1 +", 1, 11),
    ],
)
def test_a_mistake_has_a_line_and_a_column(stops, sql, line, column):
    with pytest.raises((BadQuery, QueryRefused)) as caught:
        rows(sql)
    problem = caught.value
    if isinstance(problem, BadQuery):
        assert (problem.line, problem.column) == (line, column)
        assert problem.as_dict()["line"] == line
    else:
        assert explain.where(sql, 13) == (line, column)


def test_a_slip_of_a_column_gets_a_proposal(stops):
    with pytest.raises(BadQuery) as caught:
        rows("SELECT 站 FROM stops")
    assert "站名" in caught.value.remedy


def test_values_that_do_not_fit_are_told(stops):
    with pytest.raises(BadQuery, match="車站"):
        rows("SELECT 站名::INTEGER FROM stops")


def test_time_memory_and_size_are_bounded(stops, limits):
    limits(seconds=1, memory_mb=128, result_mb=1)
    started = time.monotonic()
    with pytest.raises(QueryTooSlow):
        rows(LONG)
    assert time.monotonic() - started < 10
    limits(seconds=20)
    with pytest.raises(QueryTooLarge):
        rows("SELECT list(range) FROM range(100000000)")
    with pytest.raises(QueryTooLarge):
        rows("SELECT repeat('x', 100000) FROM range(100)")
    assert rows("SELECT 1") == ((1,),)


def test_a_query_can_be_cancelled_by_its_id(limits):
    limits(seconds=30)
    query_id, ends = uuid4(), []

    def long():
        try:
            ask(LONG, asked=ME, rows=1, query_id=query_id)
        except QueryCancelled as cancelled:
            ends.append(cancelled)

    thread = threading.Thread(target=long)
    thread.start()
    for _ in range(100):
        try:
            turns.cancel(query_id)
            break
        except QueryNotRunning:
            time.sleep(0.1)
    started = time.monotonic()
    thread.join()
    assert time.monotonic() - started < 5
    assert len(ends) == 1
    with pytest.raises(QueryNotRunning):
        turns.cancel(query_id)


def test_turns_are_counted_for_each_and_for_all(limits):
    limits(at_once=2, at_once_each=1, wait_seconds=0.3)
    other = Asked("address:192.0.2.2")
    first = uuid4()
    with turns.turn(first, ME):
        with pytest.raises(WorkbenchBusy), turns.turn(uuid4(), ME):
            pass
        with pytest.raises(Conflict), turns.turn(first, other):
            pass
        third = turns.turn(uuid4(), Asked("address:192.0.2.3"))
        with turns.turn(uuid4(), other), pytest.raises(WorkbenchBusy) as caught, third:
            pass
        assert caught.value.retry_after
    with turns.turn(uuid4(), ME):
        pass


def test_what_a_killed_process_left_is_removed(limits):
    left = Path(settings.IDEA_HOME) / "work" / "workbench" / str(uuid4())
    left.mkdir(parents=True)
    (left / "caller").write_text("x")
    (left / "lease").touch()
    with turns.turn(uuid4(), ME) as mine:
        assert not left.exists()
        assert mine.folder.exists()
    assert not mine.folder.exists()


def test_the_same_question_is_answered_once_as_long_as_the_rows_are_the_same(
    stops, tmp_path, monkeypatch
):
    sql = "SELECT count(*) FROM stops"
    first = answer(sql, asked=ME, rows=10)
    with monkeypatch.context() as patched:
        patched.setattr(run, "ask", lambda *_, **__: pytest.fail("asked again"))
        assert answer(sql, asked=ME, rows=10) == first
    publish(tmp_path, slug="stops", text=FOOD)
    assert answer(sql, asked=ME, rows=10).rows == ((6,),)
    models.Dataset.objects.update(access=str(Access.CLOSED))
    with pytest.raises(DatasetNotOpen):
        answer(sql, asked=ME, rows=10)


def test_kept_results_take_no_more_than_their_room(monkeypatch):
    first = answer("SELECT 1", asked=ME, rows=1)
    assert first.size > 0
    monkeypatch.setattr(results, "ROOM", 1000)
    for number in range(20):
        results.keep(replace(first, sql=f"SELECT {number}", size=300), 1, 60)
    kept = [number for number in range(20) if results.get(f"SELECT {number}", 1)]
    assert kept == [17, 18, 19]
    results.keep(replace(first, sql="SELECT 99", size=results.LARGEST + 1), 1, 60)
    results.keep(replace(first, sql="SELECT 98", steady=False), 1, 60)
    results.keep(replace(first, sql="SELECT 97", size=1), 1, -1)
    assert not [n for n in (97, 98, 99) if results.get(f"SELECT {n}", 1)]


def test_what_changes_by_itself_is_asked_anew():
    first, second = (answer("SELECT random()", asked=ME, rows=1) for _ in range(2))
    assert first.rows != second.rows
    assert run.etag(first, "json") != run.etag(second, "json")


def test_a_sandbox_knows_nothing_of_the_site(monkeypatch):
    from idea.engines.catalog.workbench import process

    monkeypatch.setenv("IDEA_SECRET_KEY", "hush")
    process.close()
    child = process._start()
    try:
        environment = Path(f"/proc/{child.pid}/environ")
        if not environment.exists():
            pytest.skip("no /proc here")
        time.sleep(0.5)
        assert b"IDEA" not in environment.read_bytes()
        open_files = {p.readlink().name for p in Path(f"/proc/{child.pid}/fd").iterdir()}
        assert not [name for name in open_files if "sqlite" in name or "parquet" in name]
    finally:
        process._end(child)
