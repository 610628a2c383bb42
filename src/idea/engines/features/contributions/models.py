"""What residents propose for live collections, and what became of it."""

from typing import ClassVar

from django.db import models


class ContributionRule(models.Model):
    """Whether a live collection takes contributions; no row: it does not."""

    collection = models.OneToOneField(
        "features.LiveRecord", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    open = models.BooleanField(default=False)
    license = models.CharField(max_length=200, blank=True)
    guidance = models.TextField(blank=True)
    guidance_en = models.TextField(blank=True)

    class Meta:
        app_label = "features"
        db_table = "features_contribution_rule"
        verbose_name = "rule for contributions"

    def __str__(self) -> str:
        return str(self.collection_id)


class ContributionRecord(models.Model):
    """One proposed feature. Its number is public and never given to another one."""

    number = models.BigAutoField(primary_key=True)
    collection = models.ForeignKey(
        "features.LiveRecord", on_delete=models.PROTECT, related_name="contributions"
    )
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=20)
    feature = models.BigIntegerField(null=True)
    base_revision = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)
    geometry = models.JSONField(null=True)
    properties = models.JSONField(default=dict)
    why = models.TextField(blank=True)
    license = models.CharField(max_length=200, blank=True)
    author_id = models.CharField(max_length=80, blank=True, db_index=True)
    author_name = models.CharField(max_length=80, blank=True)
    photo_key = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=20, blank=True)
    words = models.TextField(blank=True)
    revision = models.BigIntegerField(null=True)
    undone = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "features"
        db_table = "features_contribution"
        verbose_name = "contribution"
        ordering: ClassVar = ["-number"]
        indexes: ClassVar = [
            models.Index(fields=["collection", "state", "-number"], name="features_contrib_state")
        ]

    def __str__(self) -> str:
        return str(self.number)


class ContributionStep(models.Model):
    """The history of a contribution: rows are added, none is changed."""

    id = models.BigAutoField(primary_key=True)
    contribution = models.ForeignKey(
        ContributionRecord, on_delete=models.CASCADE, related_name="steps"
    )
    deed = models.CharField(max_length=20)
    words = models.TextField(blank=True)
    officer = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        app_label = "features"
        db_table = "features_contribution_step"
        verbose_name = "step of a contribution"
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.contribution_id} {self.deed}"
