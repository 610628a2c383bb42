"""The personal data of the workbench: the queries a person has saved."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from idea.engines.catalog import models
from idea.engines.catalog.workbench.types import Sharing
from idea.engines.identity.plugin import Exporter


def export(person_id: UUID) -> Mapping[str, Any]:
    rows = models.SavedQuery.objects.filter(owner_id=str(person_id)).order_by("created_at")
    names = ("key", "title", "description", "sql", "sharing", "created_at", "modified_at")
    return {"queries": list(rows.values(*names))}


def erase(person_id: UUID) -> Mapping[str, int]:
    """Delete what the person kept or gave to some; what is listed for all stays, as nobody's."""
    rows = models.SavedQuery.objects.filter(owner_id=str(person_id))
    kept = rows.filter(sharing=Sharing.PUBLIC).update(owner_id="")
    deleted, _by_model = rows.delete()
    return {"queries": deleted, "queries_left_to_the_public": kept}


exporter = Exporter(title=_("Queries you saved"), export=export, erase=erase)
