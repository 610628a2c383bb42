"""Promises of a diff: nothing missed, nothing invented, exact counts, any page, any key."""

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from idea.engines.catalog import api
from idea.engines.catalog.diffing import ROW, Kind, diff, likely_key
from idea.engines.catalog.errors import BadRowsQuery
from idea.engines.catalog.tests.factories import STOPS, publish

pytestmark = pytest.mark.django_db


def table(folder, name, rows, columns="code, place"):
    """Write rows (tuples) as a Parquet file with `_row` from 2 on."""
    path = folder / f"{name}.parquet"
    marks = ", ".join("?" for _ in columns.split(","))
    with duckdb.connect() as connection:
        connection.execute(
            f"CREATE TABLE t (_row BIGINT, {', '.join(f'{c} VARCHAR' for c in columns.split(','))})"
        )
        if rows:
            connection.executemany(
                f"INSERT INTO t VALUES (?, {marks})",  # noqa: S608  the test's own
                [(number, *row) for number, row in enumerate(rows, 2)],
            )
        connection.execute(f"COPY t TO '{path}' (FORMAT parquet)")
    return path


def told(found):
    return [(line.kind, line.key, line.changed) for line in found.rows]


def test_rows_are_matched_by_their_key_wherever_they_stand(tmp_path):
    old = table(tmp_path, "old", [("a", "1"), ("b", "2"), ("c", "3")])
    new = table(tmp_path, "new", [("c", "3"), ("d", "4"), ("b", "二")])
    found = diff(old, new, ("code",))
    assert (found.added, found.removed, found.changed) == (1, 1, 1)
    assert sorted(told(found)) == [
        (Kind.ADDED, ("d",), ()),
        (Kind.CHANGED, ("b",), ("place",)),
        (Kind.REMOVED, ("a",), ()),
    ]
    changed = next(line for line in found.rows if line.kind is Kind.CHANGED)
    assert (changed.old, changed.new) == (("b", "2"), ("b", "二"))
    assert (changed.old_row, changed.new_row) == (3, 4)


def test_by_row_number_and_by_all_they_hold(tmp_path):
    old = table(tmp_path, "old", [("a", "1"), ("b", "2")])
    new = table(tmp_path, "new", [("a", "1"), ("b", "3"), ("b", "2")])
    assert told(diff(old, new, (ROW,))) == [
        (Kind.CHANGED, (3,), ("place",)),
        (Kind.ADDED, (4,), ()),
    ]
    whole = diff(old, new, None)
    assert (whole.added, whole.removed, whole.changed) == (1, 0, 0)


def test_rows_that_share_a_key_are_matched_in_order(tmp_path):
    old = table(tmp_path, "old", [("a", "1"), ("a", "2"), (None, "x")])
    new = table(tmp_path, "new", [("a", "1"), ("a", "9"), (None, "x"), ("a", "3")])
    found = diff(old, new, ("code",))
    assert told(found) == [(Kind.CHANGED, ("a",), ("place",)), (Kind.ADDED, ("a",), ())]


def test_pages_and_kinds_leave_the_counts_alone(tmp_path):
    old = table(tmp_path, "old", [(str(n), "x") for n in range(20)])
    new = table(tmp_path, "new", [(str(n), "x" if n % 2 else "y") for n in range(5, 25)])
    found = diff(old, new, ("code",), limit=3, offset=1, kinds=(Kind.ADDED,))
    assert (found.added, found.removed, found.changed, found.total) == (5, 5, 7, 17)
    assert [line.key for line in found.rows] == [("21",), ("22",), ("23",)]
    assert diff(old, new, ("code",), limit=0).rows == ()


def test_columns_of_one_side_are_named_and_an_unknown_key_refused(tmp_path):
    old = table(tmp_path, "old", [("a", "1")])
    new = table(tmp_path, "new", [("a", "7")], columns="code, size")
    found = diff(old, new, ("code",))
    assert (found.columns, found.added_columns, found.removed_columns) == (
        ("code",),
        ("size",),
        ("place",),
    )
    assert found.total == 0
    with pytest.raises(BadRowsQuery):
        diff(old, new, ("place",))


def test_two_versions_their_places_and_their_key(tmp_path):
    first = publish(tmp_path).version
    moved = STOPS.replace("121.463,25.014", "121.500,25.014").replace("80,2024", "81.5,2024")
    publish(tmp_path, text=moved)
    newest = api.dataset("stops").current
    assert likely_key(newest) == ("編號",)
    found = diff(first, newest, ("編號",))
    assert told(found) == [
        (Kind.CHANGED, (2,), ("經度", "geometry")),
        (Kind.CHANGED, (4,), ("人數",)),  # 1200 and 1200.0 are one number
    ]
    assert diff(first, first, None).total == 0


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.dictionaries(st.integers(0, 9), st.text("ab'\"\\|", max_size=2), max_size=8),
    st.dictionaries(st.integers(0, 9), st.text("ab'\"\\|", max_size=2), max_size=8),
)
def test_a_diff_tells_exactly_what_dictionaries_tell(tmp_path, before, after):
    old = table(tmp_path, "old", [(str(k), v) for k, v in before.items()])
    new = table(tmp_path, "new", [(str(k), v) for k, v in after.items()])
    found = diff(old, new, ("code",), limit=100)
    expected = {(Kind.ADDED, str(k)) for k in after.keys() - before.keys()}
    expected |= {(Kind.REMOVED, str(k)) for k in before.keys() - after.keys()}
    expected |= {
        (Kind.CHANGED, str(k)) for k in before.keys() & after.keys() if before[k] != after[k]
    }
    assert {(line.kind, line.key[0]) for line in found.rows} == expected


def test_a_million_rows_are_compared(tmp_path):
    old, new = tmp_path / "old.parquet", tmp_path / "new.parquet"
    with duckdb.connect() as connection:
        for path, cell in ((old, "i * 7"), (new, "i * 7 + (i % 1000 = 0)::INT")):
            connection.execute(
                f"COPY (SELECT i AS _row, 'k' || i AS code, {cell} AS amount, "  # noqa: S608
                f"'word ' || (i % 97) AS word FROM range(1000000) t(i)) TO '{path}'"
            )
    found = diff(old, new, ("code",), limit=20)
    assert (found.added, found.removed, found.changed) == (0, 0, 1000)
