"""The personal data the catalog holds: who published which version."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from idea.engines.catalog import models
from idea.engines.identity.plugin import Exporter


def export(person_id: UUID) -> Mapping[str, Any]:
    rows = models.Version.objects.filter(created_by_id=str(person_id)).order_by("created_at")
    return {
        "versions": list(
            rows.values("dataset__slug", "dataset__title", "number", "created_at", "note")
        )
    }


def erase(person_id: UUID) -> Mapping[str, int]:
    """Cut the tie: what was published is public record and stays, without the name."""
    rows = models.Version.objects.filter(created_by_id=str(person_id))
    return {"versions": rows.update(created_by="", created_by_id="")}


exporter = Exporter(title=_("Data sets you published"), export=export, erase=erase)
