"""Sees which answers are uses of a data set, and counts them: pages, downloads, API calls.

Looks at the address, the status and whether a program said it is a robot; keeps none of it.
"""

import re
from collections.abc import Callable, Iterable
from typing import Final

from django.http import HttpRequest, HttpResponse

from idea.engines.catalog.usage.counting import count
from idea.engines.catalog.usage.types import Use

Answer = Callable[[HttpRequest], HttpResponse]
COUNTED: Final = {200, 206, 304}
ROBOTS: Final = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|archiver|preview|monitor|uptime|scan|headless|lighthouse"
    r"|facebookexternalhit|feedfetcher|validator",
    re.IGNORECASE,
)
# Of a page, not of an API: programs that fetch pages are no readers.
TOOLS: Final = re.compile(r"^$|curl|wget|python|java/|go-http|okhttp|libwww|axios", re.IGNORECASE)


class UsageMiddleware:
    """Stands inside the others, where the address has been resolved."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code in COUNTED:
            told: Iterable[str] = getattr(request, "used_datasets", ())
            if not ROBOTS.search(request.headers.get("User-Agent", "")):
                for slug in told:  # by CKAN's interface, whose addresses name no data set
                    count(slug, Use.API)
            use = _use(request) if request.method == "GET" else None
            if use is not None and not _partial(request):
                count(*use)
        return response


def _use(request: HttpRequest) -> tuple[str, Use] | None:
    """Return which data set was used and how; None where it is no use, or a robot's."""
    match = request.resolver_match
    slug = match.kwargs.get("slug") or match.kwargs.get("collection_id") if match else None
    if match is None or not isinstance(slug, str):
        return None
    agent = request.headers.get("User-Agent", "")
    use = _kind(match.view_name, request.path)
    if use is None or ROBOTS.search(agent) or (use is Use.VIEW and TOOLS.search(agent)):
        return None
    return slug, use


def _kind(view: str, path: str) -> Use | None:
    if view == "portal:dataset":
        return Use.VIEW
    if view == "download-3dtiles" and not path.endswith("/3dtiles/tileset.json"):
        return None  # one look at a city asks for thousands of files
    if path.startswith("/download/") and not path.endswith(".svg"):
        return Use.DOWNLOAD
    called = path.startswith("/api/v1/datasets/") and not path.endswith("/usage")
    return Use.API if called or (path.startswith("/ogc/") and "/items" in path) else None


def _partial(request: HttpRequest) -> bool:
    """Tell whether this is a later part of a download that was counted by its first."""
    asked = request.headers.get("Range", "")
    return bool(asked) and not asked.replace(" ", "").startswith("bytes=0-")
