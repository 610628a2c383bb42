"""What the queue runs: every job through one task; and the kernel's own housekeeping."""

from uuid import UUID

from django_tasks import task

from idea.kernel.events import api as events
from idea.kernel.jobs import actions
from idea.kernel.jobs.conf import JobSettings
from idea.kernel.jobs.registry import periodic


@task()
def run_job(job_id: str) -> None:
    from idea.kernel.jobs.execution import execute

    execute(UUID(job_id))


@periodic("jobs.sweep", 24 * 3600)
def _sweep_jobs() -> None:
    actions.sweep(JobSettings().job_days)


@periodic("events.sweep", 24 * 3600)
def _sweep_events() -> None:
    events.sweep()
