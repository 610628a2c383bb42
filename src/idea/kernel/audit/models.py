"""Storage of the audit log: the chain, and beside it the personal parts that may be erased.

Storage only. Triggers (migrations 0002 and 0003) refuse UPDATE and DELETE whoever asks.
"""

from django.db import models


class Entry(models.Model):
    """A link of the chain. Holds no personal data: only salted digests of it."""

    seq = models.BigIntegerField(primary_key=True)  # counted by us: a sequence would leave holes
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_digest = models.CharField(max_length=64)
    action = models.CharField(max_length=100)
    target = models.CharField(max_length=300)
    data = models.TextField()  # canonical JSON; a JSON column would not give back the same bytes
    detail_digest = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        # Unmanaged, so that `flush` (also the one after each transactional test) lets it be.
        managed = False
        db_table = "audit_entry"
        indexes = [models.Index(fields=["target", "-seq"], name="audit_entry_target")]

    def __str__(self) -> str:
        return f"{self.seq} {self.action} {self.target}"


class Part(models.TextChoices):
    ACTOR = "actor"  # who: id and label
    DETAIL = "detail"  # why, and personal data of whom it was done to


class PersonalPart(models.Model):
    """What an entry knows of a person, with the salt of its digest. Erasing deletes the row."""

    id = models.BigAutoField(primary_key=True)
    seq = models.BigIntegerField()
    part = models.CharField(max_length=6, choices=Part.choices)
    actor_id = models.CharField(max_length=100, blank=True)  # of the ACTOR part: to find it by
    salt = models.CharField(max_length=32)
    value = models.TextField()  # canonical JSON

    class Meta:
        managed = False  # as above
        db_table = "audit_personal"
        indexes = [models.Index(fields=["actor_id"], name="audit_personal_actor")]
        constraints = [models.UniqueConstraint(fields=["seq", "part"], name="audit_personal_once")]

    def __str__(self) -> str:
        return f"{self.seq} {self.part}"
