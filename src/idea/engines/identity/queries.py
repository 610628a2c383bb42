"""Reads: agencies and their tree, who has which role, and what a role lets a person do.

Answers questions; raising a refusal is `api.require`, writing is `actions`.
"""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from idea.engines.identity import plugin
from idea.engines.identity.errors import AgencyAmbiguous, AgencyDissolved, AgencyNotFound
from idea.engines.identity.models import ApiToken, Invitation, Membership, Organization, Person
from idea.engines.identity.types import (
    InvitationInfo,
    MembershipInfo,
    OrganizationInfo,
    OrganizationNode,
    Role,
    TokenInfo,
)

AMBIGUOUS_SHOWN = 5
Someone = Person | AnonymousUser | None


def organization_info(row: Organization) -> OrganizationInfo:
    return OrganizationInfo(
        id=row.id,
        slug=row.slug,
        name=row.name,
        name_en=row.name_en,
        parent_id=row.parent_id,
        email=row.email,
        phone=row.phone,
        synthetic=row.synthetic,
        dissolved_on=row.dissolved_on,
        successor_id=row.successor_id,
    )


def organization_row(key: str | UUID) -> Organization:
    """Find an agency by id, short name or either of its names, in this order.

    One that was merged is its successor. AgencyNotFound where there is none, AgencyAmbiguous
    where a name means several.
    """
    number = key if isinstance(key, UUID) else _uuid(key)
    text = str(key).strip()
    found = Organization.objects.filter(pk=number).first() if number else None
    found = found or (Organization.objects.filter(slug=text.lower()).first() if text else None)
    if found is None:
        named = _named(text) if text else []
        if len(named) > 1:
            slugs = ", ".join(row.slug for row in named)
            raise AgencyAmbiguous(
                _("Several agencies are named “%(key)s”.") % {"key": text},
                remedy=_("Give the short name instead: %(slugs)s.") % {"slugs": slugs},
            )
        found = named[0] if named else None
    if found is None:
        raise AgencyNotFound(
            _("There is no agency “%(key)s”.") % {"key": key},
            remedy=_(
                "Look up its name in the list of agencies, or ask an administrator to add it."
            ),
        )
    return successor_of(found)


def _named(name: str) -> list[Organization]:
    """Return the agencies of this name; one that was merged only where no other has it."""
    rows = Organization.objects.filter(Q(name=name) | Q(name_en__iexact=name)).order_by("pk")
    return list(rows.filter(merged_at=None)[:AMBIGUOUS_SHOWN]) or list(rows[:AMBIGUOUS_SHOWN])


def successor_of(row: Organization) -> Organization:
    """Return the agency that has all this one had: itself, where it was not merged."""
    if row.merged_at is None or row.successor is None:
        return row
    return row.successor


def is_former(slug: str) -> bool:
    """Tell whether this is the short name of an agency that was merged into another."""
    return Organization.objects.filter(slug=slug.lower(), merged_at__isnull=False).exists()


def require_active(organization_id: UUID) -> None:
    """Raise AgencyDissolved where nothing new may be added to the agency."""
    row = Organization.objects.select_related("successor").filter(pk=organization_id).first()
    if row is None or row.dissolved_on is None:
        return
    said = {"name": row.name, "day": row.dissolved_on.isoformat()}
    raise AgencyDissolved(
        _("“%(name)s” was dissolved on %(day)s: nothing new can be added to it.") % said,
        remedy=_("Its successor is “%(name)s” (%(slug)s).")
        % {"name": row.successor.name, "slug": row.successor.slug}
        if row.successor
        else _("Choose another agency, or have this one reactivated."),
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text.strip())
    except ValueError:
        return None


def organizations() -> list[OrganizationInfo]:
    """Return all agencies but those merged into others, in order of name."""
    rows = Organization.objects.filter(merged_at=None).order_by("name", "pk")
    return [organization_info(row) for row in rows]


def predecessors(organization_id: UUID) -> list[OrganizationInfo]:
    """Return the agencies that this one is the successor of, the latest first."""
    rows = Organization.objects.filter(successor_id=organization_id)
    return [organization_info(row) for row in rows.order_by("-dissolved_on", "name")]


def names(slugs: Iterable[str]) -> dict[str, str]:
    """Return the names of agencies by their slugs, in one query."""
    rows = Organization.objects.filter(slug__in=list(slugs))
    return dict(rows.values_list("slug", "name"))


def organization_tree(known: Iterable[OrganizationInfo] | None = None) -> list[OrganizationNode]:
    """Return the roots, each with what is below it, in order of name.

    An agency whose parent is not in `known` (default: all) is a root.
    """
    rows = organizations() if known is None else list(known)
    ids = {row.id for row in rows}
    below: dict[UUID | None, list[OrganizationInfo]] = {}
    for row in rows:
        below.setdefault(row.parent_id if row.parent_id in ids else None, []).append(row)

    def node(row: OrganizationInfo) -> OrganizationNode:
        return OrganizationNode(row, tuple(node(child) for child in below.get(row.id, ())))

    return [node(row) for row in below.get(None, ())]


