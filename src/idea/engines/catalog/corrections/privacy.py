"""The personal data of corrections: who posted what, and under which name they are thanked."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from idea.engines.catalog import models
from idea.engines.catalog.corrections.types import ChangeState, State
from idea.engines.identity.plugin import Exporter


def export(person_id: UUID) -> Mapping[str, Any]:
    mine = {"author_id": str(person_id)}
    corrections = models.Correction.objects.filter(**mine).order_by("number")
    changes = models.CorrectionChange.objects.filter(correction__in=corrections)
    derived = models.Derivation.objects.filter(**mine).order_by("created_at")
    return {
        "corrections": list(
            corrections.values(
                "number", "dataset__slug", "state", "why", "evidence", "author_name", "created_at"
            )
        ),
        "changes": list(
            changes.order_by("correction__number", "position").values(
                "correction__number", "kind", "row", "column", "old", "new", "cells", "state"
            )
        ),
        "derived": list(
            derived.values("title", "source__slug", "changes", "author_name", "created_at")
        ),
    }


def erase(person_id: UUID) -> Mapping[str, int]:
    """Cut the tie: errors found stay found, without the name, also in the notes of versions."""
    # Here, because it brings the whole of publishing with it, and every command reads this file.
    from idea.engines.catalog.corrections.applying import note_of

    mine = {"author_id": str(person_id)}
    rows = models.Correction.objects.filter(**mine)
    named = list(rows.exclude(author_name="").filter(published__isnull=False))
    waiting = rows.filter(state=State.OPEN, published__isnull=True)
    withdrawn = waiting.update(state=State.WITHDRAWN, why="", evidence="")
    kept = rows.update(author_id="", author_name="")
    for row in named:
        if row.published_id is None:
            continue
        row.author_name = ""
        note = note_of(row, row.changes.filter(state=ChangeState.PUBLISHED).count())
        models.Version.objects.filter(pk=row.published_id).update(note=note)
        models.Change.objects.filter(version_id=row.published_id).update(note=note)
    derived = models.Derivation.objects.filter(**mine).update(author_id="", author_name="")
    return {"corrections": kept, "withdrawn": withdrawn, "derived": derived}


exporter = Exporter(title=_("Corrections you posted"), export=export, erase=erase)
