"""What can go wrong with people, agencies and keys; each with a stable code.

Refusals that any engine may raise (`Forbidden`, `SignInRequired`) are the kernel's.
"""

from django.utils.translation import gettext_lazy as _

from idea.kernel.errors import BadInput, Conflict, Forbidden, NotFound, SignInRequired


class AgencyNotFound(NotFound):
    code = "agency-not-found"
    title = _("No such agency")  # type: ignore[assignment]  # str() is taken when shown


class PersonNotFound(NotFound):
    code = "person-not-found"
    title = _("No account with this e-mail address")  # type: ignore[assignment]


class AgencyCycle(Conflict):
    """An agency would stand, through others, below itself."""

    code = "agency-cycle"
    title = _("An agency cannot stand below itself")  # type: ignore[assignment]


class NameTaken(Conflict):
    code = "agency-name-taken"
    title = _("Another agency has this name already")  # type: ignore[assignment]


class UnknownScope(BadInput):
    code = "unknown-scope"
    title = _("No such scope")  # type: ignore[assignment]


class TokenRefused(SignInRequired):
    """The bearer token is unknown, expired, revoked, or its person's account is closed."""

    code = "token-refused"
    title = _("This token is not valid")  # type: ignore[assignment]


class ScopeMissing(Forbidden):
    code = "scope-missing"
    title = _("This token may not do that")  # type: ignore[assignment]


class CsrfRefused(Forbidden):
    code = "csrf"
    title = _("The request did not come from a page of this site")  # type: ignore[assignment]


class LastAdministrator(Conflict):
    code = "last-administrator"
    title = _("The site needs an administrator")  # type: ignore[assignment]


class LinkRefused(NotFound):
    """A one-time link is unknown, used, too old, or no longer needed."""

    code = "link-refused"
    title = _("This link is no longer valid")  # type: ignore[assignment]
