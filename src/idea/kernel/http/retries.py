"""When another try is worth it, and how long to wait for it (RFC 9110, 10.2.3)."""

import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import tenacity
from django.utils.translation import gettext as _

from idea.kernel.errors import Problem
from idea.kernel.http.errors import BadAnswer
from idea.kernel.http.transport import Deadline

_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_PATIENCE_S = 60  # a server that asks for more is left alone: the caller is told when to come back
_BACKOFF_S, _LONGEST_BACKOFF_S = 0.5, 20.0


class Passing(Exception):  # noqa: N818  it carries a problem, it is none
    """A problem that may be gone in a moment. `wait` is what the server asked for, in seconds."""

    def __init__(self, problem: Problem, wait: float | None = None) -> None:
        super().__init__(problem.detail)
        self.problem, self.wait = problem, wait


def of_answer(status: int, retry_after: str) -> Exception:
    """Return what an HTTP status that is no success means: a problem, or one that may pass."""
    wait = seconds(retry_after)
    problem = BadAnswer(
        _("The server answered %(status)s, not with the file.") % {"status": status},
        remedy=_REMEDIES.get(status, _retry_remedy)(),
        retry_after=None if wait is None else round(wait),
    )
    problem.answer = status
    if status in _PASSING and (wait is None or wait <= _PATIENCE_S):
        return Passing(problem, wait)
    return problem


def seconds(retry_after: str) -> float | None:
    """Return the wait that a Retry-After field asks for: a number of seconds or a date."""
    text = retry_after.strip()
    if text.isdecimal():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def retrying(retries: int, deadline: Deadline) -> tenacity.Retrying:
    """Return the attempts: at most `retries` after the first, with growing, jittered waits."""

    def wait(state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.wait if isinstance(error, Passing) else None
        if asked is not None:
            return asked + random.uniform(0, 1) * min(asked, 1)  # noqa: S311  no secret
        most = min(_LONGEST_BACKOFF_S, _BACKOFF_S * 2**state.attempt_number)
        return random.uniform(0, most)  # noqa: S311  no secret

    def stop(state: tenacity.RetryCallState) -> bool:
        if state.attempt_number > retries:
            return True
        try:
            return deadline.left() < state.upcoming_sleep
        except TimeoutError:
            return True

    return tenacity.Retrying(
        retry=tenacity.retry_if_exception_type(Passing), wait=wait, stop=stop, reraise=True
    )


def _retry_remedy() -> str:
    return _("Try again later, or ask the people who run that server.")


def _missing_remedy() -> str:
    return _("Check the address: the file may have moved.")


def _closed_remedy() -> str:
    return _("The file is not open to all there. Download it yourself and upload it here.")


_REMEDIES = {401: _closed_remedy, 403: _closed_remedy, 404: _missing_remedy, 410: _missing_remedy}
