"""The acts of business unit, legal unit, head of agency and public; committees decide elsewhere.

Each is one transaction: permission, table of steps, history, audit entry.
"""

from dataclasses import replace
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from idea.engines.catalog import models
from idea.engines.catalog.access import check
from idea.engines.catalog.inventory import access, priority
from idea.engines.catalog.inventory.checking import checked, ready
from idea.engines.catalog.inventory.errors import BadItem, NotNow
from idea.engines.catalog.inventory.events import OpennessWithdrawn
from idea.engines.catalog.inventory.queries import lock
from idea.engines.catalog.inventory.records import item_of, said_of, stored
from idea.engines.catalog.inventory.reviewers import check_legal
from idea.engines.catalog.inventory.stepping import carry, note, put_in_force, reason, step
from idea.engines.catalog.inventory.types import Item, Level, Move, Office, Said, State
from idea.engines.catalog.queries import stored as stored_dataset
from idea.engines.catalog.types import Access
from idea.engines.identity import api as identity
from idea.kernel import clock
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Issue
from idea.kernel.events import api as events
from idea.kernel.ratelimit import limit

APPEALS_A_DAY = 10
DAY = 24 * 3600


def enter(*, actor: Actor, organization: str, said: Said) -> Item:
    """Put data into an agency's inventory. Raises BadItem, Forbidden, AgencyNotFound."""
    said = checked(said)
    owner = identity.organization(organization)
    check(actor, access.PROPOSE, owner.id)
    identity.require_active(owner.id)
    try:
        with transaction.atomic():
            row = models.Item(organization_id=owner.id, system=_system(owner.id, said))
            _take(row, said)
            note(actor, row, Move.ENTER, office=Office.BUSINESS, why="")
            return item_of(row)
    except IntegrityError:
        raise _twice() from None


def edit(*, actor: Actor, item_id: UUID, said: Said, why: str = "") -> Item:
    """Change what is said of an item while it is with the business unit."""
    said = checked(said)
    try:
        with transaction.atomic():
            row = lock(item_id)
            check(actor, access.PROPOSE, row.organization.id)
            if row.state != State.DRAFT:
                raise NotNow(
                    _("What is said can be changed only while it is with the business unit."),
                    remedy=_("Have the item returned, or take it up for review again."),
                )
            said = replace(said, dataset=said.dataset or said_of(row).dataset)
            if said_of(row) == said:
                return item_of(row)
            row.system = _system(row.organization.id, said)
            _take(row, said)
            row.modified_at = clock.now()
            row.save()
            audit.record(actor=actor, action="catalog.inventory-edit", target=_target(row), why=why)
            return item_of(row)
    except IntegrityError:
        raise _twice() from None


def propose(*, actor: Actor, item_id: UUID, why: str = "") -> Item:
    """Send the proposed class to the legal unit. Raises BadItem where something is missing."""
    with transaction.atomic():
        row = lock(item_id)
        check(actor, access.PROPOSE, row.organization.id)
        ready(said_of(row))
        row.proposer_id = actor.id[:80]
        words = reason(why) or row.why
        step(actor, row, Move.PROPOSE, State.PROPOSED, office=Office.BUSINESS, why=words)
        return item_of(row)


def confirm(*, actor: Actor, item_id: UUID, why: str) -> Item:
    """Confirm for the legal unit that the class is lawful; never by who proposed it."""
    words = reason(why, needed=_("Say on what the legal unit bases this."))
    with transaction.atomic():
        row = lock(item_id)
        check_legal(actor, row.organization.id)
        access.another(actor, row)
        step(actor, row, Move.CONFIRM, State.CONFIRMED, office=Office.LEGAL, why=words)
        return item_of(row)


def send_back(*, actor: Actor, item_id: UUID, why: str) -> Item:
    """Return an item from the legal unit to the business unit, with words on what to mend."""
    words = reason(why, needed=_("Say what has to be mended."))
    with transaction.atomic():
        row = lock(item_id)
        check_legal(actor, row.organization.id)
        if row.state != State.PROPOSED:
            raise NotNow(_("The item is not with the legal unit."))
        step(actor, row, Move.RETURN, State.DRAFT, office=Office.LEGAL, why=words)
        return item_of(row)


