"""What other packages tell this engine: permissions, token scopes, and personal data they hold.

Registries only; a package registers its own from its `apps.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from idea.engines.identity.types import Permission, Role, Scope
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


permissions: Registry[Permission] = Registry("permission")
scopes: Registry[Scope] = Registry("scope")
exporters: Registry[Exporter] = Registry("exporter of personal data")


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
