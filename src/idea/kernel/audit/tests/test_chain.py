"""The canonical form is one for equal values and differs for different ones."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idea.kernel.audit import chain

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
FIELDS = {
    "seq": 7,
    "at": datetime(2026, 11, 22, 8, 0, 0, 5, tzinfo=UTC),
    "actor_kind": "person",
    "actor_digest": "a" * 64,
    "action": "catalog.publish",
    "target": "dataset:air",
    "data": "{}",
    "detail_digest": "",
    "previous": chain.GENESIS,
}


@given(JSON)
def test_canonical_is_ascii_and_reads_back(value):
    import json

    text = chain.canonical(value)
    assert text.isascii()
    assert chain.canonical(json.loads(text)) == text


@given(st.dictionaries(st.text(), st.integers(), min_size=2))
def test_order_of_keys_does_not_matter(value):
    assert chain.canonical(value) == chain.canonical(dict(reversed(value.items())))


def test_takes_what_engines_report():
    @dataclass(frozen=True)
    class Area:
        name: str

    found = chain.canonical(
        {"id": uuid.UUID(int=1), "at": datetime(2026, 1, 1, tzinfo=UTC), "area": (Area("東區"),)}
    )
    assert found == (
        '{"area":[{"name":"\\u6771\\u5340"}],"at":"2026-01-01T00:00:00Z",'
        '"id":"00000000-0000-0000-0000-000000000001"}'
    )


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_json_is_refused(value):
    with pytest.raises(ValueError, match="JSON"):
        chain.canonical({"value": value})


def test_the_form_stays_as_it_is():
    # A change here breaks every chain there is: make a new VERSION instead.
    assert chain.entry_hash(**FIELDS) == EXPECTED


@pytest.mark.parametrize("name", list(FIELDS))
def test_every_field_counts(name):
    other = {
        "seq": 8,
        "at": datetime(2026, 11, 22, 8, 0, 0, 6, tzinfo=UTC),
    }.get(name, f"{FIELDS[name]}x")
    assert chain.entry_hash(**{**FIELDS, name: other}) != chain.entry_hash(**FIELDS)


def test_a_digest_needs_its_salt():
    one, two = chain.new_salt(), chain.new_salt()
    assert chain.digest(one, "Lin") == chain.digest(one, "Lin")
    assert chain.digest(one, "Lin") != chain.digest(two, "Lin")


EXPECTED = "1afa44eb3b6537f3a647fa386f1aa2611b6fe17a16c6a6b7632bd79f1000aa65"
