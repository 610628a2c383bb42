"""Whatever an event holds comes back from the outbox as it was."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idea.kernel.events import codec
from idea.kernel.events.types import Event


class Kind(StrEnum):
    NEW = "new"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Place:
    lon: float
    lat: float
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EverythingHappened(Event):
    name: ClassVar[str] = "tests.everything-happened"
    id: UUID
    at: datetime
    day: date
    kind: Kind
    price: Decimal
    places: tuple[Place, ...] = ()
    tags: frozenset[str] = frozenset()
    note: str | None = None
    counts: dict[str, int] = field(default_factory=dict)


PLACES = st.builds(
    Place,
    st.floats(-180, 180),
    st.floats(-90, 90),
    st.lists(st.text(), max_size=2).map(tuple),
)
EVENTS = st.builds(
    EverythingHappened,
    id=st.uuids(),
    at=st.datetimes(timezones=st.just(UTC)),
    day=st.dates(),
    kind=st.sampled_from(Kind),
    price=st.decimals(allow_nan=False, allow_infinity=False, places=2),
    places=st.lists(PLACES, max_size=3).map(tuple),
    tags=st.frozensets(st.text(), max_size=3),
    note=st.none() | st.text(),
    counts=st.dictionaries(st.text(), st.integers(), max_size=3),
)


@given(EVENTS)
def test_round_trip(event):
    back = codec.decode(event.name, codec.encode(event))
    assert back == event
    assert type(back) is EverythingHappened
    assert isinstance(back.places, tuple)
    assert isinstance(back.kind, Kind)


def test_fields_added_later_take_their_default_and_dropped_ones_are_ignored():
    old = (
        '{"id":"00000000-0000-0000-0000-000000000001","at":"2026-01-01T00:00:00Z",'
        '"day":"2026-01-01","kind":"new","price":"1.50","gone":1}'
    )
    event = codec.decode("tests.everything-happened", old)
    assert event.places == ()
    assert event.price == Decimal("1.50")


def test_what_does_not_survive_is_refused_when_written():
    @dataclass(frozen=True)
    class OddThingHappened(Event):
        name: ClassVar[str] = "tests.odd-thing-happened"
        value: object

    with pytest.raises(TypeError, match="survive"):
        codec.encode(OddThingHappened((1, 2)))


def test_an_event_nobody_declares_is_a_lookup_error():
    with pytest.raises(LookupError, match="never-declared"):
        codec.decode("tests.never-declared", "{}")


def test_an_event_needs_a_name_of_its_own():
    with pytest.raises(TypeError, match="name"):

        class Nameless(Event):
            pass

    with pytest.raises(ValueError, match="declared already"):

        class Twin(Event):
            name = "tests.everything-happened"
