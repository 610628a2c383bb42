"""The personal data of web hooks: the addresses a person asked to be told at."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from idea.engines.catalog import models
from idea.engines.identity.plugin import Exporter


def export(person_id: UUID) -> Mapping[str, Any]:
    rows = models.Hook.objects.filter(owner_id=str(person_id)).order_by("created_at")
    return {"hooks": list(rows.values("url", "organization_slug", "dataset__slug", "created_at"))}


def erase(person_id: UUID) -> Mapping[str, int]:
    rows = models.Hook.objects.filter(owner_id=str(person_id))
    count = rows.count()
    rows.delete()
    return {"hooks": count}


exporter = Exporter(title=_("Web hooks you asked for"), export=export, erase=erase)
