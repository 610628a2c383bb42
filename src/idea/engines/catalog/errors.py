"""What can be wrong with a request for a data set; stable codes for callers."""

from idea.kernel.errors import BadInput, Conflict, NotFound, Problem


class DatasetNotFound(NotFound):
    code = "dataset-not-found"


class VersionNotFound(NotFound):
    code = "version-not-found"


class NotInThisFormat(NotFound):
    code = "not-in-this-format"


class DatasetWithdrawn(Problem):
    """The data set was there and was taken back, with a public reason (HTTP 410)."""

    code = "dataset-withdrawn"
    status = 410
    title = "Withdrawn"


class SlugTaken(Conflict):
    code = "slug-taken"


class BadDraft(BadInput):
    code = "bad-draft"


class BadRowsQuery(BadInput):
    code = "bad-rows-query"


class TooSlow(Problem):
    """A query over rows took longer than this site allows."""

    code = "query-too-slow"
    status = 503
    title = "The query took too long"
