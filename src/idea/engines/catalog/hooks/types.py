"""What a web hook is to those who ask for it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class HookInfo:
    """An address that is told of changes, for its owner."""

    id: UUID
    url: str
    organization: str  # slug; empty: every agency
    dataset: str  # slug; empty: every data set
    created_at: datetime
    failures: int  # messages given up in a row
    off_why: str  # empty: it is on


@dataclass(frozen=True, slots=True)
class MessageInfo:
    """One change a hook was, or is still to be, told of."""

    id: UUID
    body: str
    created_at: datetime
    due_at: datetime | None  # None: told, or given up
    attempts: int
    status: int
    problem: str

    @property
    def told(self) -> bool:
        return 200 <= self.status < 300  # noqa: PLR2004  RFC 9110, 15.3
