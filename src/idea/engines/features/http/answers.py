"""How every answer under /ogc goes out: in its language, with an ETag, errors as problem+json.

Headers only; what is said is for the views.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from idea.engines.features.http import params
from idea.kernel import cors
from idea.kernel.errors import Problem
from idea.kernel.middleware import problem_response

View = Callable[..., HttpResponse]
JSON = "application/json"
GEOJSON = "application/geo+json"
HTML = "text/html"
SCHEMA = "application/schema+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"


def entrance(*known: str) -> Callable[[View], View]:
    """Make a view a public read: GET only, `known` parameters only, in its language.

    "*" leaves the parameters to the view.
    """

    def bind(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            with translation.override(params.language(request)):
                response = _answer(view, known, request, args, kwargs)
            patch_vary_headers(response, ["Accept", "Accept-Language"])
            response["Content-Language"] = (
                "en" if params.language(request) == "en" else "zh-Hant-TW"
            )
            return response

        return answer

    return bind


def _answer(
    view: View, known: tuple[str, ...], request: HttpRequest, args: Any, kwargs: Any
) -> HttpResponse:
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405, headers={"Allow": cors.METHODS})
    try:
        if "*" not in known:
            params.check(request, known)
        return view(request, *args, **kwargs)
    except Problem as problem:
        return problem_response(request, problem)


def tag(*parts: object) -> str:
    """Return an ETag for what is made of `parts` alone."""
    text = "\n".join(map(str, parts))
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:24]}"'


def fresh(request: HttpRequest, etag: str) -> HttpResponse | None:
    """Return 304 where the asker has this already."""
    known = [
        part.strip().removeprefix("W/")
        for part in request.headers.get("if-none-match", "").split(",")
    ]
    if etag in known or "*" in known:
        return _headed(HttpResponse(status=304), etag)
    return None


def send(body: Any, *, etag: str, media_type: str = JSON, max_age: int = 60) -> HttpResponse:
    """Return `body` (bytes as they are, anything else as JSON)."""
    data = body if isinstance(body, bytes) else orjson.dumps(body, option=orjson.OPT_NON_STR_KEYS)
    return _headed(HttpResponse(data, content_type=media_type), etag, max_age)


def _headed(response: HttpResponse, etag: str, max_age: int = 60) -> HttpResponse:
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={max_age}"
    return response


def link(href: str, rel: str, media_type: str = JSON, title: str = "") -> dict[str, str]:
    """Return a link object (OGC 17-069r4, clause 7.4 and RFC 8288)."""
    made = {"href": href, "rel": rel, "type": media_type}
    return {**made, "title": title} if title else made
