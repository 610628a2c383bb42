"""Search over everything: places first, then what the index found, by kind."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse, translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from idea.engines.catalog.usage import api as usage
from idea.kernel import boundaries
from idea.kernel.search import api as search
from idea.portal.area_words import area_words
from idea.portal.kinds import kind_label
from idea.portal.paging import Paging, asked_page
from idea.portal.render import page

SIZE = 20
PLACES = 5
SUGGESTIONS = 8
LONGEST = 200  # characters of a question that are looked at


def everything(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:LONGEST]
    kind = request.GET.get("kind", "")
    number = asked_page(request)
    found = search.search(
        text, kinds=(kind,) if kind else (), limit=SIZE, offset=(number - 1) * SIZE
    )
    if text and number == 1 and not kind and (found.total == 0 or found.relaxed):
        usage.missed(text)
    return page(
        request,
        "pages/search",
        "search",
        text=text,
        kind=kind,
        areas=boundaries.find_areas(text, PLACES) if text and number == 1 else [],
        found=found,
        kinds=[(key, kind_label(key), count) for key, count in found.kinds.items()],
        paging=Paging(number, found.total, SIZE),
    )


def suggest(request: HttpRequest) -> JsonResponse:
    """Answer `{"items": [{"title", "kind", "url"}]}` for the box while somebody types."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    language = get_language() or "zh-hant"
    near = reverse("portal:near")
    items = [
        {
            "title": area_words(area, language),
            "kind": _("place"),
            "url": f"{near}?area={area.code}",
        }
        for area in (boundaries.find_areas(text, 3) if text else [])
    ]
    hits = search.suggest(text, SUGGESTIONS) if text else []
    items += [
        {
            "title": (hit.title_en if language == "en" else "") or hit.title,
            "kind": kind_label(hit.kind),
            "url": translate_url(hit.url, language),
        }
        for hit in hits
    ]
    return JsonResponse({"items": items[:SUGGESTIONS]})
