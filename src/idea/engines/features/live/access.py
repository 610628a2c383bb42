"""Who may declare live collections and change their features; the check stands beside each act."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from idea.engines.identity import api as identity
from idea.engines.identity.plugin import holdings, rows_of
from idea.engines.identity.types import Permission, Role, Scope
from idea.kernel.audit.types import Actor

DECLARE = Permission("features.declare", Role.EDITOR, _("Declare live map layers"))
WRITE = {
    Role.REPORTER: Permission(
        "features.write-reporter", Role.REPORTER, _("Change features that reporters keep")
    ),
    Role.EDITOR: Permission("features.write", Role.EDITOR, _("Change features of live map layers")),
    Role.MANAGER: Permission(
        "features.write-manager", Role.MANAGER, _("Change features that managers keep")
    ),
}
SCOPE = Scope("features", _("Create, change and delete map features for your agencies"))


def declare() -> None:
    """Make permissions, scope and holding known; called once, when the app is ready."""
    for permission in (DECLARE, *WRITE.values()):
        identity.declare(permission)
    identity.declare_scope(SCOPE)
    holdings.register("features.live", rows_of(_("Live map layers"), "features.LiveRecord"))


def check(actor: Actor, permission: Permission, organization_id: UUID) -> None:
    """Raise Forbidden where a person, or the one a token acts for, may not do this there."""
    if actor.kind != "system":
        identity.require(identity.person_of(actor), permission.code, organization_id)
