"""The signed-in person of a page request, with its type."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from idea.engines.identity.models import Person
from idea.kernel.errors import SignInRequired


def me(request: HttpRequest) -> Person:
    """Return the signed-in person; SignInRequired where nobody is."""
    if not isinstance(request.user, Person):
        raise SignInRequired(_("Please sign in first."))
    return request.user
