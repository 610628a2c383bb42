"""What every template knows: the site's names, its languages, who may work in the back office."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from idea.portal.access import may_publish_somewhere
from idea.portal.doors import header_doors

TAGS = {"zh-hant": "zh-Hant", "en": "en"}


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the site, and where this page is in it."""

    code: str
    tag: str  # BCP 47
    name: str
    url: str
    current: bool


def languages(path: str) -> list[Language]:
    now = get_language()
    return [
        Language(code, TAGS[code], str(name), translate_url(path, code), code == now)
        for code, name in settings.LANGUAGES
    ]


def site(request: HttpRequest) -> dict[str, Any]:
    names = settings.IDEA_SITE_NAME
    now = get_language() or settings.LANGUAGE_CODE
    return {
        "site_name": names.get(now, names["zh-hant"]),
        "site_url": settings.IDEA_SITE_URL,
        "html_language": TAGS.get(now, now),
        "languages": languages(request.get_full_path()),
        "doors_in_header": header_doors(),
        "may_publish": SimpleLazyObject(lambda: may_publish_somewhere(request)),
    }
