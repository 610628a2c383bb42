"""Merging an agency into another: all it has changes hands, and its addresses lead there.

Which rows an engine holds of an agency is known to that engine (`plugin.holdings`).
"""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from idea.engines.identity.actions.organizations import check_manager, refuse_twin
from idea.engines.identity.actions.standing import own_successor, today, whole_tree
from idea.engines.identity.errors import AgencyDissolved
from idea.engines.identity.events import AgencyMerged
from idea.engines.identity.models import Organization, Person
from idea.engines.identity.plugin import holdings
from idea.engines.identity.queries import organization_info, organization_row, require_active
from idea.engines.identity.types import Moving, OrganizationInfo
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.errors import BadInput
from idea.kernel.events import api as events


def moving(organization_id: UUID) -> list[Moving]:
    """Return what a merger of the agency would hand over, in the order of the register."""
    row = organization_row(organization_id)
    below = Organization.objects.filter(parent=row, merged_at=None).count()
    owner = organization_info(row)
    found = [Moving(str(each.title), each.count(owner)) for each in holdings]
    return [Moving(_("Agencies directly below it"), below), *found]


def merge_organization(
    *,
    actor: Actor,
    by: Person | None,
    organization_id: UUID,
    into_id: UUID,
    typed: str,
    why: str,
) -> OrganizationInfo:
    """Hand all that an agency has to another and return that one; there is no way back.

    `typed` is the agency's name, as who decides wrote it. `by` must manage the agency above the
    one that ends, and the one that goes on, to which people come with their roles (None: the
    system itself). Agencies below come along; one of the same name there is a NameTaken. An
    agency may be merged into one below it, which then stands in its place.
    """
    with transaction.atomic():
        tree = whole_tree()
        old = tree.get(organization_id) or organization_row(organization_id)
        new = tree.get(into_id) or organization_row(into_id)
        check_manager(by, old.parent_id)
        check_manager(by, new.id)
        if old.pk == new.pk:
            raise own_successor()
        if old.merged_at is not None:
            raise AgencyDissolved(_("“%(name)s” was merged already.") % {"name": old.name})
        require_active(new.pk)
        if typed.strip() != old.name:
            raise BadInput(
                _("This is not the name of the agency that ends: “%(name)s”.") % {"name": old.name}
            )
        old.merged_at, old.successor = timezone.now(), new
        old.dissolved_on = old.dissolved_on or today()
        old.save(update_fields=["merged_at", "successor", "dissolved_on"])
        below = _take_below(old, new, tree)
        # Whoever pointed at it points at what it became: a way is never longer than one step.
        Organization.objects.filter(successor=old).update(successor=new)
        moved = _hand_over(old, new)
        for target in (old, new):
            audit.record(
                actor=actor,
                action="identity.agency-merged",
                target=f"organization:{target.pk}",
                why=why,
                data={
                    "agency": str(old.pk),
                    "into": str(new.pk),
                    "agencies": below,
                    "moved": {key: count for key, count in moved.items() if count},
                },
            )
        events.emit(AgencyMerged(organization_id=str(old.pk), successor_id=str(new.pk)))
    return organization_info(new)


def hand_over_late() -> int:
    """Hand over what was written for an agency beside its merger; return how many rows."""
    late = 0
    for old in Organization.objects.filter(merged_at__isnull=False).select_related("successor"):
        owner = organization_info(old)
        if old.successor is not None and any(each.count(owner) for each in holdings):
            with transaction.atomic():
                late += sum(_hand_over(old, old.successor).values())
    return late


def _hand_over(old: Organization, new: Organization) -> dict[str, int]:
    before, after = organization_info(old), organization_info(new)
    return {key: holdings[key].hand_over(before, after) for key in holdings.keys()}  # noqa: SIM118  no mapping


def _take_below(old: Organization, new: Organization, tree: dict[UUID, Organization]) -> int:
    """Put the agencies below `old` below `new`; return how many."""
    line, above = set[UUID](), new.parent_id
    while above is not None and above not in line:
        line.add(above)
        above = tree[above].parent_id
    if old.pk in line:  # it stands in the place of the one above it, or it would stand below itself
        new.parent_id = old.parent_id
        refuse_twin(new)
        new.save(update_fields=["parent"])
    children = [row for row in tree.values() if row.parent_id == old.pk and row.pk != new.pk]
    for child in children:
        child.parent_id = new.pk
        if child.merged_at is None:
            refuse_twin(child)
        child.save(update_fields=["parent"])
    return len(children)
