"""Events come at least once, in order, to each subscriber; one that cannot be handled is parked."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import pytest
from django.db import transaction
from django.utils import timezone

from idea.kernel.audit.types import Actor
from idea.kernel.events import api, dispatch
from idea.kernel.events.models import Delivery, OutboxEvent
from idea.kernel.registry import Registry


@dataclass(frozen=True, slots=True)
class ThingChanged(api.Event):
    name: ClassVar[str] = "tests.thing-changed"
    number: int


@pytest.fixture(autouse=True)
def _no_subscribers(monkeypatch):
    fresh = Registry("subscriber")
    monkeypatch.setattr(dispatch, "subscribers", fresh)
    monkeypatch.setattr("idea.kernel.events.queries.subscribers", fresh)


def emit(*numbers):
    for number in numbers:
        with transaction.atomic():
            api.emit(ThingChanged(number))


def later(seconds=3600):
    """Let time pass for every delivery that waits."""
    for row in Delivery.objects.all():
        row.next_at -= timedelta(seconds=seconds)
        row.save()


def listen(name, fail=lambda _: False):
    heard = []

    @api.subscribe(ThingChanged, name)
    def handle(event):
        if fail(event.number):
            raise ValueError(f"cannot stand {event.number}")
        heard.append(event.number)

    return heard


def test_every_subscriber_hears_everything_in_order_once(db):
    one, two = listen("one"), listen("two")
    emit(1, 2, 3)
    assert api.deliver() == 6
    assert one == two == [1, 2, 3]
    assert api.deliver() == 0
    assert not Delivery.objects.exists()


def test_a_change_that_is_rolled_back_is_not_told_of(db):
    heard = listen("one")
    with transaction.atomic():
        api.emit(ThingChanged(1))
        transaction.set_rollback(True)
    api.deliver()
    assert heard == []
    assert not OutboxEvent.objects.filter(name=ThingChanged.name).exists()


def test_outside_a_transaction_it_is_refused(transactional_db):
    with pytest.raises(RuntimeError, match="transaction"):
        api.emit(ThingChanged(1))


def test_a_failing_event_holds_up_its_own_subscriber_only(db):
    ill = {2}
    slow, fine = listen("slow", ill.__contains__), listen("fine")
    emit(1, 2, 3)
    api.deliver()
    assert (slow, fine) == ([1], [1, 2, 3])
    api.deliver()
    assert slow == [1]  # it is not yet time
    ill.clear()
    later()
    api.deliver()
    assert slow == [1, 2, 3]


def test_waits_grow_with_each_attempt(db):
    listen("one", lambda _: True)
    emit(1)
    waits = []
    for _ in range(dispatch.MAX_ATTEMPTS - 1):
        later()
        api.deliver()
        waits.append((Delivery.objects.get().next_at - timezone.now()).total_seconds())
    for number, wait in enumerate(waits):
        assert 0.85 * 2**number - 0.5 < wait < 1.15 * 2**number


def test_a_poison_event_is_parked_and_the_rest_go_on(db):
    ill = {1}
    heard = listen("one", ill.__contains__)
    emit(1, 2)
    for _ in range(dispatch.MAX_ATTEMPTS):
        assert heard == []
        later()
        api.deliver()
    assert heard == [2]
    (parked,) = api.parked()
    assert (parked.subscriber, parked.event) == ("one", "tests.thing-changed")
    assert parked.attempts == dispatch.MAX_ATTEMPTS
    assert "cannot stand 1" in parked.error
    (backlog,) = api.backlog()
    assert (backlog.pending, backlog.parked, backlog.known) == (0, 1, True)

    ill.clear()
    assert api.retry(parked.id, actor=Actor.system("test")) == 1
    api.deliver()
    assert heard == [2, 1]
    assert api.parked() == []


def test_what_a_failing_handler_wrote_is_undone_and_the_try_is_counted(db):
    @api.subscribe(ThingChanged, "one")
    def handle(event):
        OutboxEvent.objects.create(name="half", payload="{}")
        raise ValueError

    emit(1)
    api.deliver()
    assert not OutboxEvent.objects.filter(name="half").exists()
    assert Delivery.objects.get().attempts == 1


def test_a_handler_may_emit_and_its_event_goes_out_in_the_same_round(db):
    heard = []

    @api.subscribe(ThingChanged, "chain")
    def handle(event):
        heard.append(event.number)
        if event.number < 3:
            api.emit(ThingChanged(event.number + 1))

    emit(1)
    assert api.deliver() == 3
    assert heard == [1, 2, 3]


def test_a_payload_that_cannot_be_read_is_a_failure_like_others(db):
    heard = listen("one")
    emit(1, 2)
    first = OutboxEvent.objects.filter(name=ThingChanged.name).order_by("id")[0]
    first.payload = "{"
    first.save()
    for _ in range(dispatch.MAX_ATTEMPTS):
        later()
        api.deliver()
    assert heard == [2]
    assert len(api.parked()) == 1


def test_the_limit_is_kept(db):
    heard = listen("one")
    emit(*range(5))
    assert api.deliver(limit=2) == 2
    assert heard == [0, 1]


def test_deliveries_of_a_subscriber_that_is_gone_wait_and_are_shown(db):
    listen("gone")
    emit(1)
    dispatch.subscribers.unregister("gone")
    assert api.deliver() == 0
    (backlog,) = api.backlog()
    assert (backlog.subscriber, backlog.pending, backlog.known) == ("gone", 1, False)


def test_sweep_takes_only_what_everybody_handled(db):
    listen("one", lambda number: number == 2)
    emit(1, 2)
    api.deliver()
    OutboxEvent.objects.update(created_at=timezone.now() - timedelta(days=31))
    emit(3)
    assert api.sweep(days=30) == 1
    left = OutboxEvent.objects.filter(name=ThingChanged.name).values_list("payload", flat=True)
    assert sorted(left) == ['{"number":2}', '{"number":3}']


def test_the_request_that_caused_it_can_be_told(db):
    import structlog

    seen = []

    @api.subscribe(ThingChanged, "one")
    def handle(event):
        seen.append(structlog.contextvars.get_contextvars()["request_id"])

    with structlog.contextvars.bound_contextvars(request_id="r-12345678"):
        emit(1)
    api.deliver()
    assert seen == ["r-12345678"]


def test_a_name_is_subscribed_once():
    listen("one")
    with pytest.raises(ValueError, match="registered already"):
        listen("one")
