"""Which worker processes live, and taking back the jobs of those that died."""

import os
import socket
import threading
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import structlog
from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from idea.kernel.ids import uuid7
from idea.kernel.jobs.actions import put_back
from idea.kernel.jobs.conf import JobSettings
from idea.kernel.jobs.models import Job, Worker
from idea.kernel.jobs.run import active
from idea.kernel.jobs.types import JobState, WorkerInfo

log = structlog.get_logger(__name__)
_lock = threading.Lock()
_mine: tuple[int, UUID] | None = None  # with the PID: a fork is another worker
# A PID may have been given to another program: a living one is believed this long.
_PID_TRUST = timedelta(minutes=5)


def here() -> str:
    """Return this host and PID name space: only inside one does a PID say anything."""
    try:
        space = str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        space = ""
    return f"{socket.gethostname()} {space}".strip()[:200]


def this_process() -> UUID:
    """Return this process' id as a worker, registered on first use."""
    global _mine  # noqa: PLW0603  one process, one worker
    with _lock:
        if (
            _mine is None
            or _mine[0] != os.getpid()
            or not Worker.objects.filter(id=_mine[1]).exists()
        ):
            worker = Worker.objects.create(id=uuid7(), host=here(), pid=os.getpid())
            _mine = (os.getpid(), worker.id)
        return _mine[1]


def beat() -> None:
    """Say that this process lives."""
    Worker.objects.filter(id=this_process()).update(seen_at=timezone.now())


def sign_off() -> None:
    """Take this process off the list."""
    global _mine  # noqa: PLW0603  as above
    with _lock:
        if _mine is not None:
            Worker.objects.filter(id=_mine[1]).delete()
            _mine = None


def alive(worker: Worker) -> bool:
    silence = timezone.now() - worker.seen_at
    if worker.host != here():
        return silence < timedelta(seconds=JobSettings().worker_lease)
    if worker.pid == os.getpid():
        return _mine is not None and worker.id == _mine[1]
    try:
        os.kill(worker.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # it lives under another user
    return silence < _PID_TRUST


def listing() -> list[WorkerInfo]:
    return [
        WorkerInfo(w.id, w.host, w.pid, w.started_at, w.seen_at, alive(w))
        for w in Worker.objects.order_by("started_at")
    ]


def take_back() -> int:
    """Queue afresh what dead workers left behind; return how many jobs.

    Three ways to be left behind: running without a living worker; running in this process,
    which knows nothing of it (the database failed while its end was written down); and
    claimed from the queue (its task runs) but not begun.
    """
    dead = [worker.id for worker in Worker.objects.all() if not alive(worker)]
    living = Worker.objects.exclude(id__in=dead).values("id")
    running = Job.objects.filter(state=JobState.RUNNING)
    lost = Q(worker_id__isnull=True) | ~Q(worker_id__in=living)
    if _mine is not None:
        lost |= Q(worker_id=_mine[1])
    orphans = list(running.filter(lost).values_list("id", "lease"))
    # Asked after the rows: a run is entered before its claim and left after its end, so a row
    # seen above that is not in here now is over (put_back sees that) or lost.
    known = {run.lease for run in active()}
    count = 0
    for job_id, lease in orphans:
        if lease not in known:
            count += put_back(job_id, lease=lease, count=True)

    waited = timezone.now() - timedelta(seconds=JobSettings().worker_lease)
    queued = Job.objects.filter(state=JobState.QUEUED, queued_at__lt=waited)
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY).values("id")
    for job_id in list(queued.exclude(task_id__in=ready).values_list("id", flat=True)):
        count += put_back(job_id, lease=None, count=True)
    Worker.objects.filter(id__in=dead).delete()
    return count
