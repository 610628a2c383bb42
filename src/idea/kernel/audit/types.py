"""Who did something, what the audit log says of it, and whether the log is whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, a token or a part of the system. `label` is shown in staff pages only."""

    kind: Literal["person", "token", "system"]
    id: str
    label: str

    @classmethod
    def system(cls, name: str) -> "Actor":
        return cls("system", name, name)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One entry of the log. An erased actor has an empty id and label; an erased why is empty."""

    seq: int  # 1, 2, 3 … without holes
    at: datetime
    actor: Actor
    action: str  # "catalog.publish"
    target: str  # "dataset:air-quality"
    why: str
    data: Mapping[str, Any]
    personal: Mapping[str, Any]
    hash: str  # hex SHA-256
    erased: bool = False  # a personal part was erased on request


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry; kept outside the site it proves that nothing was cut off the end."""

    seq: int  # 0: no entry yet
    hash: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


@dataclass(frozen=True, slots=True)
class Verification:
    """What walking the whole chain found; `first_bad` is the seq of the first broken entry."""

    entries: int  # entries that were read and found whole
    ok: bool
    first_bad: int | None
    head: Head = field(default_factory=lambda: Head(0, ""))
    reason: str = ""
    erased: int = 0  # personal parts that were erased, each vouched for by an erasure entry
