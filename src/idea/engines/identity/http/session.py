"""The signed-in person of a page request, and pages that ask once more whether it is them."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from idea.engines.identity.models import Person
from idea.kernel.errors import SignInRequired

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def me(request: HttpRequest) -> Person:
    """Return the signed-in person; SignInRequired where nobody is."""
    if not isinstance(request.user, Person):
        raise SignInRequired(_("Please sign in first."))
    return request.user


def shown_again(view: View[P]) -> View[P]:
    """Let a POST through only within five minutes of the person showing that it is them.

    Otherwise they are asked for password or passkey, and the POST goes on by itself after it.
    """
    wrapped: View[P] = reauthentication_required(view, allow_get=True)
    return wrapped
