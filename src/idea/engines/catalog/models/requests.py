"""Storage of requests for data, what was said and done about them, and showcases.

Storage only: writes are in `requests/actions`. People are kept by id alone; the names shown
are those they chose to give.
"""

from django.db import models
from django.utils import timezone

from idea.engines.catalog.models.datasets import Dataset
from idea.kernel.ids import uuid7


class DataRequest(models.Model):
    """Data somebody asks the government for, and how far the answer is."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=200)
    what = models.TextField()
    use = models.TextField(blank=True)
    organization = models.ForeignKey(
        "identity.Organization",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    state = models.CharField(max_length=12)
    author_id = models.CharField(max_length=80, blank=True)
    author_name = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    due = models.DateField()
    answered_at = models.DateTimeField(null=True)
    planned = models.DateField(null=True)
    awaited = models.CharField(max_length=120, blank=True)  # slug of the data set to come
    reason = models.TextField(blank=True)
    law = models.CharField(max_length=300, blank=True)
    dataset = models.ForeignKey(Dataset, on_delete=models.SET_NULL, null=True, related_name="+")
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    supporters = models.PositiveIntegerField(default=0)
    hidden_at = models.DateTimeField(null=True)
    hidden_why = models.TextField(blank=True)
    hidden_by = models.CharField(max_length=200, blank=True)  # the agency that hid it

    class Meta:
        indexes = [
            models.Index(fields=["state", "due"], name="request_state_due"),
            models.Index(fields=["-created_at", "-id"], name="request_newest"),
            models.Index(fields=["-supporters", "-id"], name="request_supported"),
            models.Index(fields=["organization", "state"], name="request_agency"),
            models.Index(fields=["author_id"], name="request_author"),
            models.Index(fields=["awaited"], name="request_awaited"),
        ]

    def __str__(self) -> str:
        return self.title


class Support(models.Model):
    """One person's voice for a request; `notify`: they want a letter when it moves."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    request = models.ForeignKey(DataRequest, on_delete=models.CASCADE, related_name="voices")
    person_id = models.CharField(max_length=80)
    notify = models.BooleanField(default=False)
    told = models.UUIDField(null=True)  # the last line of the history a letter went out for
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "person_id"], name="support_once")
        ]
        indexes = [models.Index(fields=["person_id"], name="support_person")]

    def __str__(self) -> str:
        return str(self.request_id)


class RequestEntry(models.Model):
    """A line of a request's history: a move, or a comment of either side."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    request = models.ForeignKey(DataRequest, on_delete=models.CASCADE, related_name="entries")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=12)  # comment, or the name of a move
    side = models.CharField(max_length=8)  # public, agency, system
    agency = models.CharField(max_length=200, blank=True)  # its name, where it spoke
    state = models.CharField(max_length=12, blank=True)  # the state a move led to
    text = models.TextField(blank=True)
    author_id = models.CharField(max_length=80, blank=True)
    author_name = models.CharField(max_length=80, blank=True)
    hidden_at = models.DateTimeField(null=True)
    hidden_why = models.TextField(blank=True)
    hidden_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["request", "at"], name="request_entry_order"),
            models.Index(fields=["author_id"], name="request_entry_author"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.request_id}"


class Showcase(models.Model):
    """Something somebody made of data: an app, an article, a picture. Looked at before shown."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    title = models.CharField(max_length=200)
    text = models.TextField()
    url = models.URLField(max_length=1000)
    kind = models.CharField(max_length=16)
    maker = models.CharField(max_length=120, blank=True)
    author_id = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10)
    why = models.TextField(blank=True)
    picture_key = models.CharField(max_length=300, blank=True)  # of the lake
    picture_alt = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    datasets = models.ManyToManyField(Dataset, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["state", "-created_at"], name="showcase_state"),
            models.Index(fields=["author_id"], name="showcase_author"),
        ]

    def __str__(self) -> str:
        return self.title
