"""What identity itself hands to a successor: roles and invitations."""

from django.utils.translation import gettext_lazy as _

from idea.engines.identity.models import Invitation, Membership
from idea.engines.identity.plugin import Holding, holdings, rows_of
from idea.engines.identity.types import OrganizationInfo, Role


def register() -> None:
    """Make both known; called once, when the app is ready."""
    roles = rows_of(_("People with a role"), "identity.Membership")
    letters = rows_of(_("Invitations without an answer yet"), "identity.Invitation")
    holdings.register("identity.roles", Holding(roles.title, roles.count, _roles))
    holdings.register("identity.invitations", Holding(letters.title, letters.count, _letters))


def _roles(old: OrganizationInfo, new: OrganizationInfo) -> int:
    """Hand the roles over; who has one in both keeps the higher."""
    there = {row.person_id: row for row in Membership.objects.filter(organization_id=new.id)}
    rows = list(Membership.objects.select_for_update().filter(organization_id=old.id))
    for row in rows:
        other = there.get(row.person_id)
        if other is None:
            row.organization_id = new.id
            row.save(update_fields=["organization"])
            continue
        if Role(row.role).rank > Role(other.role).rank:
            other.role = row.role
            other.save(update_fields=["role"])
        row.delete()
    return len(rows)


def _letters(old: OrganizationInfo, new: OrganizationInfo) -> int:
    """Hand the invitations over; of two to one address the successor's own stays."""
    there = Invitation.objects.filter(organization_id=new.id).values("email")
    twice, _tables = Invitation.objects.filter(organization_id=old.id, email__in=there).delete()
    return twice + Invitation.objects.filter(organization_id=old.id).update(organization_id=new.id)
