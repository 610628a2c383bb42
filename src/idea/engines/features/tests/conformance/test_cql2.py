"""CQL2 (21-065r2): each example gives the rows that plain SQL gives, in text and in JSON alike.

Conformance classes Basic CQL2, Advanced Comparison Operators, Case- and Accent-insensitive
Comparison, Property-Property, Arithmetic, CQL2 Text and CQL2 JSON. The examples are our own, made
after those of the standard.
"""

import json

import pytest

from idea.engines.features.tests.conformance.asking import every_id, items, refused, rows
from idea.engines.features.tests.conformance.layers import POINTS
from idea.engines.features.tests.factories import collection

pytestmark = pytest.mark.django_db


def prop(name):
    return {"property": name}


def op(name, *args):
    return {"op": name, "args": list(args)}


@pytest.fixture
def made(tmp_path):
    return collection(tmp_path, POINTS)


# CQL2-Text, the same as CQL2-JSON, plain SQL
EXAMPLES = {
    "equal": ("kind = 7", op("=", prop("kind"), 7), "kind = 7"),
    "not equal": ("kind <> 7", op("<>", prop("kind"), 7), "kind <> 7"),
    "less": ("value < 3.25", op("<", prop("value"), 3.25), "value < 3.25"),
    "at most": ("value <= 3.25", op("<=", prop("value"), 3.25), "value <= 3.25"),
    "greater": ("value > 1.2e2", op(">", prop("value"), 120), "value > 120"),
    "at least": ("value >= .5", op(">=", prop("value"), 0.5), "value >= 0.5"),
    "negative": ("value > -1", op(">", prop("value"), -1), "true"),
    "text": ("name = 'p7'", op("=", prop("name"), "p7"), "name = 'p7'"),
    "quote in text": ("word = 'it''s 50%'", op("=", prop("word"), "it's 50%"), "word LIKE 'it%'"),
    "Chinese": ("word = '臺北'", op("=", prop("word"), "臺北"), "word = '臺北'"),
    "quoted name": ('"kind" = 7', op("=", prop("kind"), 7), "kind = 7"),
    "boolean": ("even = TRUE", op("=", prop("even"), True), "even"),
    "date": ("day = DATE('2026-01-05')", op("=", prop("day"), {"date": "2026-01-05"}), "day = '2026-01-05'"),
    "moment": (
        "seen > TIMESTAMP('2026-01-10T00:00:00Z')",
        op(">", prop("seen"), {"timestamp": "2026-01-10T00:00:00Z"}),
        "seen > '2026-01-10 08:00:00'",
    ),
    "null": ("word IS NULL", op("isNull", prop("word")), "word IS NULL"),
    "not null": ("seen IS NOT NULL", op("not", op("isNull", prop("seen"))), "seen IS NOT NULL"),
    "and or not": (
        "kind = 7 OR NOT kind < 45 AND even = true",
        op("or", op("=", prop("kind"), 7), op("and", op("not", op("<", prop("kind"), 45)), op("=", prop("even"), True))),
        "kind = 7 OR (kind >= 45 AND even)",
    ),
    "parentheses": (
        "(kind = 7 OR kind = 8) AND even = false",
        op("and", op("or", op("=", prop("kind"), 7), op("=", prop("kind"), 8)), op("=", prop("even"), False)),
        "kind IN (7, 8) AND NOT even",
    ),
    "denied whole": (
        "NOT (word = '臺北' OR seen IS NULL)",
        op("not", op("or", op("=", prop("word"), "臺北"), op("isNull", prop("seen")))),
        "NOT (word = '臺北' OR seen IS NULL)",
    ),
    "exact beyond 53 bits": ("serial = 9007199254740993", op("=", prop("serial"), 9007199254740993), "_row = 1"),
    "true": ("TRUE", True, "true"),
    "false": ("kind = 7 AND FALSE", op("and", op("=", prop("kind"), 7), False), "false"),
    # Advanced Comparison Operators
    "like": ("name LIKE 'p1_'", op("like", prop("name"), "p1_"), "name SIMILAR TO 'p1.'"),
    "like any": ("name LIKE 'p4%'", op("like", prop("name"), "p4%"), "starts_with(name, 'p4')"),
    "like escaped": (r"word LIKE '%50\%'", op("like", prop("word"), r"%50\%"), "ends_with(word, '50%')"),
    "not like": ("word NOT LIKE 'C%'", op("not", op("like", prop("word"), "C%")), "NOT starts_with(word, 'C')"),
    "between": ("kind BETWEEN 3 AND 9", op("between", prop("kind"), 3, 9), "kind >= 3 AND kind <= 9"),
    "not between": (
        "kind NOT BETWEEN 3 AND 45 AND even = true",
        op("and", op("not", op("between", prop("kind"), 3, 45)), op("=", prop("even"), True)),
        "(kind < 3 OR kind > 45) AND even",
    ),
    "in": ("kind IN (1, 2, 3)", op("in", prop("kind"), [1, 2, 3]), "kind IN (1, 2, 3)"),
    "in texts": ("word IN ('CAFE', '臺北')", op("in", prop("word"), ["CAFE", "臺北"]), "word IN ('CAFE', '臺北')"),
    "not in": ("word NOT IN ('CAFE')", op("not", op("in", prop("word"), ["CAFE"])), "word NOT IN ('CAFE')"),
    # Case- and Accent-insensitive Comparison
    "casei": ("CASEI(word) = casei('café')", op("=", op("casei", prop("word")), op("casei", "café")), "word = 'Café'"),
    "casei in": (
        "CASEI(word) IN (casei('CAFÉ'), casei('cafe'))",
        op("in", op("casei", prop("word")), [op("casei", "CAFÉ"), op("casei", "cafe")]),
        "word IN ('Café', 'CAFE')",
    ),
    "casei like": ("casei(name) LIKE casei('P4%')", op("like", op("casei", prop("name")), op("casei", "P4%")), "name LIKE 'p4%'"),
    "accenti": ("ACCENTI(word) = accenti('Cafe')", op("=", op("accenti", prop("word")), op("accenti", "Cafe")), "word = 'Café'"),
    "both": (
        "ACCENTI(CASEI(word)) = 'cafe'",
        op("=", op("accenti", op("casei", prop("word"))), "cafe"),
        "word IN ('Café', 'CAFE')",
    ),
    # Property-Property
    "properties": ("kind > value", op(">", prop("kind"), prop("value")), "kind > value"),
    "literal first": ("7 = kind", op("=", 7, prop("kind")), "kind = 7"),
    # Arithmetic
    "sum": ("value * 4 + 1 = 8", op("=", op("+", op("*", prop("value"), 4), 1), 8), "_row = 7"),
    "binding": ("2 + 3 * 4 - 6 / 3 = value", op("=", op("-", op("+", 2, op("*", 3, 4)), op("/", 6, 3)), prop("value")), "value = 12"),
    "whole division": ("kind div 10 = 4", op("=", op("div", prop("kind"), 10), 4), "kind // 10 = 4"),
    "rest": ("kind % 10 = 4", op("=", op("%", prop("kind"), 10), 4), "kind % 10 = 4"),
    "power": ("kind ^ 2 = 49", op("=", op("^", prop("kind"), 2), 49), "kind = 7"),
    "by zero": ("kind / (kind - kind) = 1", op("=", op("/", prop("kind"), op("-", prop("kind"), prop("kind"))), 1), "false"),
}  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_gives_the_rows_of_plain_sql_in_both_encodings(client, made, name):
    text, encoded, plain = EXAMPLES[name]
    expected = rows(made, plain)
    assert sorted(every_id(client, filter=text, limit=500)) == expected
    told = json.dumps(encoded)
    assert sorted(every_id(client, filter=told, filter_lang="cql2-json", limit=500)) == expected


