"""Storage of what can be found: a small row to rank and show, a large one to quote from.

The index itself is made by the migration: an FTS5 table on SQLite, a tsvector column on PostgreSQL.
"""

from django.db import models


class Entry(models.Model):
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=40, db_index=True)
    url = models.TextField()  # a Chinese name is nine times as long in an address
    title = models.CharField(max_length=500)
    title_en = models.CharField(max_length=500, blank=True)
    organization = models.CharField(max_length=200, blank=True)
    folded = models.CharField(max_length=500, db_index=True)
    folded_en = models.CharField(max_length=500, db_index=True)
    boost = models.FloatField(default=1.0)
    updated_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        db_table = "search_entry"

    def __str__(self) -> str:
        return self.key


class Text(models.Model):
    """Apart from `Entry`, because ranking thousands of rows must not read their long texts."""

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True)
    body = models.TextField(blank=True)
    body_en = models.TextField(blank=True)

    class Meta:
        db_table = "search_text"

    def __str__(self) -> str:
        return str(self.entry_id)