def line_of(organization_id: UUID) -> list[UUID]:
    """Return the agency's id and those of the agencies above it, upward."""
    line: list[UUID] = []
    current: UUID | None = organization_id
    while current is not None and current not in line:
        line.append(current)
        current = (
            Organization.objects.filter(pk=current).values_list("parent_id", flat=True).first()
        )
    return line


def below(organization_ids: Iterable[UUID]) -> set[UUID]:
    """Return the agencies' ids and those of all agencies below them."""
    seen: set[UUID] = set()
    frontier = set(organization_ids)
    while frontier:
        seen |= frontier
        rows = Organization.objects.filter(parent_id__in=frontier).values_list("pk", flat=True)
        frontier = set(rows) - seen
    return seen


def can(person: Someone, code: str, organization_id: UUID | None = None) -> bool:
    """Tell whether a person may do `code` for an agency, or (None) for any agency at all.

    A role reaches down the tree: a manager of a city manages its bureaus. KeyError for a code
    nobody declared, because a misspelt permission must never silently refuse or allow.
    """
    least = plugin.permissions[code].least
    if not isinstance(person, Person) or not person.is_active:
        return False
    if person.is_superuser:
        return True
    roles = Membership.objects.filter(person=person, role__in=at_least(least))
    if organization_id is not None:
        roles = roles.filter(organization_id__in=line_of(organization_id))
    return roles.exists()


def at_least(role: Role) -> list[str]:
    return [other.value for other in Role if other.rank >= role.rank]


def organizations_where(
    person: Someone, code: str, *, active: bool = False
) -> list[OrganizationInfo]:
    """Return the agencies for which a person may do `code`, in order of name.

    `active`: only those to which something may be added.
    """
    if active:
        return [row for row in organizations_where(person, code) if row.active]
    least = plugin.permissions[code].least
    if not isinstance(person, Person) or not person.is_active:
        return []
    if person.is_superuser:
        return organizations()
    direct = Membership.objects.filter(person=person, role__in=at_least(least))
    ids = below(direct.values_list("organization_id", flat=True))
    return [row for row in organizations() if row.id in ids]


def members(organization_id: UUID) -> list[MembershipInfo]:
    """Return the roles given in this agency itself, most powerful first."""
    rows = Membership.objects.filter(organization_id=organization_id)
    found = [membership_info(row) for row in rows.select_related("person", "organization")]
    return sorted(found, key=lambda m: (-m.role.rank, m.email))


def member_counts() -> dict[UUID, int]:
    """Return how many people have a role in each agency itself; agencies without any are absent."""
    rows = Membership.objects.values_list("organization_id").annotate(people=Count("id"))
    return dict(rows.values_list("organization_id", "people"))


def memberships_of(person_id: UUID) -> list[MembershipInfo]:
    rows = Membership.objects.filter(person_id=person_id).order_by("organization__name")
    return [membership_info(row) for row in rows.select_related("person", "organization")]


def membership_info(row: Membership) -> MembershipInfo:
    return MembershipInfo(
        id=row.id,
        person_id=row.person_id,
        email=row.person.email,
        name=row.person.name,
        organization_id=row.organization_id,
        organization=row.organization.name,
        organization_en=row.organization.name_en,
        organization_slug=row.organization.slug,
        role=Role(row.role),
        since=row.since,
    )


def invitations(organization_id: UUID) -> list[InvitationInfo]:
    """Return the invitations to this agency itself that wait, newest first."""
    rows = Invitation.objects.filter(
        organization_id=organization_id, expires_at__gt=timezone.now()
    ).select_related("organization", "invited_by")
    return [invitation_info(row) for row in rows.order_by("-created_at")]


def invitation_info(row: Invitation) -> InvitationInfo:
    return InvitationInfo(
        id=row.id,
        email=row.email,
        organization=row.organization.name,
        organization_en=row.organization.name_en,
        organization_slug=row.organization.slug,
        role=Role(row.role),
        invited_by=str(row.invited_by),
        created_at=row.created_at,
        expires_at=row.expires_at,
    )


def token_info(row: ApiToken) -> TokenInfo:
    return TokenInfo(
        id=row.id,
        label=row.label,
        scopes=tuple(row.scopes),
        prefix=row.prefix,
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
    )


def tokens_of(person_id: UUID) -> list[TokenInfo]:
    """Return the tokens that are not revoked, newest first; expired ones are among them."""
    rows = ApiToken.objects.filter(person_id=person_id, revoked_at=None).order_by("-created_at")
    return [token_info(row) for row in rows]
