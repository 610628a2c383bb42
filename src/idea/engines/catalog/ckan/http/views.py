"""The entrance of the Action API: GET and POST, JSON or a form, CKAN's envelope and errors.

A program's token comes in `Authorization` or `X-CKAN-API-Key`, as CKAN clients send it; only a
call with a token is free of the CSRF check.
"""

import json
import re
from typing import Any, Final

import orjson
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from idea.engines.catalog.ckan import (  # noqa: F401  each makes its actions known
    files,
    groups,
    reading,
    searching,
    tables,
    writing,
)
from idea.engines.catalog.ckan.calls import Action, Call, actions
from idea.engines.catalog.ckan.errors import BadSearch, InvalidCall, NoSuchAction
from idea.engines.identity.http.auth import told_by
from idea.kernel.errors import (
    BadInput,
    Conflict,
    Forbidden,
    NotFound,
    Problem,
    SignInRequired,
    TooMany,
)

MOST_BODY: Final = 5 * 1024 * 1024
_KINDS: Final[tuple[tuple[type[Problem], str, int], ...]] = (  # the first that fits
    (BadSearch, "Search Query Error", 400),
    (NoSuchAction, "Bad Request", 400),
    (SignInRequired, "Authorization Error", 403),
    (Forbidden, "Authorization Error", 403),
    (TooMany, "Too Many Requests", 429),
    (NotFound, "Not Found Error", 404),
    (BadInput, "Validation Error", 409),
    (Conflict, "Validation Error", 409),
)
_BEARER = re.compile(r"^bearer\s+", re.IGNORECASE)


@csrf_exempt  # a session's write is checked by `told_by`; a token needs no check
@require_http_methods(["GET", "POST"])
def action(request: HttpRequest, name: str) -> HttpResponse:
    """Answer /api/3/action/<name> and /api/action/<name>."""
    try:
        wanted = _known(name)
        if wanted.writes and request.method != "POST":
            raise InvalidCall({"method": [_("Send this action by POST.")]})
        told_by(request, _secret(request), write=wanted.writes)
        result = wanted.work(_call(request))
    except Problem as problem:
        return _refused(name, problem)
    return _answer(name, {"success": True, "result": result}, 200)


def _known(name: str) -> Action:
    if name not in actions:
        raise NoSuchAction(
            _("There is no action %(name)s.") % {"name": name[:80]},
            remedy=_("There are: %(names)s.") % {"names": ", ".join(sorted(actions))},
        )
    return actions[name]


def _secret(request: HttpRequest) -> str:
    given = request.headers.get("Authorization") or request.headers.get("X-CKAN-API-Key") or ""
    return _BEARER.sub("", given).strip()


def _call(request: HttpRequest) -> Call:
    if request.method == "GET":
        return Call(request, _many(request.GET))
    if (request.content_type or "").startswith(("multipart/", "application/x-www-form")):
        upload = request.FILES.get("upload")
        said = _many(request.POST)
        if list(said) and said == {"data": ""}:
            said = {}
        return Call(request, said, upload if isinstance(upload, UploadedFile) else None)
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BODY:
        raise InvalidCall({"body": [_("The call is too large; send files as upload.")]})
    try:
        body = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        raise InvalidCall({"body": [_("This is no JSON.")]}) from None
    if not isinstance(body, dict):
        raise InvalidCall({"body": [_("This must be an object.")]})
    return Call(request, body)


def _many(query: Any) -> dict[str, Any]:
    return {
        name: values[0] if len(values) == 1 else values
        for name, values in dict(query.lists()).items()
    }


def _refused(name: str, problem: Problem) -> HttpResponse:
    kind, status = _kind(problem)
    said = " ".join(filter(None, (problem.detail, problem.remedy)))
    error: dict[str, Any] = {"__type": kind, "message": said, "code": problem.code}
    if isinstance(problem, InvalidCall):
        error |= problem.fields
    elif problem.issues:
        for issue in problem.issues:
            error.setdefault(issue.column or "message_list", []).append(issue.message)
    response = _answer(name, {"success": False, "error": error}, status)
    if problem.retry_after is not None:
        response["Retry-After"] = str(problem.retry_after)
    return response


def _kind(problem: Problem) -> tuple[str, int]:
    """Return CKAN's class of an error and the status it comes with."""
    for classes, kind, status in _KINDS:
        if isinstance(problem, classes):
            return kind, status
    return "Internal Server Error", problem.status


def _answer(name: str, body: dict[str, Any], status: int) -> HttpResponse:
    help_url = f"{settings.IDEA_SITE_URL}/api/3/action/help_show?name={name}"
    text = orjson.dumps({"help": help_url, **body}, default=str)
    response = HttpResponse(text, status=status, content_type="application/json; charset=utf-8")
    response["Cache-Control"] = "no-store"
    vars(response)["tells_why"] = True  # to the kernel's middleware, which would else rewrite it
    return response


def version(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Answer /api/3: which version this is."""
    return HttpResponse(orjson.dumps({"version": 3}), content_type="application/json")
