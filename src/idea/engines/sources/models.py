"""Storage of where raw files came from; the bytes themselves are in the lake."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from idea.kernel.ids import uuid7


class Payload(models.Model):
    """One arrival of a raw file: the same bytes may come from several places, and again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # SHA-256 of content, name and address: an index of its own over long addresses is too wide.
    arrival = models.CharField(max_length=64, unique=True, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True)
    filename = models.CharField(_("file name"), max_length=255)
    size = models.BigIntegerField(_("bytes"))
    lake_key = models.CharField(max_length=200)
    source_url = models.TextField(_("address it came from"), blank=True)
    media_type = models.CharField(max_length=120, blank=True)
    headers = models.JSONField(default=dict, blank=True)
    retrieved_at = models.DateTimeField(_("retrieved"), default=timezone.now)

    class Meta:
        verbose_name = _("raw file")
        verbose_name_plural = _("raw files")
        ordering = ["-retrieved_at"]

    def __str__(self) -> str:
        return f"{self.filename} ({self.sha256[:12]})"
