"""Who may see which back-office page: the one place where pages ask the identity engine."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from idea.engines.identity import api as identity
from idea.engines.identity.types import OrganizationInfo

PUBLISH = "catalog.publish"
EDIT = "catalog.edit"
WITHDRAW = "catalog.withdraw"
PERSONAL = "catalog.personal"

View = Callable[..., HttpResponse]


def may_publish_somewhere(request: HttpRequest) -> bool:
    """Return whether the signed-in person may publish for at least one agency."""
    return identity.can(request.user, PUBLISH)


def may(request: HttpRequest, code: str, organization_id: UUID) -> bool:
    return identity.can(request.user, code, organization_id)


def require(request: HttpRequest, code: str, organization_id: UUID | None = None) -> None:
    """Raise SignInRequired or Forbidden unless the person may do `code` there (None: anywhere)."""
    identity.require(request.user, code, organization_id)


def my_agencies(request: HttpRequest) -> list[OrganizationInfo]:
    """Return the active agencies the person may publish for, in order of name."""
    return identity.organizations_where(request.user, PUBLISH, active=True)


def staff(view: View) -> View:
    """Let a view be seen only by people who may publish for some agency."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(request, PUBLISH)
        return view(request, *args, **kwargs)

    return guarded
