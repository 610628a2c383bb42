"""CQL2 (21-065r2), Temporal Functions: the rows of plain SQL, written after the standard's table."""

import json

import pytest

from idea.engines.features.tests.conformance.asking import every_id, refused, rows
from idea.engines.features.tests.conformance.layers import POINTS
from idea.engines.features.tests.factories import collection

pytestmark = pytest.mark.django_db

# Function, first, second, plain SQL: dates with dates, moments with moments, and mixed.
JANUARY = "INTERVAL('2026-01-05', '2026-01-15')"
HOURS = "INTERVAL('2026-01-03T00:00:00Z', '2026-01-09T00:00:00Z')"  # 08:00 to 08:00 in Taiwan
STAY = "INTERVAL(seen, gone)"
A, B = "TIMESTAMP '2026-01-03 08:00'", "TIMESTAMP '2026-01-09 08:00'"
EXAMPLES = [
    ("T_AFTER", "day", "DATE('2026-02-01')", "day > '2026-02-01'"),
    ("T_AFTER", "day", JANUARY, "day > '2026-01-15'"),
    ("T_BEFORE", "day", JANUARY, "day < '2026-01-05'"),
    ("T_BEFORE", JANUARY, "day", "day > '2026-01-15'"),
    ("T_DISJOINT", "day", JANUARY, "day < '2026-01-05' OR day > '2026-01-15'"),
    ("T_INTERSECTS", "day", JANUARY, "day BETWEEN '2026-01-05' AND '2026-01-15'"),
    ("T_INTERSECTS", "day", "INTERVAL('..', '2026-01-15')", "day <= '2026-01-15'"),
    ("T_INTERSECTS", "day", "INTERVAL('2026-01-15', '..')", "day >= '2026-01-15'"),
    ("T_DURING", "day", JANUARY, "day > '2026-01-05' AND day < '2026-01-15'"),
    ("T_EQUALS", "day", "DATE('2026-01-05')", "day = '2026-01-05'"),
    ("T_AFTER", "seen", "TIMESTAMP('2026-01-10T00:00:00Z')", "seen > '2026-01-10 08:00'"),
    ("T_BEFORE", "seen", "DATE('2026-01-10')", "seen < '2026-01-10'"),
    ("T_AFTER", "seen", "DATE('2026-01-10')", "seen >= '2026-01-11'"),
    ("T_INTERSECTS", "seen", "DATE('2026-01-10')", "seen >= '2026-01-10' AND seen < '2026-01-11'"),
    ("T_BEFORE", STAY, HOURS, f"gone < {A}"),
    ("T_AFTER", STAY, HOURS, f"seen > {B}"),
    ("T_CONTAINS", STAY, "INTERVAL('2026-01-03T00:00:00Z', '2026-01-05T00:00:00Z')", f"seen < {A} AND gone > '2026-01-05 08:00'"),
    ("T_DURING", STAY, HOURS, f"seen > {A} AND gone < {B}"),
    ("T_DISJOINT", STAY, HOURS, f"gone < {A} OR seen > {B}"),
    ("T_INTERSECTS", STAY, HOURS, f"seen <= {B} AND gone >= {A}"),
    ("T_EQUALS", STAY, STAY, "seen IS NOT NULL"),
    ("T_FINISHEDBY", STAY, "INTERVAL('2026-01-02T12:00:00Z', '2026-01-06T10:00:00Z')", "gone = '2026-01-06 18:00' AND seen < '2026-01-02 20:00'"),
    ("T_FINISHES", STAY, "INTERVAL('2026-01-01T00:00:00Z', '2026-01-05T10:00:00Z')", "gone = '2026-01-05 18:00' AND seen > '2026-01-01 08:00'"),
    ("T_MEETS", STAY, "INTERVAL('2026-01-05T10:00:00Z', '..')", "gone = '2026-01-05 18:00' AND seen IS NOT NULL"),
    ("T_METBY", STAY, "INTERVAL('..', '2026-01-05T10:00:00Z')", "seen = '2026-01-05 18:00'"),
    ("T_OVERLAPS", STAY, HOURS, f"seen < {A} AND gone > {A} AND gone < {B}"),
    ("T_OVERLAPPEDBY", STAY, HOURS, f"seen > {A} AND seen < {B} AND gone > {B}"),
    ("T_STARTEDBY", STAY, "INTERVAL('2026-01-05T10:00:00Z', '2026-01-06T00:00:00Z')", "seen = '2026-01-05 18:00' AND gone > '2026-01-06 08:00'"),
    ("T_STARTS", STAY, "INTERVAL('2026-01-05T10:00:00Z', '2026-03-06T00:00:00Z')", "seen = '2026-01-05 18:00' AND gone < '2026-03-06 08:00'"),
]  # fmt: skip


@pytest.fixture
def made(tmp_path):
    return collection(tmp_path, POINTS)


def test_each_function_gives_the_rows_of_plain_sql(client, made):
    empty = []
    for function, first, second, plain in EXAMPLES:
        told = f"{function}({first}, {second})"
        expected = rows(made, plain)
        assert sorted(every_id(client, filter=told, limit=500)) == expected, told
        others = rows(made, f"NOT ({plain.replace('seen IS NOT NULL', 'seen = seen')})")
        assert sorted(every_id(client, filter=f"NOT {told}", limit=500)) == others, told
        if not expected:
            empty.append(told)
    assert not empty


def test_json_says_the_same(client, made):
    encoded = {
        "op": "t_during",
        "args": [
            {"interval": [{"property": "seen"}, {"property": "gone"}]},
            {"interval": ["2026-01-03T00:00:00Z", "2026-01-09T00:00:00Z"]},
        ],
    }
    found = every_id(client, filter=json.dumps(encoded), filter_lang="cql2-json", limit=500)
    assert sorted(found) == sorted(every_id(client, filter=f"T_DURING({STAY}, {HOURS})", limit=500))


@pytest.mark.parametrize(
    "text",
    [
        "T_AFTER(name, DATE('2026-01-01'))", "T_AFTER(kind, DATE('2026-01-01'))", "T_AFTER(day, '2026-01-01')",
        "T_AFTER(day)", "T_AFTER(day, INTERVAL('2026-01-02', '2026-01-01'))", "T_AFTER(day, INTERVAL('x', '..'))",
        "T_AFTER(day, INTERVAL('2026-01-01'))", "T_AFTER(day, INTERVAL(7, 8))", "T_NEVER(day, day)",
        "T_AFTER(geometry, DATE('2026-01-01'))", "T_AFTER(day, INTERVAL(INTERVAL('..', '..'), '..'))",
    ],
)  # fmt: skip
def test_what_is_no_time_is_refused(client, made, text):
    refused(client, filter=text)
