"""Error answers that nobody raised a Problem for: what a status, or a library's JSON, comes to."""

import orjson
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from idea.kernel import logs
from idea.kernel.errors import (
    BadInput,
    Conflict,
    Forbidden,
    Issue,
    NotFound,
    Problem,
    SignInRequired,
    TooMany,
    Unavailable,
    Unexpected,
)

_VALUE = 80  # characters of an offending value


class Malformed(Problem):
    code = "malformed-request"
    status = 400
    title = _("The request is malformed")


class MethodNotAllowed(Problem):
    code = "method-not-allowed"
    status = 405
    title = _("This cannot be done here")


class TooLarge(Problem):
    code = "too-large"
    status = 413
    title = _("The input is too large")


class NotAcceptable(Problem):
    code = "not-acceptable"
    status = 406
    title = _("Not to be had in this form")


class UnsupportedMedia(Problem):
    code = "unsupported-media-type"
    status = 415
    title = _("This kind of content is not understood")


def for_status(status: int) -> Problem:
    """Return the problem for an error answer of which only the status is known."""
    known: dict[int, tuple[type[Problem], str]] = {
        401: (SignInRequired, gettext("Sign in, or send an API token.")),
        403: (Forbidden, gettext("You may not do this.")),
        404: (NotFound, gettext("There is nothing here.")),
        405: (MethodNotAllowed, gettext("This address does not take this method.")),
        406: (NotAcceptable, gettext("None of the forms asked for can be made here.")),
        409: (Conflict, gettext("Somebody else was quicker. Look again, then repeat.")),
        413: (TooLarge, gettext("The request is larger than this site takes.")),
        415: (UnsupportedMedia, gettext("Say what the content is, e.g. application/json.")),
        429: (TooMany, gettext("Too many requests. Wait a little.")),
        503: (Unavailable, gettext("The site is not available right now.")),
    }
    if status in known:
        kind, detail = known[status]
        return kind(detail)
    if status < Unexpected.status:
        return Malformed(gettext("The request is malformed."))
    return Unexpected(
        gettext("A fault on our side; it has been noted."),
        remedy=gettext("Try again. If it happens again, tell us the number: %(id)s")
        % {"id": logs.request_id()},
    )


def of_response(response: HttpResponseBase) -> Problem:
    """Return the problem an error answer stands for; django-ninja's `detail` is kept."""
    problem = for_status(response.status_code)
    if not isinstance(response, HttpResponse):
        return problem
    try:
        detail = orjson.loads(response.content)["detail"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return problem
    if isinstance(detail, list):
        return BadInput(
            gettext("Some values cannot be used."),
            issues=tuple(_issue(one) for one in detail if isinstance(one, dict)),
        )
    return problem


def _issue(error: dict[str, object]) -> Issue:
    """Return one of pydantic's complaints; `column` is the path to the value, e.g. query.limit."""
    where = error.get("loc")
    path = ".".join(str(part) for part in where) if isinstance(where, list) else None
    value = error.get("input")
    return Issue(
        code=str(error.get("type", "invalid")),
        message=str(error.get("msg", "")),
        column=path,
        value=None if value is None else str(value)[:_VALUE],
    )
