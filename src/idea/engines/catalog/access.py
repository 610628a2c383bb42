"""Who may publish, edit and withdraw; the check stands beside each act.

A token's bearer was checked at the entrance, where the token's person and scopes are known.
"""

from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from idea.engines.identity import api as identity
from idea.engines.identity.types import Permission, Role
from idea.kernel.audit.types import Actor

PUBLISH = Permission("catalog.publish", Role.EDITOR, _("Publish data sets"))
EDIT = Permission("catalog.edit", Role.EDITOR, _("Edit what is said of data sets"))
WITHDRAW = Permission("catalog.withdraw", Role.MANAGER, _("Withdraw and restore data sets"))


def declare() -> None:
    """Make the permissions known; called once, when the app is ready."""
    for permission in (PUBLISH, EDIT, WITHDRAW):
        identity.declare(permission)


def check(actor: Actor, permission: Permission, organization_id: UUID) -> None:
    """Raise Forbidden where the actor is a person without this permission for the agency."""
    if actor.kind == "person":
        person = get_user_model().objects.filter(pk=actor.id).first()
        identity.require(person, permission.code, organization_id)
