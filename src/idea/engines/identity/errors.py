"""What can go wrong with people, agencies and keys; each with a stable code.

Refusals that any engine may raise (`Forbidden`, `SignInRequired`) are the kernel's.
"""

from django.utils.translation import gettext_lazy as _

from idea.kernel.errors import BadInput, Conflict, Forbidden, NotFound, SignInRequired


class AgencyNotFound(NotFound):
    code = "agency-not-found"
    title = _("No such agency")


class AgencyAmbiguous(Conflict):
    """Several agencies have this name, e.g. each city's fire department."""

    code = "agency-ambiguous"
    title = _("Several agencies have this name")


class PersonNotFound(NotFound):
    code = "person-not-found"
    title = _("No account with this e-mail address")


class AgencyCycle(Conflict):
    """An agency would stand, through others, below itself."""

    code = "agency-cycle"
    title = _("An agency cannot stand below itself")


class AgencyDissolved(Conflict):
    """Nothing new may be added to an agency that is no more."""

    code = "agency-dissolved"
    title = _("This agency was dissolved")


class AgencyInUse(Conflict):
    """Agencies below it would be left without the one they stand under."""

    code = "agency-in-use"
    title = _("There are agencies below this one")


class NameTaken(Conflict):
    code = "agency-name-taken"
    title = _("Another agency beside it has this name already")


class UnknownScope(BadInput):
    code = "unknown-scope"
    title = _("No such scope")


class TokenRefused(SignInRequired):
    """The bearer token is unknown, expired, revoked, or its person's account is closed."""

    code = "token-refused"
    title = _("This token is not valid")


class ScopeMissing(Forbidden):
    code = "scope-missing"
    title = _("This token may not do that")


class CsrfRefused(Forbidden):
    code = "csrf"
    title = _("The request did not come from a page of this site")


class LastAdministrator(Conflict):
    code = "last-administrator"
    title = _("The site needs an administrator")


class LinkRefused(NotFound):
    """A one-time link is unknown, used, too old, or no longer needed."""

    code = "link-refused"
    title = _("This link is no longer valid")


class NotInvited(Forbidden):
    """The person who opens an invitation does not own the address it was sent to."""

    code = "not-invited"
    title = _("This invitation is for somebody else")
