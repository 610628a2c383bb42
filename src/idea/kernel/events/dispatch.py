"""Who listens to which event, and bringing it to them: in order, at least once, never in vain."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any, TypeVar

import structlog
from django.db import connection, transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from idea.kernel.events import codec
from idea.kernel.events.models import Delivery, OutboxEvent
from idea.kernel.events.types import Event
from idea.kernel.registry import Registry

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 8  # with the waits below: about four minutes, then parked
MAX_WAIT = 300.0  # seconds

E = TypeVar("E", bound=Event)
Handler = Callable[[E], None]


@dataclass(frozen=True, slots=True)
class Subscriber:
    name: str
    event: type[Event]
    handle: Callable[[Any], None]


subscribers: Registry[Subscriber] = Registry("subscriber")


@cache
def discover() -> None:
    """Import every app's `subscribers.py`: on first use, so that commands start at once."""
    autodiscover_modules("subscribers")


def subscribe(event: type[E], name: str) -> Callable[[Handler[E]], Handler[E]]:
    """Register a handler of `event` under `name`, e.g. "portal.feed"; the name is kept for good.

    The handler runs in the worker, in one transaction with the mark that it is done: what it
    writes to the database takes effect once; what it does outside may happen again. On SQLite
    that transaction holds the write lock, so slow work belongs in a job it starts. Events of
    before the first start with a new subscriber are not delivered to it.
    """

    def bind(handle: Handler[E]) -> Handler[E]:
        subscribers.register(name, Subscriber(name, event, handle))
        return handle

    return bind


def emit(event: Event) -> None:
    """Write `event` to the outbox in the caller's transaction; told of only if that commits.

    Raises RuntimeError outside a transaction. Order is that of writing: of two changes of which
    one began after the other was committed, the earlier is always delivered first.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("events.emit belongs in the transaction of the change it tells of")
    discover()
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    row = OutboxEvent.objects.create(
        name=event.name, payload=codec.encode(event), request_id=request_id
    )
    Delivery.objects.bulk_create(
        Delivery(event=row, subscriber=one.name)
        for one in subscribers
        if one.event.name == event.name
    )


def deliver(limit: int = 100) -> int:
    """Handle up to `limit` waiting deliveries and return how many were handled well.

    Each subscriber gets its events in order: one that fails holds up those behind it (for
    that subscriber only), is tried again after 1, 2, 4 … seconds, and after MAX_ATTEMPTS is
    parked, so that the rest can go on. May run in several processes at once.
    """
    discover()
    handled = 0
    resting: set[int] = set()  # heads that cannot be handled now: not asked again in this call
    while handled < limit:
        heads = (
            Delivery.objects.filter(parked_at__isnull=True)
            .values("subscriber")
            .annotate(head=Min("id"))
            .values_list("subscriber", "head")
        )
        todo = [(name, pk) for name, pk in heads if name in subscribers and pk not in resting]
        if not todo:
            break
        for name, pk in todo:
            if handled < limit and _deliver_one(subscribers[name], pk):
                handled += 1
            else:
                resting.add(pk)
    return handled


def _deliver_one(subscriber: Subscriber, pk: int) -> bool:
    """Handle one delivery; False where it is not due, in other hands, or fails."""
    if not Delivery.objects.filter(pk=pk, next_at__lte=timezone.now()).exists():
        return False  # asked first without a lock: SQLite's would stop every writer
    try:
        with transaction.atomic():
            row = (
                Delivery.objects.select_for_update(skip_locked=True, of=("self",))
                .select_related("event")
                .filter(pk=pk, parked_at__isnull=True)
                .first()
            )
            if row is None:
                return False
            with structlog.contextvars.bound_contextvars(
                request_id=row.event.request_id, subscriber=subscriber.name, event_id=row.event_id
            ):
                subscriber.handle(codec.decode(row.event.name, row.event.payload))
            row.delete()
    except Exception as error:  # noqa: BLE001  a handler may fail in any way; _put_off logs it
        _put_off(subscriber, pk, error)
        return False
    return True


def _put_off(subscriber: Subscriber, pk: int, error: Exception) -> None:
    row = Delivery.objects.filter(pk=pk).first()
    if row is None:
        return
    row.attempts += 1
    row.error = f"{type(error).__name__}: {error}"[:2000]
    wait = min(2.0 ** (row.attempts - 1), MAX_WAIT) * random.uniform(0.9, 1.1)  # noqa: S311  jitter
    row.next_at = timezone.now() + timedelta(seconds=wait)
    if row.attempts >= MAX_ATTEMPTS:
        row.parked_at = timezone.now()
    row.save()
    log.error(
        "event_parked" if row.parked_at else "event_handler_failed",
        subscriber=subscriber.name,
        event_id=row.event_id,
        attempts=row.attempts,
        exc_info=error,
    )
