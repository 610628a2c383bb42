"""What can be wrong with a correction; stable codes for callers."""

from idea.kernel.errors import BadInput, Conflict, NotFound


class CorrectionNotFound(NotFound):
    code = "correction-not-found"


class BadCorrection(BadInput):
    code = "bad-correction"


class CorrectionClosed(Conflict):
    code = "correction-closed"
