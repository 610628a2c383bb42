"""A person's rights over their data: have a copy of all of it, and be forgotten."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from idea.engines.identity import plugin
from idea.engines.identity.errors import LastAdministrator
from idea.engines.identity.models import Person
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor


def export_person(person_id: UUID) -> dict[str, Any]:
    """Return everything that any engine holds about a person, by engine, in JSON types."""
    return {
        "made_at": timezone.now(),
        "holds": {
            key: {
                "title": str(plugin.exporters[key].title),
                **plugin.exporters[key].export(person_id),
            }
            for key in _engines()
        },
    }


def erase_person(*, actor: Actor, person_id: UUID, why: str = "") -> None:
    """Close an account and remove all personal data behind it.

    What was published stays, as the public record must; it points at a number that tells
    nobody's name. LastAdministrator when the site would be left with none.
    """
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person_id)
        others = Person.objects.filter(is_superuser=True, is_active=True).exclude(pk=person_id)
        if person.is_superuser and not others.exists():
            raise LastAdministrator(
                _("You are the only administrator of this site."),
                remedy=_("Make somebody else an administrator first."),
            )
        counts = {key: dict(plugin.exporters[key].erase(person_id)) for key in _engines()}
        Person.objects.filter(pk=person_id).update(erased_at=timezone.now())
        # Who erases themselves must not be written down again by doing so.
        own = actor.id == str(person_id)
        audit.record(
            actor=Actor.system("self-erasure") if own else actor,
            action="identity.person-erased",
            target=f"person:{person_id}",
            why=why,
            data=counts,
        )


def _engines() -> list[str]:
    return plugin.exporters.keys()
