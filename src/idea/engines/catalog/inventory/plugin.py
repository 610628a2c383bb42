"""What the inventory tells the others of itself: permissions, personal data, counts of demand."""

from django.db.models import F, Q, Sum

from idea.engines.catalog import models
from idea.engines.catalog import plugin as catalog
from idea.engines.catalog.inventory import access
from idea.engines.catalog.inventory.privacy import exporter
from idea.engines.catalog.licenses.pricing import SET_FEE
from idea.engines.catalog.plugin import Asked, Demand
from idea.engines.identity import api as identity
from idea.engines.identity.plugin import exporters


def declare() -> None:
    """Make them known; called once, when the app is ready."""
    access.declare()
    identity.declare(SET_FEE)
    exporters.register("inventory", exporter)
    catalog.demands.register("uses", Demand("近 30 日使用", "uses in 30 days", _uses))
    catalog.demands.register(
        "requests", Demand("公眾請求與支持", "requests and support", _requests)
    )
    catalog.demands.register("misses", Demand("查無結果", "searches in vain", _misses))


def _uses(asked: Asked) -> int:
    if asked.dataset_id is None:
        return 0
    rows = models.Dataset.objects.filter(pk=asked.dataset_id)
    return rows.values_list("popularity", flat=True).first() or 0


def _requests(asked: Asked) -> int:
    """Count requests for the data set or this title, and the voices for them."""
    wanted = Q(title__icontains=asked.title)
    if asked.dataset_id is not None:
        wanted |= Q(dataset_id=asked.dataset_id)
    rows = models.DataRequest.objects.filter(wanted, hidden_at__isnull=True)
    total = rows.aggregate(total=Sum(F("supporters") + 1))["total"]
    return int(total or 0)


def _misses(asked: Asked) -> int:
    """Count searches for a part of this title that found nothing."""
    rows = models.Miss.objects.exclude(words="").values_list("words", "times")
    return sum(times for words, times in rows if words in asked.title)
