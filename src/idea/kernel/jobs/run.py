"""One run of a job as the job sees it: a Progress that writes to the job's row, not too often."""

import threading
import time
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from idea.kernel.jobs.models import Job
from idea.kernel.jobs.types import JobState

INTERVAL = 0.34  # seconds between two writes: three a second at most
_MESSAGE = 500


class Abandoned(BaseException):
    """The job goes on elsewhere (or will, after the worker was stopped): this run must end.

    Not an Exception, so that no job's `except Exception` swallows it.
    """


@dataclass(slots=True)
class Run:
    """Progress of one run. What is too early to be written is written by `flush` or the end."""

    job_id: UUID
    lease: UUID
    lost: bool = False
    _said: tuple[float, float | None, str] = (0.0, None, "")
    _unwritten: bool = False
    _written_at: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, done: float, total: float | None = None, message: str = "") -> None:
        if self.lost:
            raise Abandoned
        # A number without a word means: still at what was said last.
        self._said = (done, total, message[:_MESSAGE] or self._said[2])
        self._unwritten = True
        # Inside a transaction nobody could see it, and on PostgreSQL it would lock the row.
        if time.monotonic() - self._written_at >= INTERVAL and not connection.in_atomic_block:
            self.flush()
        if self.lost:
            raise Abandoned

    def flush(self) -> None:
        """Write what was said last, if that is still to be written. Called by any thread."""
        with self._lock:
            if not self._unwritten or time.monotonic() - self._written_at < INTERVAL:
                return
            self._unwritten = False
            self._written_at = time.monotonic()
            if not self.update(**self.said()):
                self.lost = True

    def said(self) -> dict[str, object]:
        done, total, message = self._said
        return {"done": done, "total": total, "message": message}

    def update(self, **fields: object) -> bool:
        """Change the job's row if this run still holds its lease."""
        mine = Job.objects.filter(id=self.job_id, lease=self.lease, state=JobState.RUNNING)
        return mine.update(**fields) == 1


_active: dict[UUID, Run] = {}


def active() -> list[Run]:
    """Return the runs going on in this process."""
    return list(_active.values())


def enter(run: Run) -> None:
    _active[run.lease] = run


def leave(run: Run) -> None:
    _active.pop(run.lease, None)
