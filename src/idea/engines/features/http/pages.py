"""The HTML face of every answer under /ogc (OGC 17-069r4, conformance class html).

One template draws them all from what the JSON says; the portal has the pages people live in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from idea.engines.features.http.answers import JSON

_SHOWN = frozenset({"self", "alternate", "next", "collection"})


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows: facts as pairs, and a table whose rows are (address or "", cells)."""

    title: str
    description: str = ""
    trail: Iterable[tuple[str, str]] = ()  # the pages above: name, address
    picture: str = ""
    facts: Iterable[tuple[str, Any]] = ()
    columns: Iterable[str] = ()
    rows: Iterable[tuple[str, Iterable[Any]]] = field(default_factory=list)


def page(
    request: HttpRequest, shown: Page, body: Mapping[str, Any], media_type: str = JSON
) -> HttpResponse:
    """Return `shown` as a page with the links of `body`, the JSON that stands at this address."""
    links = body.get("links", [])
    asked = request.GET.copy()
    asked["f"] = "json"
    context = {
        **asdict(shown),
        "json": f"{request.path}?{asked.urlencode()}",
        "media_type": media_type,
        "next": next((each["href"] for each in links if each["rel"] == "next"), ""),
        "links": [each for each in links if each["rel"] not in _SHOWN],
    }
    response = render(request, "features/ogc.html", context)
    response["Cache-Control"] = "private, no-cache"  # its header knows who is signed in
    return response
