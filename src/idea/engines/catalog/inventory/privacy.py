"""The personal data of the inventory: who took steps, sat on committees, applied.

Public acts stay without the name; applications lose applicant and contact.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from idea.engines.catalog import models
from idea.engines.identity.plugin import Exporter


def export(person_id: UUID) -> Mapping[str, Any]:
    key = str(person_id)
    steps = models.Step.objects.filter(who_id=key).order_by("at")
    seats = models.Member.objects.filter(person_id=person_id).order_by("start")
    asked = models.Application.objects.filter(person_id=key).order_by("asked_at")
    return {
        "steps": list(steps.values("item__title", "at", "move", "office", "why")),
        "seats": list(seats.values("committee__name", "name", "role", "outside", "start", "end")),
        "dissents": list(
            models.Dissent.objects.filter(member__person_id=person_id).values(
                "agenda__meeting__committee__name", "agenda__meeting__number", "text"
            )
        ),
        "applications": list(
            asked.values("item__title", "applicant", "contact", "purpose", "state", "asked_at")
        ),
        "reviewer_of": list(
            models.Reviewer.objects.filter(person_id=person_id).values(
                "organization__name", "since"
            )
        ),
    }


def erase(person_id: UUID) -> Mapping[str, int]:
    """Cut the ties: what committees decided is public record and stays, without the name."""
    key = str(person_id)
    models.Item.objects.filter(proposer_id=key).update(proposer_id="")
    return {
        "steps": models.Step.objects.filter(who_id=key).update(who="", who_id=""),
        "seats": models.Member.objects.filter(person_id=person_id).update(name="", person_id=None),
        "applications": models.Application.objects.filter(person_id=key).update(
            applicant="", contact="", person_id="", private=True
        ),
        "reviewer_of": models.Reviewer.objects.filter(person_id=person_id).delete()[0],
    }


exporter = Exporter(title=_("Inventory, committees and applications"), export=export, erase=erase)
