"""Writes to the queue: start a job, put one back, cancel or give one up, forget who started it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Unexpected
from idea.kernel.jobs.errors import Canceled
from idea.kernel.jobs.models import Job
from idea.kernel.jobs.queries import info
from idea.kernel.jobs.registry import discover, jobs
from idea.kernel.jobs.types import JobInfo, JobState

log = structlog.get_logger(__name__)


def start(
    name: str, *, actor: Actor, title: str = "", idempotency_key: str = "", **arguments: Any
) -> JobInfo:
    """Queue job `name` and return it; inside a transaction it starts when that commits.

    With an `idempotency_key` a second start while the first is queued, running or done
    returns the first. Raises KeyError for an unknown name, TypeError for wrong arguments.
    """
    discover()
    spec = jobs[name]
    encoded = spec.encode(arguments)
    if idempotency_key and (known := _same(name, idempotency_key)):
        return info(known)
    job = Job(
        name=name,
        title=(title or str(spec.title))[:300],
        arguments=encoded,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_label=actor.label,
        language=translation.get_language() or "zh-hant",
        request_id=structlog.contextvars.get_contextvars().get("request_id", ""),
        idempotency_key=idempotency_key,
    )
    try:
        with transaction.atomic():
            job.save(force_insert=True)
            _enqueue(job)
    except IntegrityError:
        known = _same(name, idempotency_key) if idempotency_key else None
        if known is None:
            raise
        return info(known)  # somebody was quicker with the same key
    return info(job)


def _same(name: str, key: str) -> Job | None:
    same = Job.objects.filter(name=name, idempotency_key=key).exclude(state=JobState.FAILED)
    return same.first()


def _enqueue(job: Job) -> None:
    from idea.kernel.jobs.tasks import run_job  # it runs what starts jobs

    job.task_id = UUID(run_job.enqueue(str(job.id)).id)
    job.queued_at = timezone.now()
    job.save(update_fields=["task_id", "queued_at"])


@transaction.atomic
def put_back(job_id: UUID, *, lease: UUID | None, count: bool) -> bool:
    """Queue a job afresh whose run ended without an end; False where somebody else did.

    `lease` of the run that ended (None: it never began). `count=False`: the worker was
    stopped on purpose, which is not the job's fault. A job that took down its worker as
    often as it may is given up instead.
    """
    job = Job.objects.select_for_update().filter(id=job_id, lease=lease).first()
    if job is None or job.state not in {JobState.QUEUED, JobState.RUNNING}:
        return False
    DBTaskResult.objects.filter(id=job.task_id, status=TaskResultStatus.RUNNING).update(
        status=TaskResultStatus.FAILED,
        finished_at=timezone.now(),
        exception_class_path="idea.kernel.jobs.run.Abandoned",
    )
    discover()
    allowed = jobs[job.name].attempts if job.name in jobs else 1
    job.lease = job.worker_id = None
    if lease is not None and not count:
        job.attempts -= 1
    if job.attempts >= allowed:
        job.state, job.finished_at = JobState.FAILED, timezone.now()
        job.problem = _worn_out(job)
    else:
        job.state, job.done, job.total = JobState.QUEUED, 0, None
        with translation.override(job.language):
            job.message = gettext("Interrupted; starting over") if count else ""
    job.save()
    if job.state == JobState.QUEUED:
        _enqueue(job)
    log.warning("job_put_back", job_id=str(job.id), job=job.name, state=job.state)
    return True


@transaction.atomic
def cancel(job_id: UUID, *, actor: Actor) -> bool:
    """Stop a job that waits or runs; False where it has ended. Who may is the caller's to check.

    A run loses its lease: it ends when it next says how far it is, and writes nothing more to the
    job. What it commits before that stays, which the job's page says.
    """
    job = Job.objects.select_for_update().filter(id=job_id).first()
    if job is None or job.state not in {JobState.QUEUED, JobState.RUNNING}:
        return False
    with translation.override(job.language):
        problem = Canceled(
            gettext("The work was canceled."),
            remedy=gettext(
                "If its last step was under way, it may still have been done: look before you "
                "start again."
            )
            if job.state == JobState.RUNNING
            else gettext("It had not begun."),
        )
    job.problem = problem.as_dict(instance=f"urn:uuid:{job.id}")
    job.state, job.finished_at = JobState.FAILED, timezone.now()
    job.lease = job.worker_id = None
    job.save()
    audit.record(
        actor=actor, action="jobs.canceled", target=f"job:{job.id}", data={"job": job.name}
    )
    return True


def _worn_out(job: Job) -> dict[str, Any]:
    with translation.override(job.language):
        problem = Unexpected(
            gettext("The work was interrupted %(count)d times and has been given up.")
            % {"count": job.attempts},
            remedy=gettext(
                "Nothing half-done was published. Try again, and if it happens again give the "
                "site's staff this number: %(id)s"
            )
            % {"id": job.id},
        )
        return problem.as_dict(instance=f"urn:uuid:{job.id}")


def forget(actor_id: str) -> int:
    """Erase who started jobs; return how many there were."""
    return Job.objects.filter(actor_id=actor_id).update(actor_id="", actor_label="")


def sweep(days: int) -> int:
    """Delete jobs, and the queue's own rows, that finished `days` ago; return how many jobs."""
    before = timezone.now() - timedelta(days=days)
    DBTaskResult.objects.filter(finished_at__lt=before).delete()
    return Job.objects.filter(finished_at__lt=before).delete()[0]
