"""Who may take which step of the inventory; the check stands beside each act.

A token acts with its person's roles and is that person where a second one is asked for:
the entrances pass the person, see `http/entrance.py`.
"""

from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idea.engines.catalog import models
from idea.engines.catalog.access import check
from idea.engines.catalog.inventory.errors import SamePerson
from idea.engines.catalog.inventory.types import Level
from idea.engines.identity import api as identity
from idea.engines.identity.types import Permission, Role
from idea.kernel import clock
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Forbidden

PROPOSE = Permission(
    "catalog.inventory.propose", Role.EDITOR, gettext_lazy("Keep the inventory and propose classes")
)
LEGAL = Permission(
    "catalog.inventory.legal", Role.MANAGER, gettext_lazy("Confirm classes for the legal unit")
)
COMMITTEE = Permission(
    "catalog.inventory.committee",
    Role.MANAGER,
    gettext_lazy("Keep a committee: members, meetings, decisions"),
)
HEAD = Permission(
    "catalog.inventory.head",
    Role.MANAGER,
    gettext_lazy("Withdraw openness as head of agency"),
)


def declare() -> None:
    """Make the permissions known; called once, when the app is ready."""
    for permission in (PROPOSE, LEGAL, COMMITTEE, HEAD):
        identity.declare(permission)


def may_decide(actor: Actor, committee: models.Committee) -> None:
    """Raise Forbidden unless the actor sits on the committee now, or keeps it."""
    if actor.kind == "person" and not sits(actor.id, committee):
        keeps(actor, committee)


def keeps(actor: Actor, committee: models.Committee) -> None:
    """Raise Forbidden unless the actor keeps the committee: its members and meetings."""
    check(actor, COMMITTEE, committee.organization.id)


def founds(actor: Actor, organization_id: UUID, level: Level) -> None:
    """Raise Forbidden unless the actor may found a committee; a national one, administrators."""
    check(actor, COMMITTEE, organization_id)
    if level is Level.NATIONAL and actor.kind == "person":
        person = get_user_model().objects.filter(pk=actor.id).first()
        if person is None or not person.is_superuser:
            raise Forbidden(
                _("A national committee is founded by a site administrator."),
                remedy=_("Ask an administrator of this site."),
            )


def sits(person_id: str, committee: models.Committee) -> bool:
    today = clock.now().astimezone(clock.TAIPEI).date()
    rows = committee.members.filter(person_id=person_id, start__lte=today)
    return rows.exclude(end__lt=today).exists()


def another(actor: Actor, item: models.Item) -> None:
    """Raise SamePerson where the actor is the one who proposed."""
    if actor.id == item.proposer_id:
        raise SamePerson(
            _("You proposed this class: somebody else has to confirm it."),
            remedy=_("Ask a colleague of the legal unit, or another manager of the agency."),
        )
