"""Storage of harvest sources, their runs, and every path by which a data set comes here.

Storage only: the work is in `harvest/`.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from idea.engines.catalog.models.datasets import Dataset
from idea.kernel.ids import uuid7


class HarvestSource(models.Model):
    """A catalog elsewhere whose data sets are listed here too."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.CharField(_("short name in addresses"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("what is read there"), max_length=20)
    url = models.CharField(_("address"), max_length=2000, blank=True)  # empty: given files
    organization = models.ForeignKey(
        "identity.Organization", on_delete=models.PROTECT, related_name="+"
    )
    everywhere = models.BooleanField(default=False)  # may name any agency, not only those below
    mapping = models.JSONField(default=dict, blank=True)
    license = models.CharField(max_length=40, blank=True)  # of data sets that name none
    hours = models.PositiveIntegerField(_("hours between runs"), default=24)  # 0: by hand alone
    most_lost = models.PositiveSmallIntegerField(default=30)  # percent
    email = models.CharField(_("who is told of faults"), max_length=254, blank=True)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    good_at = models.DateTimeField(null=True)  # the last run that was applied or changed nothing
    edition = models.PositiveIntegerField(default=0)  # counts what was applied
    unnamed = models.PositiveIntegerField(default=0)  # records without identifier, last good run
    seen = models.JSONField(default=dict)  # of the last good run: reader, digest, validators

    class Meta:
        verbose_name = _("harvest source")
        verbose_name_plural = _("harvest sources")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class HarvestRun(models.Model):
    """One harvest of one source, and what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    source = models.ForeignKey(HarvestSource, on_delete=models.CASCADE, related_name="runs")
    state = models.CharField(max_length=12)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)
    issue_counts = models.JSONField(default=dict)
    issues = models.JSONField(default=list)  # the first bad records
    payloads = models.JSONField(default=list)  # what was read: address, SHA-256, bytes
    timings = models.JSONField(default=dict)  # seconds by step
    problem = models.JSONField(null=True)

    class Meta:
        verbose_name = _("harvest run")
        verbose_name_plural = _("harvest runs")
        indexes = [models.Index(fields=["source", "-started_at"], name="harvest_run_newest")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.started_at:%Y-%m-%d %H:%M} {self.state}"


class HarvestPath(models.Model):
    """One record of one source, and the data set it describes; `main` paths say what is shown."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    source = models.ForeignKey(HarvestSource, on_delete=models.CASCADE, related_name="paths")
    identifier = models.CharField(max_length=500)
    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="paths")
    url = models.CharField(max_length=1000, blank=True)
    digest = models.CharField(max_length=32)  # of what the record says
    main = models.BooleanField(default=True)
    said = models.JSONField(null=True)  # the record, where another path is the main one
    # By which the same data set is known in another source; empty: by nothing.
    known_by_id = models.CharField(max_length=32, blank=True, db_index=True)
    known_by_page = models.CharField(max_length=32, blank=True, db_index=True)
    known_by_files = models.CharField(max_length=32, blank=True, db_index=True)
    first_at = models.DateTimeField(default=timezone.now)
    gone_at = models.DateTimeField(null=True)
    withdrew = models.BooleanField(default=False)  # its going withdrew the data set

    class Meta:
        verbose_name = _("harvest path")
        verbose_name_plural = _("harvest paths")
        constraints = [
            models.UniqueConstraint(fields=["source", "identifier"], name="harvest_path_once")
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.identifier}"
