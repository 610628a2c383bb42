"""The face of jobs: declare, start, look at; the worker runs them."""

from idea.kernel.jobs.actions import cancel, forget, start
from idea.kernel.jobs.queries import counts, get, latest, unfinished
from idea.kernel.jobs.queue import run_pending
from idea.kernel.jobs.registry import job, periodic
from idea.kernel.jobs.supervisor import run_worker
from idea.kernel.jobs.types import JobInfo, JobState, WorkerInfo
from idea.kernel.jobs.workers import listing as workers

__all__ = [
    "JobInfo",
    "JobState",
    "WorkerInfo",
    "cancel",
    "counts",
    "forget",
    "get",
    "job",
    "latest",
    "periodic",
    "run_pending",
    "run_worker",
    "start",
    "unfinished",
    "workers",
]
