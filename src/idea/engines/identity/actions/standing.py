"""Dissolving an agency, which stays to be read, and bringing it back.

Merging, from which there is no way back, is in `merging.py`.
"""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from idea.engines.identity.actions.organizations import check_manager
from idea.engines.identity.errors import AgencyDissolved, AgencyInUse
from idea.engines.identity.models import Organization, Person
from idea.engines.identity.queries import organization_info, organization_row, require_active
from idea.engines.identity.types import OrganizationInfo
from idea.kernel import clock
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.errors import BadInput


def dissolve_organization(
    *,
    actor: Actor,
    by: Person | None,
    organization_id: UUID,
    on: date,
    why: str,
    successor_id: UUID | None = None,
) -> OrganizationInfo:
    """Let nothing new be added to an agency from now on; what it has stays where it is.

    `on` is the day that the decree names. `by` must manage the agency above it (None: the system
    itself); the top belongs to site administrators. AgencyInUse while active agencies stand below.
    """
    with transaction.atomic():
        row = whole_tree()[organization_row(organization_id).id]
        check_manager(by, row.parent_id)
        require_active(row.id)
        if successor_id == row.id:
            raise own_successor()
        if successor_id is not None:
            successor_id = organization_row(successor_id).id
            require_active(successor_id)
        if Organization.objects.filter(parent=row, dissolved_on=None).exists():
            raise AgencyInUse(
                _("There are agencies below “%(name)s” that are still active.")
                % {"name": row.name},
                remedy=_("Put them below another agency, dissolve them or merge them first."),
            )
        row.dissolved_on, row.successor_id = on, successor_id
        row.save(update_fields=["dissolved_on", "successor"])
        audit.record(
            actor=actor,
            action="identity.agency-dissolved",
            target=f"organization:{row.id}",
            why=why,
            data={"on": on.isoformat(), "successor": str(successor_id or "")},
        )
    return organization_info(row)


def reactivate_organization(
    *, actor: Actor, by: Person | None, organization_id: UUID, why: str
) -> OrganizationInfo:
    """Bring a dissolved agency back as it was; one that was merged has nothing left."""
    with transaction.atomic():
        row = whole_tree().get(organization_id) or organization_row(organization_id)
        check_manager(by, row.parent_id)
        if row.merged_at is not None:
            raise AgencyDissolved(
                _("“%(name)s” was merged, which cannot be undone.") % {"name": row.name},
                remedy=_("Add an agency anew, and hand data sets to it one by one."),
            )
        if row.parent_id is not None:
            require_active(row.parent_id)
        if row.dissolved_on is not None:
            before, row.dissolved_on, row.successor = row.dissolved_on, None, None
            row.save(update_fields=["dissolved_on", "successor"])
            audit.record(
                actor=actor,
                action="identity.agency-reactivated",
                target=f"organization:{row.id}",
                why=why,
                data={"dissolved_on": before.isoformat()},
            )
    return organization_info(row)


def whole_tree() -> dict[UUID, Organization]:
    """Return all agencies, locked: two changes at once could make what neither sees."""
    return {row.pk: row for row in Organization.objects.select_for_update().order_by("pk")}


def today() -> date:
    """Return today in Taipei."""
    return timezone.localtime(clock.now(), clock.TAIPEI).date()


def own_successor() -> BadInput:
    return BadInput(_("An agency cannot be its own successor."), remedy=_("Choose another agency."))
