"""Running one job in this process, from the claim to the result or the problem."""

import uuid
from collections.abc import Mapping
from typing import Any

import orjson
import structlog
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext
from pydantic_core import to_jsonable_python

from idea.kernel.audit.types import Actor
from idea.kernel.errors import Problem, Unexpected
from idea.kernel.jobs import run as runs
from idea.kernel.jobs import workers
from idea.kernel.jobs.actions import put_back
from idea.kernel.jobs.models import Job
from idea.kernel.jobs.registry import discover, jobs
from idea.kernel.jobs.types import JobState

log = structlog.get_logger(__name__)


def execute(job_id: uuid.UUID) -> None:
    """Claim the job if nobody has, run it and write down how it ended."""
    run = runs.Run(job_id, uuid.uuid4())
    runs.enter(run)  # before the claim: a run of ours that is not entered counts as lost
    try:
        _claim(job_id, run)
    finally:
        runs.leave(run)


def _claim(job_id: uuid.UUID, run: runs.Run) -> None:
    claimed = Job.objects.filter(id=job_id, state=JobState.QUEUED).update(
        state=JobState.RUNNING,
        lease=run.lease,
        worker_id=workers.this_process(),
        attempts=F("attempts") + 1,
        started_at=timezone.now(),
    )
    if not claimed:
        return
    job = Job.objects.get(id=job_id)
    with (
        translation.override(job.language),
        structlog.contextvars.bound_contextvars(
            job_id=str(job.id), job=job.name, request_id=job.request_id
        ),
    ):
        _run(job, run)


def _run(job: Job, run: runs.Run) -> None:
    log.info("job_started", attempt=job.attempts)
    try:
        result = _call(job, run)
    except runs.Abandoned:
        log.warning("job_abandoned")
        return
    except KeyboardInterrupt:
        put_back(job.id, lease=run.lease, count=False)
        raise
    except Problem as problem:
        log.info("job_refused", code=problem.code, detail=problem.detail)
        _end(run, JobState.FAILED, problem=problem.as_dict(instance=f"urn:uuid:{job.id}"))
    except BaseException:  # also what native libraries raise when they panic
        log.exception("job_failed")
        _end(run, JobState.FAILED, problem=_unexpected(job))
    else:
        _end(run, JobState.DONE, result=result)
        log.info("job_done")


def _call(job: Job, run: runs.Run) -> Mapping[str, Any] | None:
    discover()
    spec = jobs[job.name]
    arguments = spec.decode(job.arguments)
    known = {
        "actor": Actor(job.actor_kind, job.actor_id, job.actor_label),  # type: ignore[arg-type]
        "job_id": job.id,
    }
    arguments |= {name: known[name] for name in spec.given}
    result = spec.run(run, **arguments)
    # Through JSON here, so that what cannot be stored fails as the job's own fault.
    plain: dict[str, Any] | None = orjson.loads(orjson.dumps(to_jsonable_python(result)))
    return plain


def _end(run: runs.Run, state: JobState, **fields: object) -> None:
    fields |= run.said()
    if state is JobState.DONE and fields["total"] is not None:
        fields["done"] = fields["total"]
    if not run.update(state=state, finished_at=timezone.now(), **fields):
        log.warning("job_end_not_ours", state=state)


def _unexpected(job: Job) -> dict[str, Any]:
    problem = Unexpected(
        gettext("The work failed for a reason that is not your doing."),
        remedy=gettext(
            "Nothing half-done was published. Try again, and if it happens again give the "
            "site's staff this number: %(id)s"
        )
        % {"id": job.id},
    )
    return problem.as_dict(instance=f"urn:uuid:{job.id}")
