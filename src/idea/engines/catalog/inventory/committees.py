"""Committees and their members: founded, renewed, ended; and who sits for an agency.

Meetings and what they decide are in `meetings.py`.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from idea.engines.catalog import models
from idea.engines.catalog.inventory import access
from idea.engines.catalog.inventory.errors import BadCommittee, CommitteeNotFound
from idea.engines.catalog.inventory.records import committee_of
from idea.engines.catalog.inventory.reviewers import line_of
from idea.engines.catalog.inventory.types import CommitteeInfo, Level
from idea.engines.catalog.naming import slug_of
from idea.engines.catalog.types import Access
from idea.engines.identity import api as identity
from idea.kernel import clock
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Conflict

NAME = 200
TEXT = 20_000


def committees() -> list[CommitteeInfo]:
    """Return all committees, the national one first."""
    rows = models.Committee.objects.select_related("organization").order_by("-level", "name")
    return [committee_of(row) for row in rows]


def committee(slug: str) -> CommitteeInfo:
    return committee_of(stored(slug))


def committee_for(organization_id: UUID, level: Level) -> models.Committee | None:
    """Return who decides for an agency: its own committee, else that of the agency above it."""
    rows = models.Committee.objects.select_related("organization").filter(level=level)
    if level is Level.NATIONAL:
        return rows.order_by("id").first()
    by_agency = {row.organization.id: row for row in rows}
    line = line_of(organization_id)
    return next((by_agency[each] for each in line if each in by_agency), None)


def seats_of(person_id: str) -> list[str]:
    """Return the slugs of the committees a person sits on now."""
    today = clock.now().astimezone(clock.TAIPEI).date()
    rows = models.Member.objects.filter(person_id=person_id, start__lte=today)
    return list(rows.exclude(end__lt=today).values_list("committee__slug", flat=True).distinct())


def found(
    *,
    actor: Actor,
    organization: str,
    level: Level,
    name: str,
    name_en: str = "",
    mandate: str = "",
    reviews: Sequence[Access] = (),
) -> CommitteeInfo:
    """Found a committee; an agency has one a level. Raises BadCommittee, Conflict, Forbidden."""
    owner = identity.organization(organization)
    name, name_en, mandate = _line(name), _line(name_en), _text(mandate)
    if not name:
        raise BadCommittee(_("A committee needs a name."))
    with transaction.atomic():
        access.founds(actor, owner.id, level)
        identity.require_active(owner.id)
        if models.Committee.objects.filter(organization_id=owner.id, level=level).exists():
            raise Conflict(_("The agency has a committee of this level already."))
        row = models.Committee.objects.create(
            slug=_slug(name_en, owner.slug, level),
            organization_id=owner.id,
            level=level,
            name=name,
            name_en=name_en,
            mandate=mandate,
            reviews=[str(each) for each in reviews] if level is Level.NATIONAL else [],
        )
        _record(actor, "catalog.committee-founded", row)
        return committee(row.slug)


def change(
    *,
    actor: Actor,
    slug: str,
    name: str,
    name_en: str = "",
    mandate: str = "",
    reviews: Sequence[Access] = (),
) -> CommitteeInfo:
    """Change what is said of a committee."""
    with transaction.atomic():
        row = stored(slug)
        access.keeps(actor, row)
        if not _line(name):
            raise BadCommittee(_("A committee needs a name."))
        row.name, row.name_en, row.mandate = _line(name), _line(name_en), _text(mandate)
        if row.level == Level.NATIONAL:
            row.reviews = [str(each) for each in reviews]
        row.save()
        _record(actor, "catalog.committee-changed", row)
        return committee_of(row)


def seat(
    *,
    actor: Actor,
    slug: str,
    name: str,
    role: str = "",
    outside: bool = False,
    chair: bool = False,
    start: date,
    end: date | None = None,
    email: str = "",
) -> CommitteeInfo:
    """Name a member for a term; `email` ties them to their account, so that they may decide."""
    name, role = _line(name), _line(role)
    if not name:
        raise BadCommittee(_("A member needs a name."))
    if end is not None and end < start:
        raise BadCommittee(_("The term ends before it begins."))
    with transaction.atomic():
        row = stored(slug)
        access.keeps(actor, row)
        models.Member.objects.create(
            committee=row,
            person_id=_person(email) if email.strip() else None,
            name=name,
            role=role,
            outside=outside,
            chair=chair,
            start=start,
            end=end,
        )
        _record(actor, "catalog.member-seated", row)
        return committee_of(row)


def unseat(*, actor: Actor, slug: str, member_id: UUID, end: date | None = None) -> CommitteeInfo:
    """End a member's term, yesterday unless a day is given; the past stays on record."""
    with transaction.atomic():
        row = stored(slug)
        access.keeps(actor, row)
        today = clock.now().astimezone(clock.TAIPEI).date()
        row.members.filter(pk=member_id).update(end=end or today - timedelta(days=1))
        _record(actor, "catalog.member-unseated", row)
        return committee_of(row)


def stored(slug: str) -> models.Committee:
    row = models.Committee.objects.select_related("organization").filter(slug=slug).first()
    if row is None:
        raise CommitteeNotFound(
            _("There is no committee %(slug)s.") % {"slug": slug[:120]},
            remedy=_("Choose one from the list of committees."),
        )
    return row


def _person(email: str) -> UUID:
    person = get_user_model().objects.filter(email=email.strip().lower(), is_active=True).first()
    if person is None:
        raise BadCommittee(
            _("Nobody has an account with %(email)s.") % {"email": email.strip()[:254]},
            remedy=_("Ask them to sign up with this address first, or leave the address empty."),
        )
    found: UUID = person.pk
    return found


def _slug(name_en: str, agency: str, level: Level) -> str:
    base = slug_of(name_en, f"{agency}-committee" if level is Level.AGENCY else "national")
    taken = models.Committee.objects.filter(slug=base).exists()
    return f"{base[:80]}-{agency[:39]}" if taken else base


def _record(actor: Actor, action: str, row: models.Committee) -> None:
    audit.record(actor=actor, action=action, target=f"committee:{row.slug}")


def _line(text: str) -> str:
    return " ".join(text.split())[:NAME]


def _text(text: str) -> str:
    return text.replace("\r\n", "\n").strip()[:TEXT]
