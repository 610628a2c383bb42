"""The sitemap (sitemaps.org): an index of parts, so that any number of data sets fits.

A part holds data sets by their ids, so that a new one only ever changes the last part.
"""

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, translate_url
from django.views.decorators.cache import cache_page

from idea.engines.catalog import api as catalog

PAGES = (
    "home",
    "datasets",
    "all_series",
    "near",
    "addresses",
    "geographies",
    "about",
    "accessibility",
    "privacy",
    "api_guide",
)
SIZE = 10_000  # data sets a part; each has two addresses, and 50,000 is the most
Entry = tuple[str, datetime | None]


@cache_page(3600)
def index(request: HttpRequest) -> HttpResponse:
    """Answer /sitemap.xml: where the parts are."""
    parts = max(1, -(-catalog.count() // SIZE))
    paths = [reverse("portal:sitemap_pages")]
    paths += [reverse("portal:sitemap_part", args=[number]) for number in range(1, parts + 1)]
    return render(
        request,
        "idea/sitemap_index.xml",
        {"paths": paths, "root": settings.IDEA_SITE_URL},
        content_type="application/xml",
    )


@cache_page(3600)
def pages(request: HttpRequest) -> HttpResponse:
    """Answer /sitemap-pages.xml: the pages that are no data set."""
    return _answer(request, [(reverse(f"portal:{name}"), None) for name in PAGES])


@cache_page(3600)
def part(request: HttpRequest, number: int) -> HttpResponse:
    """Answer /sitemap-<number>.xml: a part of the data sets."""
    found = catalog.slugs_of_part(number, SIZE) if 0 < number <= 10**6 else []
    if not found and number != 1:
        raise Http404
    return _answer(request, [(reverse("portal:dataset", args=[slug]), at) for slug, at in found])


def _answer(request: HttpRequest, addresses: list[Entry]) -> HttpResponse:
    # Not by translate_url for each, which resolves the address anew: the prefix is the same.
    home = translate_url("/", "en").rstrip("/")
    entries = [(path, f"{home}{path}", changed) for path, changed in addresses]
    return render(
        request,
        "idea/sitemap.xml",
        {"entries": entries, "root": settings.IDEA_SITE_URL},
        content_type="application/xml",
    )
