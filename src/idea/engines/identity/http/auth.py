"""Who calls the API: a token's bearer, a signed-in person, or anybody.

Reads are open to all; what is not for all is refused by `require`, `require_scope` or
`someone`. A write needs someone before its code is reached.
"""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security.http import HttpAuthBase
from ninja.utils import check_csrf

from idea.engines.identity import plugin
from idea.engines.identity.actions.tokens import check_token
from idea.engines.identity.conf import identity_settings
from idea.engines.identity.errors import CsrfRefused, ScopeMissing
from idea.engines.identity.models import Person
from idea.engines.identity.types import Caller
from idea.kernel.errors import SignInRequired
from idea.kernel.ratelimit import limit

SAFE = ("GET", "HEAD", "OPTIONS")
MINUTE = 60


class TokenOrSession(HttpAuthBase):
    """Set `request.user` and return the Caller, which ninja puts in `request.auth`.

    Raises TokenRefused for a bad token (also on reads: a program should learn of it), TooMany,
    CsrfRefused for a session's write without the CSRF header, SignInRequired for anybody's
    write.
    """

    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Caller:
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return _bearer(request, secret.strip())
        _limit_address(request)
        person = request.user
        if isinstance(person, Person):
            if request.method not in SAFE and check_csrf(request) is not None:
                raise CsrfRefused(
                    _("The CSRF token is missing or wrong."),
                    remedy=_("Reload the page and try again; a program should send an API token."),
                )
            return Caller(person=person, scopes=frozenset(plugin.scopes.keys()))
        if request.method not in SAFE:
            raise _sign_in()
        return Caller()


class Someone(TokenOrSession):
    """Do as `TokenOrSession` does, and refuse anybody on reads too."""

    def __call__(self, request: HttpRequest) -> Caller:
        caller = super().__call__(request)
        if caller.person is None:
            raise _sign_in()
        return caller


token_or_session = TokenOrSession()
someone = Someone()


def told_by(request: HttpRequest, secret: str, *, write: bool) -> Caller:
    """Set `request.user` and `request.auth` for an interface with ways of its own to send a token.

    Without a token a read is anybody's, by whatever method it comes; a write is checked as
    everywhere. Raises what `TokenOrSession` raises.
    """
    if secret:
        caller = _bearer(request, secret)
    elif write:
        caller = token_or_session(request)
    else:
        _limit_address(request)
        caller = Caller()
    request.auth = caller  # type: ignore[attr-defined]  # as ninja does
    return caller


def caller_of(request: HttpRequest) -> Caller:
    """Return the Caller that `token_or_session` found; nobody where the API did not ask."""
    caller = getattr(request, "auth", None)
    return caller if isinstance(caller, Caller) else Caller()


def require_scope(request: HttpRequest, code: str) -> None:
    """Refuse a token that was not made for this. Signed-in people have every scope.

    The person's roles are asked apart from this, with `require`: a scope only narrows.
    """
    if code not in plugin.scopes:
        raise KeyError(f"no scope {code!r}")
    caller = caller_of(request)
    if caller.person is None:
        raise _sign_in()
    if code not in caller.scopes:
        raise ScopeMissing(
            _("This token was not made for the scope “%(scope)s”.") % {"scope": code},
            remedy=_("Make a token with this scope on the page “API tokens”."),
        )


def _bearer(request: HttpRequest, secret: str) -> Caller:
    try:
        caller = check_token(secret)
    except SignInRequired:
        _limit_address(request)  # guessing is slowed like any stranger
        raise
    if caller.token is None or caller.person is None:
        raise TypeError("a checked token has a person")
    limit(f"api:token:{caller.token.id}", identity_settings().api_token_rate, MINUTE)
    request.user = caller.person
    return caller


def _limit_address(request: HttpRequest) -> None:
    address = get_adapter().get_client_ip(request)
    limit(f"api:address:{address}", identity_settings().api_address_rate, MINUTE)


def _sign_in() -> SignInRequired:
    return SignInRequired(
        _("Please sign in first."),
        remedy=_("Sign in on the site, or send an API token: Authorization: Bearer idea_…"),
    )
