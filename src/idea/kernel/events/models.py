"""Storage of the outbox: events, and for each subscriber what it has not yet handled."""

from django.db import models
from django.utils import timezone


class OutboxEvent(models.Model):
    """A fact, written in the transaction of the change it tells of."""

    id = models.BigAutoField(primary_key=True)  # the order of delivery
    name = models.CharField(max_length=100)
    payload = models.TextField()  # JSON
    created_at = models.DateTimeField(default=timezone.now)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "events_outbox"
        indexes = [models.Index(fields=["created_at"], name="events_outbox_created")]

    def __str__(self) -> str:
        return f"{self.id} {self.name}"


class Delivery(models.Model):
    """An event that a subscriber has still to handle. Handled: the row is gone."""

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.CharField(max_length=100)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    parked_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        db_table = "events_delivery"
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "event"], name="events_delivery_once")
        ]
        indexes = [
            models.Index(
                fields=["subscriber", "id"],
                condition=models.Q(parked_at__isnull=True),
                name="events_delivery_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subscriber} <- {self.event_id}"