def test_the_examples_find_something(made):
    nothing = {name for name, (_text, _json, plain) in EXAMPLES.items() if not rows(made, plain)}
    assert nothing == {"false", "by zero"}


def test_keywords_have_no_case_and_names_may_begin_like_them(client, tmp_path):
    select = 'SELECT i AS _row, i AS notes, i AS inside, i AS "order", i AS "a.b:c", i AS 縣市, ST_Point(121, 24) AS geometry FROM range(4) t(i)'
    collection(tmp_path, select)
    for text in (
        "notes = 1 and inside iN (1)",
        "Not notes <> 1",
        "order = 1 AND a.b:c = 1",
        "縣市 = 1",
    ):
        assert every_id(client, filter=text) == [1], text


def test_pages_of_a_filter_hold_every_feature_once(client, made):
    found = every_id(client, filter="kind > 20 AND value BETWEEN 10 AND 100", limit=7)
    assert len(found) == len(set(found))
    assert sorted(found) == rows(made, "kind > 20 AND value BETWEEN 10 AND 100")


@pytest.mark.parametrize("limit", [1, 7, 500])
@pytest.mark.parametrize(
    ("sortby", "sql"),
    [
        ("value", "value"), ("-value", "value DESC"), ("+kind,-name", "kind, name DESC"),
        ("word,-seen,name", "word NULLS LAST, seen DESC NULLS LAST, name"),
        ("-seen,name", "seen DESC NULLS LAST, name"),
    ],
)  # fmt: skip
def test_sorted_pages_are_the_whole_order(client, made, limit, sortby, sql):
    if limit == 1:  # many pages: a part will do
        found = every_id(client, sortby=sortby, limit=1, filter="kind < 7")
        expected = [row for row in _ordered(made, sql) if row in rows(made, "kind < 7")]
    else:
        found, expected = every_id(client, sortby=sortby, limit=limit), _ordered(made, sql)
    assert found == expected


