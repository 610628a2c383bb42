"""Why the sandbox will not run a query, or could not: a code and facts, in no language.

The parent process turns them into words (`explain.py`); nothing here imports Django.
"""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(eq=False)
class Refused(Exception):  # noqa: N818  told to a person, not a fault of ours
    """`position` counts characters of the query from 0; -1 where no place is to blame."""

    code: str
    name: str = ""
    message: str = ""
    position: int = -1
    candidates: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)
