"""Who did something, as the audit log keeps it."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, a token or a part of the system. `label` is shown in staff pages only."""

    kind: Literal["person", "token", "system"]
    id: str
    label: str

    @classmethod
    def system(cls, name: str) -> "Actor":
        return cls("system", name, name)
