"""What every template knows: the site's name and settings that pages show."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


def site(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001
    names = settings.IDEA_SITE_NAME
    return {"site_name": names.get(get_language(), names["zh-hant"])}
