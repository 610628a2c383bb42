"""How long work tells how far it is, whether a terminal, a job row or nobody listens."""

from typing import Protocol


class Progress(Protocol):
    """Called with what is done, of how much (None: not known yet), and a word on the work."""

    def __call__(self, done: float, total: float | None = None, message: str = "") -> None: ...


def silent(done: float, total: float | None = None, message: str = "") -> None:
    """Tell nobody."""
