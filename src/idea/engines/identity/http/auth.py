"""Who calls the API: a token's bearer or a signed-in person."""

from typing import Any

from django.http import HttpRequest


def token_or_session(request: HttpRequest) -> Any | None:
    return request.user if request.user.is_authenticated else None
