"""What surrounds every request: its id, its log line, its numbers, and problems as answers.

Turns problems into pages or JSON; how the page looks is the portal's template.
"""

import re
import time
from collections.abc import Callable

import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext

from idea.kernel import logs, metrics
from idea.kernel.errors import Forbidden, NotFound, Problem
from idea.kernel.ids import uuid7
from idea.kernel.problems import MEDIA_TYPE, is_machine, problem_response
from idea.kernel.redaction import redact_path
from idea.kernel.statuses import Malformed, for_status, of_response

__all__ = ["ProblemMiddleware", "RequestContextMiddleware", "problem_response"]

Handler = Callable[[HttpRequest], HttpResponseBase]

log = structlog.get_logger("idea.access")
_REQUEST_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._\-]{7,63}")
_QUIET = frozenset({"/healthz", "/readyz", "/metrics"})  # asked every few seconds
_ERROR = 400
_SERVER_ERROR = 500
_KEPT = frozenset({"Allow", "Content-Range", "Retry-After", "WWW-Authenticate"})


class RequestContextMiddleware:
    """The outermost: gives the request its id, and tells of the answer."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        # Made once, in processes that serve; a command's process keeps its quiet logs.
        logs.configure()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else str(uuid7())
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            response = _as_problem(request, self.get_response(request))
            seconds = time.perf_counter() - started
            response.headers["X-Request-ID"] = request_id
            _add_timing(response, seconds)
            _tell(request, response, seconds)
            # Django would tell of 4xx and 5xx again; a crash's traceback is in the log already.
            setattr(response, "_has_been_logged", True)  # noqa: B010  no public way
            return response
        finally:
            structlog.contextvars.clear_contextvars()


class ProblemMiddleware:
    """The innermost: an exception that says what went wrong becomes an answer that says so."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _holds_nul(request):
            # PostgreSQL's texts cannot hold it; asked for it, every look-up would be a crash.
            return problem_response(request, Malformed(gettext("The request is malformed.")))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        # SQLite has one writer: who waited in vain for a long transaction may try again.
        waited = isinstance(error, OperationalError) and "locked" in str(error)
        problem = for_status(503) if waited else error
        if isinstance(problem, Problem):
            return problem_response(request, problem)
        if not is_machine(request):
            return None  # Django's handlers make the page
        if isinstance(error, Http404):
            return problem_response(request, NotFound(gettext("There is nothing here.")))
        if isinstance(error, PermissionDenied):
            return problem_response(request, Forbidden(gettext("You may not do this.")))
        if isinstance(error, SuspiciousOperation):
            return problem_response(request, Malformed(gettext("The request is malformed.")))
        return None


def _holds_nul(request: HttpRequest) -> bool:
    """Tell whether the address names the character NUL, which no address of ours does."""
    query = request.META.get("QUERY_STRING", "")
    return "\0" in request.path_info or "%00" in query or "\0" in query


def _as_problem(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Replace what Django or django-ninja tell a program of an error: no route, CSRF, a crash."""
    kind = response.headers.get("Content-Type", "")
    if response.status_code < _ERROR or not is_machine(request) or kind.startswith(MEDIA_TYPE):
        return response
    if getattr(response, "tells_why", False):  # in the words of another standard, e.g. CKAN's
        return response
    answer = problem_response(request, of_response(response))
    for name, value in response.headers.items():
        if name in _KEPT or name.startswith("Access-Control-"):
            answer.headers[name] = value
    return answer


def _add_timing(response: HttpResponseBase, seconds: float) -> None:
    """Add the total in milliseconds (W3C Server-Timing); keep what views have put there."""
    total = f"total;dur={seconds * 1000:.1f}"
    others = response.headers.get("Server-Timing")
    response.headers["Server-Timing"] = f"{others}, {total}" if others else total


def route_of(request: HttpRequest) -> str:
    """Return the name of the request's route, as metrics and logs tell requests apart."""
    match = request.resolver_match
    if match is not None:
        return match.view_name or match.route or "unnamed"
    return "static" if request.path.startswith(settings.STATIC_URL) else "none"


def _tell(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    route, status = route_of(request), response.status_code
    method = request.method or ""
    metrics.count_request(method=method, route=route, status=status, seconds=seconds)
    match = request.resolver_match
    person = getattr(request, "_cached_user", None)  # set only if somebody asked who it is
    tell = log.info
    if status >= _SERVER_ERROR:
        tell = log.error
    elif request.path in _QUIET or route == "static":
        tell = log.debug
    tell(
        "request",
        method=method,
        path=redact_path(request.path, match.kwargs if match else {}),
        route=route,
        status=status,
        ms=round(seconds * 1000, 1),
        person=str(person.pk) if person is not None and person.pk else None,
    )
