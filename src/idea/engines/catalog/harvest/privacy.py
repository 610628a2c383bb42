"""The personal data of the harvest: a person's e-mail address as the one to be told of faults."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from idea.engines.catalog import models
from idea.engines.identity.plugin import Exporter


def export(person_id: UUID) -> Mapping[str, Any]:
    rows = models.HarvestSource.objects.filter(email__iexact=_address(person_id))
    return {"sources": list(rows.values("slug", "title", "email"))}


def erase(person_id: UUID) -> Mapping[str, int]:
    """Take the address away: the agency's own is told from then on."""
    rows = models.HarvestSource.objects.filter(email__iexact=_address(person_id))
    return {"sources": rows.update(email="")}


def _address(person_id: UUID) -> str:
    person = get_user_model().objects.filter(pk=person_id).values_list("email", flat=True).first()
    return person or "-"  # nobody's


exporter = Exporter(title=_("Harvest sources that tell you of faults"), export=export, erase=erase)
