"""Django's admin for people and agencies: to look things up, and to close an account.

Agencies and roles are changed on the staff pages, where each change asks for a reason; the
admin shows them read-only. Its sign-in is the site's own, with its limits and second step.
"""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.http import HttpRequest

from idea.engines.identity.actions.people import set_administrator
from idea.engines.identity.api import actor_of
from idea.engines.identity.models import Membership, Organization, Person

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False


@admin.register(Person)
class PersonAdmin(ReadOnly):
    list_display = ["email", "name", "is_active", "is_superuser", "joined_at", "last_login"]
    list_filter = ["is_active", "is_superuser"]
    search_fields = ["email", "name"]
    fields = ["email", "name", "language", "is_active", "is_superuser", "joined_at", "last_login"]
    readonly_fields = ["email", "name", "language", "joined_at", "last_login"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let site administrators alone open and close accounts; an erased one stays closed."""
        erased = isinstance(obj, Person) and obj.erased_at is not None
        return bool(request.user.is_active and request.user.is_superuser and not erased)

    def save_model(self, request: HttpRequest, obj: Person, form: Any, change: bool) -> None:  # noqa: ARG002, FBT001  Django's shape
        set_administrator(
            actor=actor_of(request),
            person=obj,
            administrator=obj.is_superuser,
            active=obj.is_active,
        )


@admin.register(Organization)
class OrganizationAdmin(ReadOnly):
    list_display = ["name", "name_en", "slug", "parent", "synthetic"]
    search_fields = ["name", "name_en", "slug"]


@admin.register(Membership)
class MembershipAdmin(ReadOnly):
    list_display = ["person", "organization", "role", "since"]
    list_filter = ["role"]
    list_select_related = ["person", "organization"]
