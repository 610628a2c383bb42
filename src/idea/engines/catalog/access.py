"""Who may publish, edit and withdraw; the check stands beside each act.

A token acts with its person's roles; its scopes were checked at the entrance, which knows them.
"""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from idea.engines.identity import api as identity
from idea.engines.identity.types import Permission, Role
from idea.kernel.audit.types import Actor

PUBLISH = Permission("catalog.publish", Role.EDITOR, _("Publish data sets"))
EDIT = Permission("catalog.edit", Role.EDITOR, _("Edit what is said of data sets"))
WITHDRAW = Permission("catalog.withdraw", Role.MANAGER, _("Withdraw and restore data sets"))
PERSONAL = Permission("catalog.personal", Role.EDITOR, _("Read columns of personal data"))


def declare() -> None:
    """Make the permissions known; called once, when the app is ready."""
    for permission in (PUBLISH, EDIT, WITHDRAW, PERSONAL):
        identity.declare(permission)


def check(actor: Actor, permission: Permission, organization_id: UUID) -> None:
    """Raise Forbidden where a person, or the one a token acts for, may not do this there."""
    if actor.kind != "system":
        identity.require(identity.person_of(actor), permission.code, organization_id)
