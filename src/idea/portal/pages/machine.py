"""What robots and browsers ask for: robots.txt, the web app manifest; `sitemap.py` has the rest."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse, translate_url
from django.utils.translation import get_language


def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    closed = ("desk", "my", "search")
    lines = [
        "User-agent: *",
        *(f"Disallow: {reverse(f'portal:{name}')}" for name in closed),
        *(f"Disallow: {translate_url(reverse(f'portal:{name}'), 'en')}" for name in closed),
        *(f"Disallow: {each}workbench/?" for each in ("/", "/en/")),  # each is a query to compute
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
