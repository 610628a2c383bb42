"""By when a request has to be answered."""

from datetime import date, timedelta

from django.utils import timezone

from idea.engines.catalog.requests.conf import conf
from idea.kernel import clock

WEEKEND = 5  # Saturday, counted from Monday as 0


def today() -> date:
    """Return today in Taipei."""
    return timezone.localtime(clock.now(), clock.TAIPEI).date()


def working_days() -> bool:
    """Tell whether weekends are left out. Public holidays never are: each year's are decreed."""
    return conf().requests_working_days


def due_from(day: date) -> date:
    """Return the last day for an answer to what came in on `day`, which does not count."""
    days = conf().requests_answer_days
    if not working_days():
        return day + timedelta(days=days)
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < WEEKEND
    return day