def _ordered(layer, sql):
    from idea.engines.features import store

    with store.reader() as cursor:
        told = cursor.execute(f"SELECT _row FROM {store.table(layer)} ORDER BY {sql}").fetchall()  # noqa: S608
    return [row for (row,) in told]


WRONG = [
    "", " ", "kind", "kind =", "= 7", "kind == 7", "kind = 7 AND", "AND kind = 7", "kind = 7 OR OR TRUE",
    "kind = '7'", "name = 7", "nope = 1", "_row = 1", "kind IN ()", "kind IN 7", "kind IN (1, 'a')",
    "kind BETWEEN 1", "kind LIKE 'a'", "name LIKE kind", "name LIKE name", "name LIKE 'a\\",
    "name LIKE 'a\\\\\\'", "name = 'open", '"name = 1', "kind IS", "kind IS 7", "NOT", "()", "(kind = 7", "kind = 7)",
    "kind = 1e999", "kind = --1e999", "even > true", "name + 1 = 2", "CASEI(kind) = 'a'", "casei(name, name) = 'a'",
    "day = '2026-01-01'", "day = DATE('2026-02-30')", "day = DATE('yesterday')", "seen = TIMESTAMP('2026-01-01')",
    "seen = TIMESTAMP('2026-01-01T00:00:00')", "seen = TIMESTAMP('0001-01-01T00:00:00+14:00')",
    "sleep(10) = 1", "read_csv('/etc/passwd') = 1", "version() = 'x'", "kind = (SELECT 1)", "kind = 7; DROP TABLE x",
    "kind = 7 UNION SELECT 1", "kind = 7 /* */", "kind = $1", "kind = ?", "kind = 7 -- \n", "geometry = 1",
    "kind = name", "DATE('2026-01-01') = kind", "kind = INTERVAL('..', '..')", "(kind = 7) = (kind = 7)",
    "NOT kind", "kind AND TRUE", "'a'", "7",
]  # fmt: skip


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_filter_is_refused_and_says_so(client, made, text):
    body = refused(client, filter=text)
    assert body["status"] == 400
    assert body["detail"]


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "nul", "null", "7", '"a"', "[]", "{}", '{"op":"="}', '{"op":"=","args":[1]}',
        '{"op":"=","args":[1,2,3]}', '{"op":"and","args":[]}', '{"op":"drop","args":[1]}', '{"op":7,"args":[]}',
        '{"op":"=","args":[{"property":7},1]}', '{"op":"=","args":[{"property":"nope"},1]}',
        '{"op":"in","args":[{"property":"kind"},7]}', '{"op":"in","args":[{"property":"kind"},[[1]]]}',
        '{"op":"=","args":[{"property":"kind"},NaN]}', '{"op":"=","args":[{"property":"kind"},null]}',
        '{"op":"=","args":[{"property":"kind"},1e999]}', '{"op":"=","args":[{"property":"kind"},[1]]}',
        '{"op":"not","args":[{"op":"=","args":[{"property":"kind"},1]},true]}', "kind = 7",
        '{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Point","coordinates":["a",1]}]}',
        '{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Nope","coordinates":[1,1]}]}',
        '{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":[1,2,3]}]}',
        '{"op":"t_after","args":[{"property":"day"},{"interval":["2026-01-02","2026-01-01"]}]}',
        '{"op":"t_after","args":[{"property":"day"},{"interval":["2026-01-02"]}]}',
        '{"op":"t_after","args":[{"property":"day"},{"date":7}]}',
    ],
)  # fmt: skip
def test_what_is_no_filter_in_json_is_refused(client, made, text):
    assert refused(client, filter=text, filter_lang="cql2-json")["status"] == 400


