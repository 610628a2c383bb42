"""What waits in the outbox and what was given up, for metrics, the doctor and staff."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Min, Q
from django.utils import timezone

from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.events.dispatch import discover, subscribers
from idea.kernel.events.models import Delivery, OutboxEvent
from idea.kernel.events.types import Backlog, Parked


def backlog() -> list[Backlog]:
    """Return what waits for each subscriber that something waits for."""
    discover()
    rows = (
        Delivery.objects.values("subscriber")
        .annotate(
            pending=Count("id", filter=Q(parked_at__isnull=True)),
            parked=Count("id", filter=Q(parked_at__isnull=False)),
            oldest=Min("event__created_at", filter=Q(parked_at__isnull=True)),
        )
        .order_by("subscriber")
    )
    return [
        Backlog(
            row["subscriber"],
            row["pending"],
            row["parked"],
            row["oldest"],
            row["subscriber"] in subscribers,
        )
        for row in rows
    ]


def parked(limit: int = 100) -> list[Parked]:
    """Return the deliveries that were given up, oldest first."""
    rows = Delivery.objects.filter(parked_at__isnull=False).select_related("event").order_by("id")
    return [
        Parked(
            row.id,
            row.subscriber,
            row.event.name,
            row.event.created_at,
            row.attempts,
            row.error,
        )
        for row in rows[:limit]
    ]


@transaction.atomic
def retry(delivery_id: int | None = None, *, actor: Actor) -> int:
    """Let one parked delivery (None: all) be tried afresh; return how many there were."""
    rows = Delivery.objects.filter(parked_at__isnull=False)
    if delivery_id is not None:
        rows = rows.filter(id=delivery_id)
    count = rows.update(parked_at=None, attempts=0, next_at=timezone.now())
    if count:
        which = "all" if delivery_id is None else str(delivery_id)
        audit.record(
            actor=actor, action="events.retried", target=f"delivery:{which}", data={"count": count}
        )
    return count


def sweep(days: int = 30) -> int:
    """Delete events that everybody handled, `days` after they were emitted; return how many."""
    old = OutboxEvent.objects.filter(
        created_at__lt=timezone.now() - timedelta(days=days), deliveries__isnull=True
    )
    return OutboxEvent.objects.filter(id__in=old.values("id")).delete()[0]
