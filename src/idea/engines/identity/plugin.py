"""What other packages tell this engine: permissions, scopes, and what they hold of whom.

Registries only; a package registers its own from its `apps.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from idea.engines.identity.types import OrganizationInfo, Permission, Role, Scope
from idea.kernel.registry import Registry


@dataclass(frozen=True, slots=True)
class Exporter:
    """The personal data an engine holds about a person.

    `export` returns all of it in plain JSON types. `erase` removes it, or cuts its tie to the
    person where the public record must stay, and returns counts for the audit log; it runs in
    the transaction that closes the account.
    """

    title: str | Promise  # translatable
    export: Callable[[UUID], Mapping[str, Any]]
    erase: Callable[[UUID], Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Holding:
    """Rows of an engine that are an agency's, and go to its successor when it is merged.

    `hand_over(old, new)` runs in the transaction of the merger, and again later for what was
    written beside it: a second run finds nothing to do. Returns how many rows it changed.
    """

    title: str | Promise  # translatable
    count: Callable[[OrganizationInfo], int]
    hand_over: Callable[[OrganizationInfo, OrganizationInfo], int]


def rows_of(title: str | Promise, model: str, field: str = "organization_id") -> Holding:
    """Return the holding of a table whose rows change hands as they are, e.g. "app.Model"."""

    def rows(owner: OrganizationInfo) -> QuerySet[Any]:
        found: QuerySet[Any] = apps.get_model(model).objects.filter(**{field: owner.id})
        return found

    return Holding(
        title,
        lambda owner: rows(owner).count(),
        lambda old, new: rows(old).update(**{field: new.id}),
    )


permissions: Registry[Permission] = Registry("permission")
scopes: Registry[Scope] = Registry("scope")
exporters: Registry[Exporter] = Registry("exporter of personal data")
holdings: Registry[Holding] = Registry("holding of an agency")


def declare(permission: Permission) -> Permission:
    """Make `permission.code` known, so that `can` and `require` accept it."""
    return permissions.register(permission.code, permission)


def declare_scope(scope: Scope) -> Scope:
    return scopes.register(scope.code, scope)


SEE_PEOPLE = declare(Permission("identity.see-people", Role.REPORTER, _("See an agency's people")))
MANAGE_PEOPLE = declare(
    Permission("identity.manage-people", Role.MANAGER, _("Give and take roles"))
)
EDIT_AGENCY = declare(
    Permission("identity.edit-agency", Role.MANAGER, _("Change an agency's name and contact"))
)

READ = declare_scope(Scope("read", _("Read what your roles let you see, drafts included")))
PUBLISH = declare_scope(Scope("publish", _("Publish and change data sets for your agencies")))
ADMIN = declare_scope(Scope("admin", _("Manage agencies, people and roles")))
