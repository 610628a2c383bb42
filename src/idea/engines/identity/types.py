"""Who acts, and what a role may do."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """A person's role in an agency, from the least to the most."""

    REPORTER = "reporter"  # sees drafts and staff pages
    EDITOR = "editor"  # prepares and publishes
    MANAGER = "manager"  # also withdraws, and gives roles to others

    @property
    def rank(self) -> int:
        return list(Role).index(self)


@dataclass(frozen=True, slots=True)
class Permission:
    """Something an engine lets a role do, e.g. `catalog.publish` for editors and up."""

    code: str
    least: Role
    label: str  # translatable


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


@dataclass(frozen=True, slots=True)
class TokenInfo:
    id: UUID
    label: str
    scopes: tuple[str, ...]
    prefix: str  # the first characters, to tell tokens apart
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