def review(*, actor: Actor, item_id: UUID, why: str) -> Item:
    """Take a decided item up again; the class in force stays until another is decided."""
    words = reason(why, needed=_("Say why the class is reviewed."))
    with transaction.atomic():
        row = lock(item_id)
        check(actor, access.PROPOSE, row.organization.id)
        step(actor, row, Move.REVIEW, State.DRAFT, office=Office.BUSINESS, why=words)
        return item_of(row)


def appeal(*, actor: Actor, item_id: UUID, why: str) -> Item:
    """Ask the national committee about a class B or C; once, by anybody who signed in."""
    words = reason(why, needed=_("Say why the data should be opened."))
    with transaction.atomic():
        row = lock(item_id)
        if row.access in {"", Access.OPEN}:
            raise NotNow(_("Only a decision for class B or C can be appealed."))
        if row.decided_by == Level.NATIONAL:
            raise NotNow(
                _("The national committee has decided this already."),
                remedy=_("Ask the agency to review the class, with what is new."),
            )
        if actor.kind == "person":
            limit(f"inventory:appeal:{actor.id}", APPEALS_A_DAY, DAY)
        step(actor, row, Move.APPEAL, State.NATIONAL, office=Office.PUBLIC, why=words)
        return item_of(row)


def withdraw_openness(*, actor: Actor, item_id: UUID, why: str) -> Item:
    """End openness as head of agency, as a committee decided; the reason is a public notice.

    What was given out under an irrevocable licence stays licensed: this ends the offer only.
    """
    words = reason(why, needed=_("Write the public notice: why the data are no longer open."))
    with transaction.atomic():
        row = lock(item_id)
        check(actor, access.HEAD, row.organization.id)
        access.another(actor, row)
        awaited = Access(row.awaited) if row.awaited else Access.CLOSED
        level = Level(row.decided_by) if row.decided_by else Level.AGENCY
        step(
            actor,
            row,
            Move.WITHDRAW,
            State.DECIDED,
            office=Office.HEAD,
            why=words,
            access=awaited,
        )
        put_in_force(actor, row, awaited, words, level)
        events.emit(OpennessWithdrawn(item_id=str(row.id), title=row.title, why=words))
        return item_of(row)


def keep_open(*, actor: Actor, item_id: UUID, why: str) -> Item:
    """Keep data open against the committee's advice: back to the business unit."""
    words = reason(why, needed=_("Say why the data stay open."))
    with transaction.atomic():
        row = lock(item_id)
        check(actor, access.HEAD, row.organization.id)
        row.awaited = ""
        step(actor, row, Move.KEEP, State.DRAFT, office=Office.HEAD, why=words)
        return item_of(row)


def link(*, actor: Actor, item_id: UUID, dataset: str) -> Item:
    """Tie an item to the data set it became (empty: untie), whatever its state."""
    with transaction.atomic():
        row = lock(item_id)
        check(actor, access.PROPOSE, row.organization.id)
        found = stored_dataset(dataset) if dataset else None
        if found is not None:
            check(actor, access.PROPOSE, found.organization.id)
        row.dataset = found
        row.modified_at = clock.now()
        row.save()
        if found is not None:
            carry(actor, found, row.access_why)
        audit.record(
            actor=actor,
            action="catalog.inventory-link",
            target=_target(row),
            data={"dataset": dataset},
        )
        return item_of(row)


def _take(row: models.Item, said: Said) -> None:
    for name, value in stored(said).items():
        setattr(row, name, value)
    if said.dataset:
        row.dataset = stored_dataset(said.dataset)
        if row.dataset.organization.id != row.organization_id:
            raise BadItem(_("This data set belongs to another agency."))
    row.score = priority.score(row)


def _system(organization_id: UUID, said: Said) -> models.System:
    row, _made = models.System.objects.get_or_create(
        organization_id=organization_id, name=said.system, defaults={"unit": said.unit}
    )
    if said.unit and row.unit != said.unit:
        row.unit = said.unit
        row.save(update_fields=["unit"])
    return row


def _twice() -> BadItem:
    message = _("This system holds data of this title already.")
    return BadItem(
        message,
        remedy=_("Change the entry that is there, or choose another title."),
        issues=(Issue(code="bad-inventory-item", message=message, column="title"),),
    )


def _target(row: models.Item) -> str:
    return f"inventory-item:{row.id}"
