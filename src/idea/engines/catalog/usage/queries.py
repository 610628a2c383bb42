"""Reads of usage: one data set's days, and the words that found nothing."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone

from idea.engines.catalog import models
from idea.engines.catalog.usage.conf import conf
from idea.engines.catalog.usage.types import Day, Missed, Usage, Use
from idea.kernel import clock

DAYS: Final = 90


def usage(dataset_id: UUID, *, days: int = DAYS) -> Usage:
    """Return the uses of the last `days` days up to today, in Taipei."""
    last = timezone.localtime(clock.now(), clock.TAIPEI).date()
    first = last - timedelta(days=days - 1)
    rows = models.DailyUse.objects.filter(dataset_id=dataset_id, day__gte=first)
    times: dict[date, dict[str, int]] = defaultdict(dict)
    for day, kind, n in rows.values_list("day", "kind", "times"):
        times[day][kind] = n
    return Usage(
        tuple(
            Day(
                day,
                times[day].get(Use.VIEW, 0),
                times[day].get(Use.DOWNLOAD, 0),
                times[day].get(Use.API, 0),
            )
            for day in (first + timedelta(days=n) for n in range(days))
        )
    )


def misses(limit: int = 50) -> list[Missed]:
    """Return the words that found nothing, the most frequent first; rare ones are never told."""
    rows = models.Miss.objects.filter(times__gte=conf().usage_misses_shown).exclude(words="")
    return [
        Missed(row.words, row.times, row.last_day)
        for row in rows.order_by("-times", "words")[:limit]
    ]
