"""Storage of jobs, of the workers that run them, and of when periodic work last ran.

The queue itself is django-tasks' own table; a job points to its task there.
"""

from django.db import models
from django.utils import timezone

from idea.kernel.ids import uuid7
from idea.kernel.jobs.types import JobState


class Worker(models.Model):
    """A living process that runs jobs; its heartbeat is the lease of every job it runs."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    host = models.CharField(max_length=200)  # host name and PID name space
    pid = models.IntegerField()
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "jobs_worker"

    def __str__(self) -> str:
        return f"{self.host} {self.pid}"


class Job(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=100)
    title = models.CharField(max_length=300)
    arguments = models.TextField()  # JSON, read back by the types the function declares
    state = models.CharField(
        max_length=10, default=JobState.QUEUED, choices=[(s, s) for s in JobState]
    )
    done = models.FloatField(default=0)
    total = models.FloatField(null=True, blank=True)
    message = models.CharField(max_length=500, blank=True)
    result = models.JSONField(null=True, blank=True)
    problem = models.JSONField(null=True, blank=True)

    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=100)
    actor_label = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=16)
    request_id = models.CharField(max_length=64, blank=True)
    idempotency_key = models.CharField(max_length=200, blank=True)

    task_id = models.UUIDField(null=True, blank=True)
    worker_id = models.UUIDField(null=True, blank=True)
    lease = models.UUIDField(null=True, blank=True)  # of one run: a run that lost it writes nothing
    attempts = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    queued_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "jobs_job"
        indexes = [
            models.Index(fields=["actor_id", "-created_at"], name="jobs_job_actor"),
            models.Index(
                fields=["state"],
                condition=models.Q(state__in=["queued", "running"]),
                name="jobs_job_open",
            ),
            models.Index(fields=["finished_at"], name="jobs_job_finished"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "idempotency_key"],
                condition=~models.Q(idempotency_key="") & ~models.Q(state="failed"),
                name="jobs_job_idempotency",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.id} {self.state}"


class PeriodicRun(models.Model):
    name = models.CharField(primary_key=True, max_length=100)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)  # of the last run

    class Meta:
        db_table = "jobs_periodic"

    def __str__(self) -> str:
        return self.name
