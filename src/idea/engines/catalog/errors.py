"""What can be wrong with a request for a data set; stable codes for callers."""

from idea.kernel.errors import BadInput, Conflict, Forbidden, NotFound, Problem


class DatasetNotFound(NotFound):
    code = "dataset-not-found"


class VersionNotFound(NotFound):
    code = "version-not-found"


class NoRowsHere(NotFound):
    """The data set is described here, its files are elsewhere."""

    code = "no-rows-here"


class NotInThisFormat(NotFound):
    code = "not-in-this-format"


class DatasetWithdrawn(Problem):
    """The data set was there and was taken back, with a public reason (HTTP 410)."""

    code = "dataset-withdrawn"
    status = 410
    title = "Withdrawn"


class DatasetNotOpen(Forbidden):
    """The data set is of class B or C: what it is is public, its rows are not."""

    code = "dataset-not-open"


class SlugTaken(Conflict):
    code = "slug-taken"


class VersionMoved(Conflict):
    """What a publication was made of is no longer the current version."""

    code = "version-moved"


class BadDraft(BadInput):
    code = "bad-draft"


class BadRowsQuery(BadInput):
    code = "bad-rows-query"


class TooSlow(Problem):
    """A query over rows took longer than this site allows."""

    code = "query-too-slow"
    status = 503
    title = "The query took too long"
