"""Changes to a person's own profile, and to what an administrator may set of an account."""

from django.db import transaction
from django.utils.translation import gettext as _

from idea.engines.identity.errors import LastAdministrator
from idea.engines.identity.models import Person
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor


def edit_profile(*, person: Person, name: str, language: str) -> None:
    """Set the name and the language of letters; not audited, as it touches nobody else."""
    person.name = name.strip()
    person.language = language
    person.save(update_fields=["name", "language"])


def set_administrator(*, actor: Actor, person: Person, administrator: bool, active: bool) -> None:
    """Open or close an account and make or unmake a site administrator.

    LastAdministrator when the site would be left with none.
    """
    with transaction.atomic():
        row = Person.objects.select_for_update().get(pk=person.pk)
        before = {"administrator": row.is_superuser, "active": row.is_active}
        after = {"administrator": administrator, "active": active}
        if before == after:
            return
        others = Person.objects.filter(is_superuser=True, is_active=True).exclude(pk=row.pk)
        if row.is_superuser and not (administrator and active) and not others.exists():
            raise LastAdministrator(
                _("This is the only administrator of the site."),
                remedy=_("Make somebody else an administrator first."),
            )
        row.is_superuser = row.is_staff = administrator
        row.is_active = active
        row.save(update_fields=["is_superuser", "is_staff", "is_active"])
        audit.record(
            actor=actor,
            action="identity.account-changed",
            target=f"person:{row.id}",
            data={key: [before[key], after[key]] for key in before if before[key] != after[key]},
        )
