"""The personal data of contributions: who drew what, under which name they are thanked."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from idea.engines.features.contributions.models import ContributionRecord, ContributionStep
from idea.engines.features.contributions.types import Deed, State
from idea.engines.identity.plugin import Exporter
from idea.kernel.lake import lake


def export(person_id: UUID) -> Mapping[str, Any]:
    rows = ContributionRecord.objects.filter(author_id=str(person_id)).order_by("number")
    said = (
        "number", "collection_id", "kind", "state", "feature", "geometry", "properties", "why",
        "license", "author_name", "photo_key", "created_at",
    )  # fmt: skip
    answers = ContributionStep.objects.filter(contribution__in=rows, deed=Deed.ANSWERED)
    return {
        "contributions": list(rows.values(*said)),
        "answers": list(answers.values("contribution_id", "words", "at")),
    }


def erase(person_id: UUID) -> Mapping[str, int]:
    """Cut the tie: what is on the map stays, without the name; what waits is withdrawn."""
    rows = ContributionRecord.objects.filter(author_id=str(person_id))
    ContributionStep.objects.filter(contribution__in=rows, deed=Deed.ANSWERED).update(words="")
    unused = rows.exclude(state=State.ACCEPTED)
    keys = set(unused.exclude(photo_key="").values_list("photo_key", flat=True))
    waiting = rows.filter(state__in=(State.WAITING, State.ASKED)).update(state=State.WITHDRAWN)
    rows.exclude(state=State.ACCEPTED).update(photo_key="", properties={})
    kept = rows.update(author_id="", author_name="", why="")
    for key in keys:
        transaction.on_commit(lambda key=key: lake().delete(key))  # type: ignore[misc]
    return {"contributions": kept, "withdrawn": waiting, "photos": len(keys)}


exporter = Exporter(title=_("What you contributed to the map"), export=export, erase=erase)
