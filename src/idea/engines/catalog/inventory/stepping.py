"""One step of an item's way: allowed by the table, noted in the history and in the audit log.

The acts are in `actions.py`; what a class in force does to a data set is here, as it is part
of the step that brings it into force.
"""

from django.utils.translation import gettext as _

from idea.engines.catalog import models
from idea.engines.catalog.committing import lock as lock_dataset
from idea.engines.catalog.committing import save_edit
from idea.engines.catalog.inventory import workflow
from idea.engines.catalog.inventory.errors import BadItem, NotNow
from idea.engines.catalog.inventory.events import ItemClassed
from idea.engines.catalog.inventory.gate import class_of
from idea.engines.catalog.inventory.labels import STATES
from idea.engines.catalog.inventory.types import Level, Move, Office, State
from idea.engines.catalog.types import Access
from idea.kernel import clock
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Issue
from idea.kernel.events import api as events

WHY_LENGTH = 20_000


def reason(why: str, *, needed: str = "") -> str:
    """Return the reason tidied; BadItem with `needed` where it is empty and may not be."""
    text = why.replace("\r\n", "\n").strip()
    if (needed and not text) or len(text) > WHY_LENGTH:
        message = needed or _("The reason is too long.")
        raise BadItem(
            message,
            remedy=_("Write a sentence or two: everybody can read them."),
            issues=(Issue(code="bad-inventory-item", message=message, column="why"),),
        )
    return text


def step(
    actor: Actor,
    row: models.Item,
    move: Move,
    then: State,
    *,
    office: Office,
    why: str,
    access: Access | None = None,
    agenda: models.Agenda | None = None,
) -> None:
    """Take the step and save the item. Raises NotNow where the table does not allow it."""
    if not workflow.allowed(State(row.state), move, then):
        raise NotNow(
            _("This cannot be done now: the item is %(state)s.")
            % {"state": STATES[State(row.state)]},
            remedy=_("Load the page again to see what happened since."),
        )
    row.state = then
    note(actor, row, move, office=office, why=why, access=access, agenda=agenda)


def note(
    actor: Actor,
    row: models.Item,
    move: Move,
    *,
    office: Office,
    why: str,
    access: Access | None = None,
    agenda: models.Agenda | None = None,
) -> None:
    """Save the item, and write the step into its history and the audit log."""
    row.modified_at = clock.now()
    row.save()
    models.Step.objects.create(
        item=row,
        at=row.modified_at,
        move=move,
        state=row.state,
        access=access or row.proposed,
        laws=row.laws,
        law_text=row.law_text,
        office=office,
        who=actor.label[:200],
        who_id=actor.id[:80],
        why=why,
        agenda=agenda,
    )
    audit.record(
        actor=actor,
        action=f"catalog.inventory-{move}",
        target=f"inventory-item:{row.id}",
        why=why,
        data={"state": str(row.state), "access": str(access or row.proposed)},
    )


def put_in_force(actor: Actor, row: models.Item, access: Access, why: str, level: Level) -> None:
    """Make a class the item's own (unsaved), and its data set's; tells who listens."""
    row.access, row.access_why, row.awaited = access, why, ""
    row.decided_at, row.decided_by = clock.now(), level
    row.save()
    if row.dataset is not None:
        carry(actor, row.dataset, why)
    events.emit(ItemClassed(item_id=str(row.id), access=str(access), title=row.title))


def carry(actor: Actor, dataset: models.Dataset, why: str) -> None:
    """Make a data set's access the strictest class of what it is made of."""
    dataset = lock_dataset(dataset.id)
    found = class_of(dataset)
    if found is None or (dataset.access, dataset.access_why) == (found.access, found.why):
        return
    dataset.access, dataset.access_why = found.access, found.why
    save_edit(actor, dataset, ["access", "access_why"], why=why)


def ends_openness(row: models.Item, access: Access) -> bool:
    """Return whether the decision would take back data that everybody can have now."""
    dataset = row.dataset
    if dataset is None or dataset.withdrawn_at is not None or access is Access.OPEN:
        return False
    return bool(dataset.access == Access.OPEN)


def reviewed_above(access: Access) -> bool:
    """Return whether a national committee looks at every decision for this class."""
    rows = models.Committee.objects.filter(level=Level.NATIONAL)
    return any(str(access) in row.reviews for row in rows)
