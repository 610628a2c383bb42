"""Lets pages of any other site read what is open to all (Fetch standard, CORS protocol).

Says so on reads below IDEA_OPEN_PATHS alone: never on writes, never with credentials, and not
below IDEA_OWN_PATHS, whose answers are for one person.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

METHODS = "GET, HEAD, OPTIONS"
# No Authorization: a page of another site has no business with somebody's token.
_SENT = "Accept, Accept-Language, If-Match, If-Modified-Since, If-None-Match, If-Range, Range"
_SHOWN = "Accept-Ranges, Content-Disposition, Content-Range, ETag, Link, Retry-After, X-Request-ID"
_A_DAY = "86400"


class OpenReadsMiddleware:
    """Just inside `RequestContextMiddleware`, so that errors say so too and preflights are told."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _is_open(request):
            return self.get_response(request)
        response: HttpResponseBase
        if request.method == "OPTIONS":
            response = self._told(request)
            response.headers["Access-Control-Allow-Methods"] = METHODS
            response.headers["Access-Control-Allow-Headers"] = _SENT
            response.headers["Access-Control-Max-Age"] = _A_DAY
        else:
            response = self.get_response(request)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = _SHOWN
        return response

    def _told(self, request: HttpRequest) -> HttpResponseBase:
        """Return what the view says of its methods, where a program asks and it says it."""
        if "Access-Control-Request-Method" not in request.headers:
            response = self.get_response(request)
            if response.status_code == 200 and "Allow" in response.headers:  # noqa: PLR2004  OK
                return response
        return HttpResponse(status=204, headers={"Allow": METHODS})


def _is_open(request: HttpRequest) -> bool:
    return (
        request.method in {"GET", "HEAD", "OPTIONS"}
        and request.path.startswith(tuple(settings.IDEA_OPEN_PATHS))
        and not request.path.startswith(tuple(settings.IDEA_OWN_PATHS))
    )
