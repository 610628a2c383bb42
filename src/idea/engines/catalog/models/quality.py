"""Storage of measurements and of how links answered; it is written in `quality/`.

Storage only. A measurement is a row of its own where it differs from the one before, so that
the trend is kept and a day without news costs nothing.
"""

from django.db import models
from django.utils import timezone

from idea.engines.catalog.models.datasets import Dataset
from idea.kernel.ids import uuid7


class Measurement(models.Model):
    """What was found of a data set at one moment; the newest row is the current one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="measurements")
    number = models.PositiveIntegerField(null=True)  # of the version; null: files elsewhere
    at = models.DateTimeField(default=timezone.now)
    points = models.PositiveSmallIntegerField()
    badge = models.CharField(max_length=12, blank=True)
    findings = models.JSONField(default=dict)  # key: [state, points, note, facts]
    rows_key = models.CharField(max_length=64, blank=True)  # what the findings on rows rest on
    bad_rows = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["dataset", "-at"], name="measurement_newest")]

    def __str__(self) -> str:
        return f"{self.dataset_id} {self.points}"


class LinkCheck(models.Model):
    """How one address answered when it was last asked."""

    url_sha256 = models.CharField(max_length=64, primary_key=True)  # addresses outgrow an index
    url = models.TextField()
    host = models.CharField(max_length=255)
    due_at = models.DateTimeField(default=timezone.now)
    checked_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(default=0)
    ok = models.BooleanField(default=False)
    problem = models.CharField(max_length=40, blank=True)
    media_type = models.CharField(max_length=200, blank=True)
    size = models.BigIntegerField(null=True)
    charset = models.CharField(max_length=20, blank=True)
    header = models.JSONField(default=list)
    web_page = models.BooleanField(default=False)
    failures = models.PositiveSmallIntegerField(default=0)  # in a row

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="link_due")]

    def __str__(self) -> str:
        return self.url
