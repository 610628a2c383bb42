"""What can be wrong with a request or a showcase; stable codes for callers."""

from idea.kernel.errors import BadInput, Conflict, NotFound


class RequestNotFound(NotFound):
    code = "request-not-found"


class BadRequest(BadInput):
    code = "bad-request-for-data"


class NotNow(Conflict):
    """The request is not in a state from which this can be done."""

    code = "request-state"


class ShowcaseNotFound(NotFound):
    code = "showcase-not-found"


class BadShowcase(BadInput):
    code = "bad-showcase"
