"""Who may say that a layer is for residents: who edits for the agency it belongs to."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idea.engines.features.plugin import owners
from idea.engines.identity import api as identity
from idea.engines.identity.types import Permission, Role
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Forbidden

NEAR: Final = Permission(
    "features.near", Role.EDITOR, gettext_lazy("Choose map layers for the near-me page")
)


def declare() -> None:
    """Make the permission known; called once, when the app is ready."""
    identity.declare(NEAR)


def permit(actor: Actor, collection_id: str) -> None:
    """Raise SignInRequired or Forbidden unless the actor may decide about this collection."""
    if actor.kind == "system":
        return
    agency = next((found for tell in owners if (found := tell(collection_id))), None)
    if agency is None:
        raise Forbidden(_("Nobody but who runs the site can decide about this layer."))
    identity.require(identity.person_of(actor), NEAR.code, agency)
