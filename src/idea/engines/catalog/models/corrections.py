"""Storage of corrections of rows, and of data sets that people derived from others.

Storage only: writes are in `corrections/`. A correction keeps what it found and what it says
instead, so that it can be followed after the rows moved on.
"""

from django.db import models
from django.utils import timezone

from idea.engines.catalog.models.datasets import Dataset, Version
from idea.kernel.ids import uuid7


class Correction(models.Model):
    """Errors that one person found in one version of a data set."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField(unique=True)
    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="corrections")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10)  # open, decided, published, withdrawn
    key = models.JSONField(default=list)  # columns that tell a row; ["_row"]: its number
    why = models.TextField(blank=True)
    evidence = models.CharField(max_length=1000, blank=True)
    author_id = models.CharField(max_length=80, blank=True)
    author_name = models.CharField(max_length=80, blank=True)  # by consent only
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    published = models.ForeignKey(Version, on_delete=models.SET_NULL, null=True, related_name="+")
    hidden_at = models.DateTimeField(null=True)
    hidden_why = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["dataset", "-created_at"], name="correction_dataset"),
            models.Index(fields=["state", "created_at"], name="correction_state"),
            models.Index(fields=["author_id"], name="correction_author"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class CorrectionChange(models.Model):
    """One cell that should hold something else, or one row too few or too many."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="changes")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=8)  # changed, added, removed
    key = models.JSONField(default=list)  # the row's key, as text
    row = models.BigIntegerField(null=True)  # its number in the version it was found in
    column = models.CharField(max_length=300, blank=True)  # of a changed cell
    old = models.TextField(blank=True)  # as text; empty: no value
    new = models.TextField(blank=True)
    cells = models.JSONField(null=True)  # of an added or removed row: column to text
    state = models.CharField(max_length=10)  # waiting, accepted, rejected, conflict, published
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["correction", "position"]
        constraints = [
            models.UniqueConstraint(fields=["correction", "position"], name="change_position")
        ]
        indexes = [models.Index(fields=["correction", "state"], name="change_state")]

    def __str__(self) -> str:
        return f"{self.correction_id} {self.position}"


class Derivation(models.Model):
    """A data set somebody made of another (prov:wasDerivedFrom), with what they changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    source = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="derivations")
    source_version = models.ForeignKey(
        Version, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    dataset = models.OneToOneField(
        Dataset, on_delete=models.CASCADE, null=True, related_name="derived_from"
    )
    title = models.CharField(max_length=300)
    changes = models.TextField()
    author_id = models.CharField(max_length=80, blank=True)
    author_name = models.CharField(max_length=80, blank=True)  # by consent only
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["source", "-created_at"], name="derivation_source"),
            models.Index(fields=["author_id"], name="derivation_author"),
        ]

    def __str__(self) -> str:
        return self.title
