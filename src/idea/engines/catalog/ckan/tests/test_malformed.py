"""Whatever a stranger sends to the CKAN and REST entrances, the answer is theirs to read: never 500."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from idea.engines.catalog.ckan import shapes
from idea.engines.catalog.ckan.http.views import actions
from idea.engines.catalog.tests.factories import publish

pytestmark = pytest.mark.django_db
ACTION = "/api/3/action/"
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**40), 10**40),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(
        [
            "stops",
            "編號",
            "站名",
            "_id",
            "1e999",
            "\0",
            "\ud800",
            "2026-13-45",
            "{",
            "[",
            "'",
            '"',
            "%",
        ]
    ),
)
VALUES = st.recursive(
    ODD,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["編號", "站名", "經度", "啟用日期", "_id", "x"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)
NAMES = [
    "id",
    "filters",
    "q",
    "fields",
    "sort",
    "limit",
    "offset",
    "distinct",
    "include_total",
    "query",
    "rows",
    "start",
    "fq",
    "facet.field",
    "facet.limit",
    "sql",
    "resource_id",
    "all_fields",
    "type",
    "order_by",
    "sort",
    "include_extras",
    "page",
    "dataset_type",
    "group",
    "organization",
    "user",
    "object_type",
    "since",
    "tags",
    "groups",
]
FUZZ = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def table(tmp_path):
    found = publish(tmp_path, slug="stops").dataset
    return shapes.own_id(found, "csv")


def search(client, **said):
    return client.post(
        f"{ACTION}datastore_search", json.dumps(said), content_type="application/json"
    )


@pytest.mark.parametrize(
    "value", [2**63, 2**64, -(2**70), 10**38, 10**39, 10**400, 1e308, "9" * 5000, True, None]
)
@pytest.mark.parametrize("column", ["編號", "經度", "站名", "啟用日期", "_id"])
def test_numbers_beyond_64_bits_find_nothing(client, table, column, value):
    for filters in ({column: value}, {column: [value, 1]}):
        answer = search(client, resource_id=table, filters=filters)
        assert answer.status_code in {200, 409}
        assert answer.json()["success"] is (answer.status_code == 200)


@pytest.mark.parametrize(
    "said",
    [
        {"filters": {"編號": {"a": 1}}},
        {"filters": {"編號": [[1], {}]}},
        {"filters": [1]},
        {"filters": {"編號": []}},
        {"filters": {"站名": "\0"}},
        {"q": {"站名": {"a": []}}},
        {"q": [1, 2]},
        {"q": "\0"},
        {"fields": [{"a": 1}]},
        {"fields": {"a": 1}},
        {"sort": [1]},
        {"sort": '"' * 400},
        {"limit": -1},
        {"limit": 10**30},
        {"offset": "9" * 400},
        {"distinct": []},
    ],
)
def test_what_is_malformed_is_refused_in_ckans_words(client, table, said):
    answer = search(client, resource_id=table, **said)
    assert answer.status_code in {200, 400, 409}
    assert "success" in answer.json()


@FUZZ
@given(
    name=st.sampled_from(sorted(actions)),
    said=st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4),
)
def test_no_call_of_an_action_ends_in_500(client, table, name, said):
    body = json.dumps({"resource_id": table, "id": "stops"} | said)
    answer = client.post(f"{ACTION}{name}", body, content_type="application/json")
    assert answer.status_code < 500, (name, said)
    given_ = {key: json.dumps(value) for key, value in said.items()}
    assert client.get(f"{ACTION}{name}", given_).status_code < 500, (name, said)


@FUZZ
@given(
    path=st.sampled_from(
        [
            "",
            "/stops/rows",
            "/stops/versions/1/diff",
            "/stops/usage",
            "/stops/quality",
            "/stops/schema",
        ]
    ),
    said=st.dictionaries(
        st.sampled_from(
            [
                "limit",
                "after",
                "sort",
                "q",
                "format",
                "version",
                "at",
                "select",
                "aggregate",
                "group",
                "編號",
                "編號__gte",
                "經度__in",
                "站名__contains",
                "啟用日期",
                "column:limit",
                "offset",
                "key",
                "kind",
                "against",
                "days",
                "page",
            ]
        ),
        ODD.map(str),
        max_size=4,
    ),
)
def test_no_question_to_the_rest_interface_ends_in_500(client, table, path, said):
    plain = {name: text.encode("utf-8", "replace").decode() for name, text in said.items()}
    assert client.get(f"/api/v1/datasets{path}", plain).status_code < 500, (path, said)
