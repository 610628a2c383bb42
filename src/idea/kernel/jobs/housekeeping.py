"""Periodic work: run by whichever worker comes first when it is due, and by one only."""

import time
from datetime import timedelta

import structlog
from django.utils import timezone

from idea.kernel.jobs.models import PeriodicRun
from idea.kernel.jobs.registry import PeriodicSpec, discover, periodics

log = structlog.get_logger(__name__)
_asked_at: dict[str, float] = {}  # when this process last asked the database


def run_due() -> int:
    """Run what is due and return how many there were. Cheap to call when nothing is."""
    discover()
    count = 0
    for spec in periodics:
        asked = _asked_at.get(spec.name)
        if asked is not None and time.monotonic() - asked < min(spec.seconds, 60):
            continue
        _asked_at[spec.name] = time.monotonic()
        if _claim(spec):
            _run(spec)
            count += 1
    return count


def _claim(spec: PeriodicSpec) -> bool:
    now = timezone.now()
    _, made = PeriodicRun.objects.get_or_create(name=spec.name, defaults={"started_at": now})
    if made:
        return True
    due = now - timedelta(seconds=spec.seconds)
    rows = PeriodicRun.objects.filter(name=spec.name, started_at__lte=due)
    return rows.update(started_at=now) == 1


def _run(spec: PeriodicSpec) -> None:
    error = ""
    try:
        with structlog.contextvars.bound_contextvars(periodic=spec.name):
            spec.run()
    except Exception as caught:  # the rest of the house is still to be kept
        log.exception("periodic_failed", periodic=spec.name)
        error = f"{type(caught).__name__}: {caught}"[:2000]
    PeriodicRun.objects.filter(name=spec.name).update(finished_at=timezone.now(), error=error)
