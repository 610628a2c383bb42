"""Which collections there are and where their features lie; the features themselves are files."""

from typing import ClassVar

from django.db import models


class CollectionRecord(models.Model):
    """One row a collection: small enough to be read with every request."""

    id = models.CharField(primary_key=True, max_length=200)
    title = models.CharField(max_length=500)
    title_en = models.CharField(max_length=500, blank=True)
    description = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    attribution = models.CharField(max_length=500, blank=True)
    synthetic = models.BooleanField(default=False)
    lake_key = models.CharField(max_length=500)
    kind = models.CharField(max_length=40)
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    count = models.BigIntegerField()
    rows = models.BigIntegerField()
    columns = models.JSONField(default=list)
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "features_collection"
        verbose_name = "collection"
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.id