BOMBS = {
    "parentheses": "(" * 5000 + "kind = 7" + ")" * 5000,
    "not": "NOT " * 5000 + "kind = 7",
    "minus": "kind = " + "-" * 5000 + "1",
    "minus apart": "kind = " + "- " * 5000 + "1",
    "plus": "kind = " + "+".join(["1"] * 5000),
    "casei": "CASEI(" * 5000 + "name" + ")" * 5000 + " = 'a'",
    "wkt": "S_INTERSECTS(geometry, " + "GEOMETRYCOLLECTION(" * 5000 + "POINT(1 2)" + ")" * 5001,
    "open": "(" * 90_000,
    "quotes": "name = '" + "''" * 40_000,
    "long": "kind = 7 OR " * 20_000 + "kind = 7",
    "many": " OR ".join(["kind = 7"] * 8_000),
    "list": f"kind IN ({', '.join(['1'] * 20_000)})",
    "operators": "kind = 1" + " = 1" * 5000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_and_the_next_request_is_answered(client, made, name):
    assert refused(client, filter=BOMBS[name])["code"] == "bad-filter"
    assert items(client, filter="kind = 7")["numberMatched"] == 10


@pytest.mark.parametrize(
    "text",
    ["[" * 5000 + "]" * 5000, '{"op":"not","args":[' * 200 + "true" + "]}" * 200,
     '{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Polygon","coordinates":' + "[" * 500 + "]" * 500 + "}]}"],
    ids=["lists", "not", "coordinates"],
)  # fmt: skip
def test_a_bomb_in_json_is_refused(client, made, text):
    assert refused(client, filter=text, filter_lang="cql2-json")["code"] == "bad-filter"


def test_values_that_look_like_sql_are_values(client, made):
    for hostile in ("' OR 1=1 --", "'); DROP TABLE x; --", '" OR "', "\\", "%s", "{}", "?"):
        quoted = hostile.replace("'", "''")
        assert items(client, filter=f"name = '{quoted}'")["numberMatched"] == 0, hostile
        refused(client, filter=f'"{hostile.replace(chr(34), chr(34) * 2)}" = 1')


def test_an_unknown_language_is_refused(client, made):
    refused(client, filter="kind = 7", filter_lang="cql-text")
    refused(client, sortby="kind,kind")
    refused(client, sortby="a,b,c,d,e,f")
