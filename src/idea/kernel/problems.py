"""A problem as an answer: a page for people, `application/problem+json` for programs (RFC 9457)."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

import orjson
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from idea.kernel import logs
from idea.kernel.errors import NotFound, Problem, SignInRequired, TooMany, Unavailable

MACHINE = ("/api/", "/ogc/", "/stac/", "/feeds/")  # entrances that programs use
MEDIA_TYPE = "application/problem+json"
_RETRY = 5  # seconds, where the problem does not say
_UNAUTHORIZED = 401
NotFoundPage = Callable[[HttpRequest, Exception | None], HttpResponse]


def is_machine(request: HttpRequest) -> bool:
    return request.path.startswith(MACHINE)


def wants_page(request: HttpRequest) -> bool:
    """Return whether a person's browser asks: programs do not say text/html."""
    return not is_machine(request) and "text/html" in request.headers.get("Accept", "")


def problem_response(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Answer with `problem`: a sign-in page, an error page or problem+json, by who asks."""
    response = _answer(request, problem)
    if isinstance(problem, TooMany | Unavailable) or problem.retry_after is not None:
        wait = _RETRY if problem.retry_after is None else problem.retry_after
        response.headers["Retry-After"] = str(max(0, wait))
    response.headers["Cache-Control"] = "no-store"
    return response


def or_page(page: NotFoundPage) -> NotFoundPage:
    """Make `page` a `handler404` that draws nothing for a program: it gets a problem."""

    @wraps(page)
    def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
        if is_machine(request):
            return problem_response(request, NotFound(gettext("There is nothing here.")))
        return page(request, exception)

    return not_found


def _answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    if wants_page(request):
        if isinstance(problem, SignInRequired):
            return _sign_in(request)
        try:
            page = render_to_string(
                "idea/problem.html",
                {"problem": problem, "request_id": logs.request_id()},
                request=request,
            )
            return HttpResponse(page, status=problem.status)
        except TemplateDoesNotExist:
            pass  # a kernel without a portal still answers
    body = problem.as_dict(instance=request.path)
    if request_id := logs.request_id():
        body["request_id"] = request_id
    response = HttpResponse(
        orjson.dumps(body, default=str), status=problem.status, content_type=MEDIA_TYPE
    )
    if problem.status == _UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="ide@"'
    return response


def _sign_in(request: HttpRequest) -> HttpResponse:
    login = resolve_url(settings.LOGIN_URL)
    response: HttpResponse = redirect_to_login(_where(request), login)
    if request.headers.get("HX-Request"):
        # htmx would put the sign-in page where a fragment was asked for.
        response = HttpResponse(status=_UNAUTHORIZED, headers={"HX-Redirect": response["Location"]})
    return response


def _where(request: HttpRequest) -> str:
    """Return where to go after signing in: here, or for a form the page that it was on."""
    if request.method in {"GET", "HEAD"} and not request.headers.get("HX-Request"):
        return request.get_full_path()
    page = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure()):
        parts = urlsplit(page)
        return parts.path + (f"?{parts.query}" if parts.query else "")
    return resolve_url(settings.LOGIN_REDIRECT_URL)
