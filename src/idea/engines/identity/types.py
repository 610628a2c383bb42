"""Who acts, and what a role or a token may do."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from idea.engines.identity.models import Person


class Role(StrEnum):
    """A person's role in an agency, from the least to the most."""

    REPORTER = "reporter"  # sees drafts and staff pages
    EDITOR = "editor"  # prepares and publishes
    MANAGER = "manager"  # also withdraws, and gives roles to others

    @property
    def rank(self) -> int:
        return list(Role).index(self)

    @property
    def label(self) -> str:
        return str(ROLE_LABELS[self])

    @property
    def help(self) -> str:
        return str(ROLE_HELP[self])


ROLE_LABELS = {
    Role.REPORTER: _("Reporter"),
    Role.EDITOR: _("Editor"),
    Role.MANAGER: _("Manager"),
}
ROLE_HELP = {
    Role.REPORTER: _("Sees drafts and the agency's staff pages."),
    Role.EDITOR: _("Also prepares and publishes."),
    Role.MANAGER: _("Also withdraws, and gives roles to others."),
}


@dataclass(frozen=True, slots=True)
class Permission:
    """Something an engine lets a role do, e.g. `catalog.publish` for editors and up."""

    code: str
    least: Role
    label: str | Promise  # translatable


@dataclass(frozen=True, slots=True)
class Scope:
    """What a token may be used for, whatever more its person may do."""

    code: str
    label: str | Promise  # translatable


@dataclass(frozen=True, slots=True)
class OrganizationInfo:
    id: UUID
    slug: str
    name: str
    name_en: str
    parent_id: UUID | None
    email: str
    phone: str
    synthetic: bool
    dissolved_on: date | None = None
    successor_id: UUID | None = None

    @property
    def active(self) -> bool:
        """Whether people, data and agencies may still be added to it."""
        return self.dissolved_on is None


@dataclass(frozen=True, slots=True)
class OrganizationNode:
    """An agency with the agencies below it."""

    organization: OrganizationInfo
    children: tuple["OrganizationNode", ...] = ()

    def walk(self, depth: int = 0) -> Iterator[tuple[int, OrganizationInfo]]:
        """Yield (depth, agency) of this one and all below, parents first."""
        yield depth, self.organization
        for child in self.children:
            yield from child.walk(depth + 1)


@dataclass(frozen=True, slots=True)
class Moving:
    """Something of an agency that a merger hands to its successor, and how much there is of it."""

    title: str
    count: int


@dataclass(frozen=True, slots=True)
class MembershipInfo:
    """One person's role in one agency."""

    id: UUID
    person_id: UUID
    email: str
    name: str
    organization_id: UUID
    organization: str
    organization_en: str
    organization_slug: str
    role: Role
    since: datetime


@dataclass(frozen=True, slots=True)
class InvitationInfo:
    """A letter that waits for its answer."""

    id: UUID
    email: str
    organization: str
    organization_en: str
    organization_slug: str
    role: Role
    invited_by: str
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class TokenInfo:
    id: UUID
    label: str
    scopes: tuple[str, ...]
    prefix: str  # the first characters, to tell tokens apart
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls the API: a token's bearer, a signed-in person, or anybody (`person` is None)."""

    person: "Person | None" = None
    token: TokenInfo | None = None
    scopes: frozenset[str] = field(default_factory=frozenset)
