"""What robots and browsers ask for: sitemap, robots.txt, the web app manifest."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse, translate_url
from django.utils.translation import get_language
from django.views.decorators.cache import cache_page

from idea.engines.catalog import api as catalog
from idea.engines.catalog.types import Filter

PAGES = ("home", "datasets", "near", "about", "accessibility", "privacy", "api_guide")
MOST = 45_000  # sitemaps.org: 50,000 addresses in a file


@cache_page(3600)
def sitemap(request: HttpRequest) -> HttpResponse:
    addresses: list[tuple[str, datetime | None]] = [
        (reverse(f"portal:{name}"), None) for name in PAGES
    ]
    offset = 0
    while offset < MOST:
        found = catalog.listing(Filter(sort="-modified", limit=1000, offset=offset)).datasets
        addresses += [(reverse("portal:dataset", args=[d.slug]), d.modified_at) for d in found]
        offset += 1000
        if len(found) < 1000:  # noqa: PLR2004  the last page
            break
    entries = [(path, translate_url(path, "en"), changed) for path, changed in addresses]
    return render(
        request,
        "idea/sitemap.xml",
        {"entries": entries, "root": settings.IDEA_SITE_URL},
        content_type="application/xml",
    )


def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    closed = ("desk", "my", "search")
    lines = [
        "User-agent: *",
        *(f"Disallow: {reverse(f'portal:{name}')}" for name in closed),
        *(f"Disallow: {translate_url(reverse(f'portal:{name}'), 'en')}" for name in closed),
        f"Sitemap: {settings.IDEA_SITE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


def manifest(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    names = settings.IDEA_SITE_NAME
    name = names.get(get_language() or "", names["zh-hant"])
    icon = {"src": static("idea/favicon.svg"), "sizes": "any", "type": "image/svg+xml"}
    body = {
        "name": name,
        "short_name": name[:12],
        "start_url": reverse("portal:home"),
        "display": "minimal-ui",
        "background_color": "#fbfaf6",
        "theme_color": "#0b5d6b",
        "icons": [icon],
    }
    return JsonResponse(body, content_type="application/manifest+json")


def favicon(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    return redirect(static("idea/favicon.svg"))
