"""Reads of jobs."""

from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext

from idea.kernel.errors import NotFound
from idea.kernel.jobs.models import Job
from idea.kernel.jobs.types import JobInfo, JobState


def info(job: Job) -> JobInfo:
    return JobInfo(
        id=job.id,
        name=job.name,
        title=job.title,
        state=JobState(job.state),
        done=job.done,
        total=job.total,
        message=job.message,
        result=job.result,
        problem=job.problem,
        created_at=job.created_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        actor_id=job.actor_id,
        attempts=job.attempts,
    )


def get(job_id: UUID | str) -> JobInfo:
    """Return a job; raises NotFound. Whether the asker may see it is the caller's to check."""
    try:
        return info(Job.objects.get(id=UUID(str(job_id))))
    except (Job.DoesNotExist, ValueError):
        raise NotFound(gettext("There is no such job, or it was long ago.")) from None


def latest(actor_id: str | None = None, limit: int = 20) -> list[JobInfo]:
    """Return jobs, newest first: those `actor_id` started, or with None everybody's."""
    jobs = Job.objects.order_by("-created_at")
    if actor_id is not None:
        jobs = jobs.filter(actor_id=actor_id)
    return [info(job) for job in jobs[:limit]]


def unfinished(limit: int = 100) -> list[JobInfo]:
    """Return everybody's jobs that wait or run, the oldest first."""
    waiting = Job.objects.filter(state__in=[JobState.QUEUED, JobState.RUNNING])
    return [info(job) for job in waiting.order_by("created_at")[:limit]]


def counts() -> dict[JobState, int]:
    """Return how many jobs there are in each state."""
    rows = Job.objects.order_by().values_list("state").annotate(Count("id"))
    found = dict(rows)
    return {state: found.get(state, 0) for state in JobState}
