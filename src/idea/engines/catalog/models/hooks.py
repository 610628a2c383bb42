"""Storage of web hooks and of what was sent to them.

Storage only. The secret is not here: it is derived from the site's own (`hooks/signing.py`).
"""

from django.db import models
from django.utils import timezone

from idea.kernel.ids import uuid7


class Hook(models.Model):
    """An address that is told of changes; of one agency or data set, or of all."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner_id = models.CharField(max_length=80, db_index=True)
    url = models.CharField(max_length=2000)
    organization_slug = models.CharField(max_length=120, blank=True)
    dataset = models.ForeignKey(
        "catalog.Dataset", on_delete=models.CASCADE, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    failures = models.PositiveIntegerField(default=0)  # messages given up in a row
    off_why = models.CharField(max_length=300, blank=True)  # empty: it is on

    def __str__(self) -> str:
        return self.url


class HookMessage(models.Model):
    """One change to tell a hook of, until it is told or given up."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    hook = models.ForeignKey(Hook, on_delete=models.CASCADE, related_name="messages")
    body = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(null=True)  # None: told, or given up
    attempts = models.PositiveSmallIntegerField(default=0)
    status = models.PositiveSmallIntegerField(default=0)  # of the last answer
    problem = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="hook_message_due"),
            models.Index(fields=["hook", "-created_at"], name="hook_message_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.hook_id} {self.created_at}"
