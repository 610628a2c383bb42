"""Giving, changing and taking roles of people who have an account; others are invited."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from idea.engines.identity import plugin
from idea.engines.identity.errors import PersonNotFound
from idea.engines.identity.models import Membership, Person
from idea.engines.identity.queries import can, membership_info, organization_row, require_active
from idea.engines.identity.types import MembershipInfo, Role
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.errors import BadInput, Forbidden


def set_role(
    *, actor: Actor, by: Person | None, organization_id: UUID, email: str, role: str, why: str = ""
) -> MembershipInfo:
    """Give a person a role in an agency, or change the one they have there.

    `by` is the person who decides (None: the system itself, e.g. the demo). Forbidden unless
    they manage the agency; and nobody gives a role to themselves, so that a second pair of eyes
    stands behind each, save a site administrator, who could anyway.
    """
    with transaction.atomic():
        organization = organization_row(organization_id)
        wanted = role_of(role)
        refuse_stranger(by, organization_id)
        person = Person.objects.filter(email=email.strip().lower(), is_active=True).first()
        if person is None:
            raise PersonNotFound(
                _("Nobody has an account with %(email)s.") % {"email": email.strip()},
                remedy=_("Ask them to sign up with this address first, then give the role."),
            )
        if by is not None and by.pk == person.pk and not by.is_superuser:
            raise Forbidden(
                _("You cannot change your own role."),
                remedy=_("Ask another manager of this agency."),
            )
        row = Membership.objects.select_for_update().filter(
            person=person, organization=organization
        )
        membership = row.select_related("person", "organization").first()
        before = membership.role if membership else ""
        if membership is None:
            require_active(organization_id)
            membership = Membership(person=person, organization=organization)
        if before != wanted:
            membership.role = wanted.value
            membership.save()
            audit.record(
                actor=actor,
                action="identity.role-changed" if before else "identity.role-given",
                target=f"organization:{organization.id}",
                why=why,
                data={"person": str(person.id), "role": [before, wanted.value]},
                personal={"email": person.email},
            )
    return membership_info(membership)


def remove_member(*, actor: Actor, by: Person | None, membership_id: UUID, why: str = "") -> None:
    """Take a role away. A manager takes any role in their agencies; anybody may leave.

    A role that is not there any more is no error: it is what was wanted.
    """
    with transaction.atomic():
        row = Membership.objects.select_for_update().filter(pk=membership_id).first()
        if row is None:
            return
        if by is None or by.pk != row.person_id:
            refuse_stranger(by, row.organization_id)
        data = {"person": str(row.person_id), "role": [row.role, ""]}
        target = f"organization:{row.organization_id}"
        row.delete()
        audit.record(actor=actor, action="identity.role-taken", target=target, why=why, data=data)


def role_of(role: str) -> Role:
    try:
        return Role(role)
    except ValueError:
        raise BadInput(_("There is no role “%(role)s”.") % {"role": role}) from None


def refuse_stranger(by: Person | None, organization_id: UUID) -> None:
    """Raise Forbidden unless `by` may give and take the agency's roles (None: the system)."""
    if by is not None and not can(by, plugin.MANAGE_PEOPLE.code, organization_id):
        raise Forbidden(
            _("Only a manager of this agency may give and take its roles."),
            remedy=_("Ask a manager of the agency, or a site administrator."),
        )
