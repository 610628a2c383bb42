"""What can be wrong with a query; stable codes for callers."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from idea.kernel.errors import BadInput, Conflict, Forbidden, NotFound, Problem, TooMany


class QueryRefused(Forbidden):
    """The query asks for something that no query may do here: a file, a setting, a write."""

    code = "query-refused"
    title = _("Queries may not do this")


class BadQuery(BadInput):
    """The query cannot be read or computed. `line` and `column` count from 1; 0: no place."""

    code = "bad-query"
    title = _("There is a mistake in the query")

    def __init__(self, detail: str, *, remedy: str = "", line: int = 0, column: int = 0) -> None:
        super().__init__(detail, remedy=remedy)
        self.line = line
        self.column = column

    def as_dict(self, *, instance: str = "") -> dict[str, Any]:
        body = super().as_dict(instance=instance)
        return body | {"line": self.line, "column": self.column} if self.line else body


class QueryTooSlow(Problem):
    code = "query-time"
    status = 422
    title = _("The query took too long")


class QueryTooLarge(Problem):
    """The query needed more memory, or its result is larger, than a query may have."""

    code = "query-too-large"
    status = 422
    title = _("The query is too large")


class QueryCancelled(Conflict):
    code = "query-cancelled"
    title = _("The query was cancelled")


class WorkbenchBusy(TooMany):
    """As many queries run now as may run at once."""

    code = "workbench-busy"
    title = _("Too many queries at once")


class QueryNotRunning(NotFound):
    code = "query-not-running"


class SavedQueryNotFound(NotFound):
    code = "saved-query-not-found"


class BadSavedQuery(BadInput):
    code = "bad-saved-query"
