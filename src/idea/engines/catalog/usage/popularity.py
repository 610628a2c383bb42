"""Writes how much each data set was used in 30 days where lists sort by it; forgets old counts."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from idea.engines.catalog import models
from idea.engines.catalog.shelf import touch
from idea.engines.catalog.usage.conf import conf
from idea.kernel import clock

MONTH: Final = 30
_BATCH: Final = 500
_MOST: Final = 2_147_483_647  # what the column holds


def renew() -> int:
    """Write the popularity of data sets whose count changed; `modified_at` stays as it is.

    Being looked at is no change of a data set: feeds, ETags and harvesters see nothing of it.
    """
    today = timezone.localtime(clock.now(), clock.TAIPEI).date()
    rows = models.DailyUse.objects.filter(day__gt=today - timedelta(days=MONTH))
    counted = rows.order_by().values_list("dataset_id").annotate(n=Sum("times"))
    now = {key: min(n, _MOST) for key, n in counted}
    before = dict(models.Dataset.objects.filter(popularity__gt=0).values_list("id", "popularity"))
    changed = [
        models.Dataset(id=key, popularity=now.get(key, 0))
        for key in now.keys() | before.keys()
        if now.get(key, 0) != before.get(key, 0)
    ]
    for start in range(0, len(changed), _BATCH):
        with transaction.atomic():
            part = changed[start : start + _BATCH]
            models.Dataset.objects.bulk_update(part, ["popularity"])
            touch(row.id for row in part)
    return len(changed)


def forget() -> int:
    """Remove daily counts that are older than the site keeps them."""
    today = timezone.localtime(clock.now(), clock.TAIPEI).date()
    oldest = today - timedelta(days=conf().usage_keep_days)
    gone, _by = models.DailyUse.objects.filter(day__lt=oldest).delete()
    return gone
