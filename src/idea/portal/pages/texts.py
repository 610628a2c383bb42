"""Pages of words: about, accessibility, privacy, and how the API works."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from idea.engines.identity import api as identity
from idea.portal.render import page


def about(request: HttpRequest) -> HttpResponse:
    agencies = [each for each in identity.organizations() if each.email or each.phone]
    sender = settings.DEFAULT_FROM_EMAIL
    contact = "" if sender.endswith("@localhost") else sender
    return page(request, "pages/about", "about", agencies=agencies[:100], contact=contact)


def accessibility(request: HttpRequest) -> HttpResponse:
    return page(request, "pages/accessibility", "accessibility")


def privacy(request: HttpRequest) -> HttpResponse:
    tiles = urlsplit(settings.IDEA_TILES["url"]).netloc
    return page(request, "pages/privacy", "privacy", tiles=tiles)


def api_guide(request: HttpRequest) -> HttpResponse:
    return page(request, "pages/api_guide", "api_guide")
