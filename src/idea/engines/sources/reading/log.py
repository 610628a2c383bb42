"""Keeps what is wrong with a file: the first thousand places, and how many there are in all.

Collects; the words are written where the fault is found.
"""

from idea.engines.sources.types import ISSUE_LIMIT
from idea.kernel.errors import Issue

VALUE_LENGTH = 80


class Log:
    def __init__(self) -> None:
        self._issues: list[Issue] = []
        self.count = 0
        self.notes: list[str] = []

    def add(
        self,
        code: str,
        message: str,
        *,
        row: int | None = None,
        column: str | None = None,
        value: object = None,
        severity: str = "error",
    ) -> None:
        self.count += 1
        if len(self._issues) < ISSUE_LIMIT:
            text = None if value is None else clip(value)
            self._issues.append(Issue(code, message, row, column, text, severity))

    def more(self, count: int) -> None:
        """Count issues that were found but are too many to be named."""
        self.count += count

    def clear(self) -> None:
        """Forget everything: the file is read again in another way."""
        self._issues, self.count, self.notes = [], 0, []

    def note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)

    @property
    def issues(self) -> tuple[Issue, ...]:
        """Return the issues in the order of the file, what concerns the whole file first."""
        return tuple(sorted(self._issues, key=lambda issue: issue.row or 0))


def clip(value: object) -> str:
    """Return `value` as one line of at most 80 characters."""
    text = "".join(c if c.isprintable() else "␀" if c == "\0" else " " for c in str(value))
    return text if len(text) <= VALUE_LENGTH else text[: VALUE_LENGTH - 1] + "…"
