"""Who confirms for an agency's legal unit: its managers, and people they designate."""

from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from idea.engines.catalog import models
from idea.engines.catalog.access import check
from idea.engines.catalog.inventory.access import LEGAL
from idea.engines.catalog.inventory.errors import BadCommittee
from idea.engines.catalog.inventory.types import ReviewerInfo
from idea.engines.identity import api as identity
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor


def check_legal(actor: Actor, organization_id: UUID) -> None:
    """Raise Forbidden unless the actor confirms for the agency's legal unit."""
    if actor.kind == "person" and not reviews(actor.id, organization_id):
        check(actor, LEGAL, organization_id)


def reviews(person_id: str, organization_id: UUID) -> bool:
    """Return whether the person was designated for the agency or one above it."""
    return models.Reviewer.objects.filter(
        person_id=person_id, organization_id__in=line_of(organization_id)
    ).exists()


def reviewed_by(person_id: str) -> list[UUID]:
    """Return the agencies the person was designated for."""
    rows = models.Reviewer.objects.filter(person_id=person_id)
    return list(rows.values_list("organization_id", flat=True))


def reviewers(organization_id: UUID) -> list[ReviewerInfo]:
    rows = models.Reviewer.objects.filter(organization_id=organization_id).order_by("since")
    people = get_user_model().objects.in_bulk([row.person_id for row in rows])
    return [
        ReviewerInfo(row.id, str(people[row.person_id]), row.since)
        for row in rows
        if row.person_id in people
    ]


def designate(*, actor: Actor, organization_id: UUID, email: str) -> None:
    """Let a person with an account confirm classes for the agency's legal unit."""
    with transaction.atomic():
        check(actor, LEGAL, organization_id)
        identity.require_active(organization_id)
        person = get_user_model().objects.filter(email=email.strip().lower()).first()
        if person is None or not person.is_active:
            raise BadCommittee(
                _("Nobody has an account with %(email)s.") % {"email": email.strip()[:254]},
                remedy=_("Ask them to sign up with this address first."),
            )
        models.Reviewer.objects.get_or_create(organization_id=organization_id, person_id=person.pk)
        audit.record(
            actor=actor,
            action="catalog.reviewer-named",
            target=f"organization:{organization_id}",
            data={"person": str(person.pk)},
        )


def dismiss(*, actor: Actor, reviewer_id: UUID) -> None:
    """Take the designation back; one that is not there any more is no error."""
    with transaction.atomic():
        row = models.Reviewer.objects.filter(pk=reviewer_id).first()
        if row is None:
            return
        check(actor, LEGAL, row.organization_id)
        person = str(row.person_id)
        row.delete()
        audit.record(
            actor=actor,
            action="catalog.reviewer-dismissed",
            target=f"organization:{row.organization_id}",
            data={"person": person},
        )


def line_of(organization_id: UUID) -> list[UUID]:
    """Return the agency's id and those of the agencies above it, upward."""
    above = {row.id: row.parent_id for row in identity.organizations()}
    line: list[UUID] = []
    current: UUID | None = organization_id
    while current is not None and current not in line:
        line.append(current)
        current = above.get(current)
    return line
