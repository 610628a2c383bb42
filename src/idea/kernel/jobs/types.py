"""What a job is to those who started it and wait for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class JobInfo:
    id: UUID
    name: str  # "catalog.publish"
    title: str  # what a person sees, in the language of who started it
    state: JobState
    done: float
    total: float | None  # None: not known (yet)
    message: str  # what is going on
    result: Mapping[str, Any] | None  # what the job returned
    problem: Mapping[str, Any] | None  # the members of problem+json (RFC 9457)
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    actor_id: str
    attempts: int  # more than 1: it was cut off and started over

    @property
    def finished(self) -> bool:
        return self.state in {JobState.DONE, JobState.FAILED}

    @property
    def canceled(self) -> bool:
        """Whether the job was stopped on purpose; its state is then FAILED."""
        return bool(self.problem) and (self.problem or {}).get("code") == "job-canceled"

    @property
    def percent(self) -> int | None:
        """Return 0 to 100, or None while nobody can say."""
        if self.state is JobState.DONE:
            return 100
        if not self.total or self.total <= 0:
            return None
        return round(100 * min(1.0, max(0.0, self.done / self.total)))


@dataclass(frozen=True, slots=True)
class WorkerInfo:
    id: UUID
    host: str
    pid: int
    started_at: datetime
    seen_at: datetime
    alive: bool
