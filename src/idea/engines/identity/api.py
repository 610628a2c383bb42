"""The face of identity: who acts, what they may do, and the agencies they act for.

Thin: reads are in `queries`, writes in `actions`, registries in `plugin`.
"""

from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from idea.engines.identity import queries
from idea.engines.identity.actions.many import ensure_organizations
from idea.engines.identity.actions.memberships import remove_member, set_role
from idea.engines.identity.actions.merging import merge_organization, moving
from idea.engines.identity.actions.organizations import (
    edit_organization,
    ensure_organization,
    move_organization,
)
from idea.engines.identity.actions.setup import first_admin_link
from idea.engines.identity.actions.standing import dissolve_organization, reactivate_organization
from idea.engines.identity.actions.tokens import create_token, revoke_token
from idea.engines.identity.models import Person
from idea.engines.identity.plugin import declare, declare_scope, permissions
from idea.engines.identity.queries import (
    Someone,
    can,
    is_former,
    names,
    organization_tree,
    organizations,
    organizations_where,
    predecessors,
    require_active,
)
from idea.engines.identity.types import Caller, OrganizationInfo
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Forbidden, SignInRequired

__all__ = [
    "actor_of",
    "can",
    "create_token",
    "declare",
    "declare_scope",
    "dissolve_organization",
    "edit_organization",
    "ensure_organization",
    "ensure_organizations",
    "first_admin_link",
    "is_former",
    "merge_organization",
    "move_organization",
    "moving",
    "names",
    "organization",
    "organization_tree",
    "organizations",
    "organizations_where",
    "person_of",
    "predecessors",
    "reactivate_organization",
    "remove_member",
    "require",
    "require_active",
    "revoke_token",
    "set_role",
]


def organization(key: str | UUID) -> OrganizationInfo:
    """Find an agency by slug, id or name; AgencyNotFound (404) where there is none."""
    return queries.organization_info(queries.organization_row(key))


def actor_of(request: HttpRequest) -> Actor:
    """Return who makes this request, for the audit log; SignInRequired where nobody does."""
    caller = getattr(request, "auth", None)
    if isinstance(caller, Caller) and caller.person is not None and caller.token is not None:
        return Actor("token", str(caller.token.id), f"{caller.person} · {caller.token.label}")
    person = request.user
    if not isinstance(person, Person):
        raise _sign_in()
    return Actor("person", str(person.id), str(person))


def person_of(actor: Actor) -> Person | None:
    """Return the person who acts, or whose token does; None for the system and the gone."""
    if actor.kind == "system":
        return None
    if actor.kind == "token":
        return Person.objects.filter(tokens__id=actor.id).first()
    return Person.objects.filter(pk=actor.id).first()


def require(person: Someone, code: str, organization_id: UUID | None = None) -> None:
    """Raise SignInRequired or Forbidden unless `can(person, code, organization_id)`."""
    if can(person, code, organization_id):
        return
    if not isinstance(person, Person):
        raise _sign_in()
    permission = permissions[code]
    raise Forbidden(
        _("You may not do this here: %(what)s.") % {"what": permission.label},
        remedy=_("It takes the role “%(role)s” or more. Ask a manager of the agency for it.")
        % {"role": permission.least.label},
    )


def _sign_in() -> SignInRequired:
    return SignInRequired(
        _("Please sign in first."),
        remedy=_("Sign in on the site, or send an API token: Authorization: Bearer idea_…"),
    )
