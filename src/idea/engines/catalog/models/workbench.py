"""Storage of the queries that people save; results are never stored here."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from idea.kernel.ids import uuid7


class SavedQuery(models.Model):
    """A query somebody gave a title. `key` is its address; `owner_id` is a person's."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(_("address"), max_length=22, unique=True)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    sql = models.TextField(_("query"))
    sharing = models.CharField(_("who may see it"), max_length=8)
    owner_id = models.CharField(max_length=80, blank=True, db_index=True)
    created_at = models.DateTimeField(default=timezone.now)
    modified_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("saved query")
        verbose_name_plural = _("saved queries")
        indexes = [
            models.Index(fields=["sharing", "-modified_at"], name="saved_query_newest"),
        ]

    def __str__(self) -> str:
        return self.title
