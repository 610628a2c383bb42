"""OGC API Features part 4 (20-002r1): features are created, replaced, changed and deleted.

Those of live collections; other collections answer 405. Takes a token with the scope `features`, or
a signed-in person's page with its CSRF token. What is asked for, `live.actions` does or refuses.
"""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from idea.engines.features import crs as systems
from idea.engines.features import queries
from idea.engines.features.http import items as reading
from idea.engines.features.http import params
from idea.engines.features.http.answers import GEOJSON, JSON
from idea.engines.features.http.ogc import root
from idea.engines.features.live import actions
from idea.engines.features.live.access import SCOPE
from idea.engines.features.live.errors import BadBody, TooLarge, WrongMedia
from idea.engines.features.live.queries import no_feature
from idea.engines.features.live.types import MOST_BYTES, LiveFeature, serves
from idea.engines.features.types import CRS84, Crs
from idea.engines.identity import api as identity
from idea.engines.identity.http.auth import require_scope, token_or_session
from idea.kernel import cors
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Problem
from idea.kernel.middleware import problem_response

MERGE_PATCH = "application/merge-patch+json"  # RFC 7396
_WHOLE = (GEOJSON, JSON)
_PATCH = (MERGE_PATCH,)
_ITEMS = f"{cors.METHODS}, POST"
_ITEM = f"{cors.METHODS}, PUT, PATCH, DELETE"
_TAG = re.compile(r'(?:W/)?"(?P<revision>[0-9]{1,18})-[0-9a-f]+"', re.ASCII)
_MOST_WHY = 500
_READS = ("GET", "HEAD")
View = Callable[..., HttpResponse]


def _served(view: View) -> View:
    """Speak the asker's language and tell problems as problems."""

    @csrf_exempt  # checked by `token_or_session`
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with translation.override(params.language(request)):
            try:
                response = view(request, *args, **kwargs)
            except Problem as problem:
                response = problem_response(request, problem)
        if request.method not in _READS:
            response["Cache-Control"] = "no-store"
        return response

    return answer


@_served
def items(request: HttpRequest, collection_id: str) -> HttpResponse:
    """Answer at /items: GET as ever, POST creates a feature."""
    if request.method in _READS or not _is_live(collection_id):
        return reading.items(request, collection_id)
    if request.method == "OPTIONS":
        return _options(_ITEMS, **{"Accept-Post": ", ".join(_WHOLE)})
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": _ITEMS})
    actor, why = _asked(request)
    body, crs = _body(request, _WHOLE)
    made = actions.create_feature(collection_id, body, actor=actor, why=why, crs=crs)
    here = f"{root(request)}/collections/{collection_id}/items/{made.id}"
    response = HttpResponse(orjson.dumps(made.geojson), status=201, content_type=GEOJSON)
    response["Location"] = here
    response["ETag"] = reading.live_tag(made.revision, here)
    response["Content-Crs"] = f"<{CRS84.uri}>"
    return response


@_served
def feature(request: HttpRequest, collection_id: str, feature_id: str) -> HttpResponse:
    """Answer at /items/{id}: GET as ever, PUT replaces, PATCH changes, DELETE deletes."""
    if request.method in _READS or not _is_live(collection_id):
        return reading.feature(request, collection_id, feature_id)
    if request.method == "OPTIONS":
        return _options(_ITEM, **{"Accept-Patch": MERGE_PATCH})
    if request.method not in ("PUT", "PATCH", "DELETE"):
        return HttpResponse(status=405, headers={"Allow": _ITEM})
    actor, why = _asked(request)
    number = reading.number(feature_id)
    if number is None:
        raise no_feature(collection_id, feature_id)
    told: dict[str, Any] = {"actor": actor, "why": why, "expected_revision": _expected(request)}
    if request.method == "DELETE":
        actions.delete_feature(collection_id, number, **told)
        return HttpResponse(status=204)
    if request.method == "PUT":
        body, crs = _body(request, _WHOLE)
        made = actions.replace_feature(collection_id, number, body, crs=crs, **told)
    else:
        body, crs = _body(request, _PATCH)
        made = actions.update_feature(collection_id, number, body, crs=crs, **told)
    return _changed(request, made)


def _is_live(collection_id: str) -> bool:
    return serves(queries.collection(collection_id).lake_key)


def _changed(request: HttpRequest, made: LiveFeature) -> HttpResponse:
    response = HttpResponse(status=204)
    # That of the representation at the plain address, as a GET after this would give it.
    here = request.build_absolute_uri(request.path)
    response["ETag"] = reading.live_tag(made.revision, here)
    return response


def _options(allow: str, **said: str) -> HttpResponse:
    return HttpResponse(status=200, headers={"Allow": allow, **said})


def _asked(request: HttpRequest) -> tuple[Actor, str]:
    """Return who asks, and why; raises what `token_or_session` and `require_scope` raise."""
    request.auth = token_or_session(request)  # type: ignore[attr-defined]  # as ninja does
    require_scope(request, SCOPE.code)
    params.check(request, ("why",))
    return identity.actor_of(request), request.GET.get("why", "")[:_MOST_WHY]


def _expected(request: HttpRequest) -> int | None:
    """Return the revision that the header If-Match names (RFC 9110, clause 13.1.1); None: any."""
    header = request.headers.get("if-match", "").strip()
    if header in ("", "*"):
        return None
    found = _TAG.fullmatch(header)
    return int(found["revision"]) if found else -1  # matches nothing


def _body(request: HttpRequest, media: tuple[str, ...]) -> tuple[dict[str, Any], Crs]:
    kind = (request.content_type or "").lower()
    if not request.META.get("CONTENT_TYPE"):
        raise BadBody(
            _("The header Content-Type is missing."),
            remedy=_("Send %(media)s.") % {"media": media[0]},
        )
    if kind not in media:
        raise WrongMedia(
            _("This cannot be read here: %(media)s.") % {"media": kind[:80]},
            remedy=_("Send %(media)s.") % {"media": media[0]},
        )
    length = request.META.get("CONTENT_LENGTH") or "0"
    data = b"" if length.isdigit() and int(length) > MOST_BYTES else request.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES or (length.isdigit() and int(length) > MOST_BYTES):
        raise TooLarge(
            _("A feature has at most %(most)d bytes.") % {"most": MOST_BYTES},
            remedy=_("Simplify it, or publish it as a file."),
        )
    try:
        body = orjson.loads(data)
    except orjson.JSONDecodeError:
        body = None
    if not isinstance(body, dict):
        raise BadBody(_("The body is no JSON object."), remedy=_("Send one GeoJSON feature."))
    header = request.headers.get("content-crs", "").strip().removeprefix("<").removesuffix(">")
    return body, systems.named("Content-Crs", header) if header else CRS84
