"""Who may say which columns tell the time of a collection: who edits for its agency."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idea.engines.features.plugin import owners
from idea.engines.identity import api as identity
from idea.engines.identity.types import Permission, Role
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Forbidden

DATE: Final = Permission(
    "features.date", Role.EDITOR, gettext_lazy("Say from when to when features of layers count")
)


def declare() -> None:
    """Make the permission known; called once, when the app is ready."""
    identity.declare(DATE)


def permit(actor: Actor, collection_id: str) -> None:
    """Raise SignInRequired or Forbidden unless the actor may date this collection."""
    if actor.kind == "system":
        return
    agency = next((found for tell in owners if (found := tell(collection_id))), None)
    if agency is None:
        raise Forbidden(_("Nobody but who runs the site can say what dates this layer."))
    identity.require(identity.person_of(actor), DATE.code, agency)
