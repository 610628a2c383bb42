"""The personal data the features engine holds: who changed which feature of a live collection."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from idea.engines.features.models import LiveVersion
from idea.engines.identity.plugin import Exporter


def export(person_id: UUID) -> Mapping[str, Any]:
    rows = LiveVersion.objects.filter(by_id=str(person_id)).order_by("at")
    said = ("collection_id", "number", "revision", "deed", "at", "why")
    return {"changes": list(rows.values(*said))}


def erase(person_id: UUID) -> Mapping[str, int]:
    """Cut the tie: what was drawn is public record and stays, without name and reason."""
    rows = LiveVersion.objects.filter(by_id=str(person_id))
    return {"changes": rows.update(by_name="", by_id="", why="")}


exporter = Exporter(title=_("Map features you changed"), export=export, erase=erase)
