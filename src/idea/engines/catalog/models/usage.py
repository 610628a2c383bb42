"""Storage of how often data sets are used and which words found nothing: numbers, no people.

Storage only: counting is in `usage/counting.py`.
"""

from django.db import models

from idea.engines.catalog.models.datasets import Dataset
from idea.kernel.ids import uuid7


class DailyUse(models.Model):
    """How often a data set was looked at, downloaded or called on one day (Taipei)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="uses")
    day = models.DateField()
    kind = models.CharField(max_length=8)  # view, download, api
    times = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dataset", "day", "kind"], name="use_once_a_day")
        ]
        indexes = [models.Index(fields=["day"], name="use_day")]

    def __str__(self) -> str:
        return f"{self.dataset_id} {self.day} {self.kind}"


class Miss(models.Model):
    """Words that found no data. Kept as a digest until they were asked for often enough."""

    digest = models.CharField(max_length=64, primary_key=True)
    words = models.CharField(max_length=80, blank=True)  # empty until many asked
    times = models.PositiveIntegerField(default=0)
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["-times"], name="miss_often")]

    def __str__(self) -> str:
        return self.words or self.digest[:8]
