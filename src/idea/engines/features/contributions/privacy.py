"""The personal data of contributions: who drew what, under which name they are thanked."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from idea.engines.features.contributions.models import ContributionRecord, ContributionStep
from idea.engines.features.contributions.types import Deed, State
from idea.engines.identity.plugin import Exporter
from idea.kernel import clock
from idea.kernel.lake import lake


def export(person_id: UUID) -> Mapping[str, Any]:
    rows = ContributionRecord.objects.filter(author_id=str(person_id)).order_by("number")
    said = (
        "number", "collection_id", "kind", "state", "feature", "geometry", "properties", "why",
        "license", "author_name", "created_at",
    )  # fmt: skip
    answers = ContributionStep.objects.filter(contribution__in=rows, deed=Deed.ANSWERED)
    photos = rows.exclude(photo_key="").values_list("number", flat=True)
    return {
        "contributions": list(rows.values(*said)),
        "photos": [f"{settings.IDEA_SITE_URL}/contributions/{each}/photo.jpg" for each in photos],
        "answers": list(answers.values("contribution_id", "words", "at")),
    }


def erase(person_id: UUID) -> Mapping[str, int]:
    """Cut the tie: what is on the map stays, without name and photo; what waits is withdrawn."""
    rows = ContributionRecord.objects.filter(author_id=str(person_id))
    ContributionStep.objects.filter(contribution__in=rows, deed=Deed.ANSWERED).update(words="")
    keys = set(rows.exclude(photo_key="").values_list("photo_key", flat=True))
    now = clock.now()
    waiting = rows.filter(state__in=(State.WAITING, State.ASKED))
    withdrawn = ContributionStep.objects.bulk_create(
        ContributionStep(contribution=row, deed=Deed.WITHDRAWN, at=now) for row in waiting
    )
    waiting.update(state=State.WITHDRAWN, decided_at=now)
    # What never came on the map may show a home, and nobody needs it.
    rows.exclude(state=State.ACCEPTED).update(geometry=None, properties={})
    kept = rows.update(author_id="", author_name="", why="", photo_key="")
    for key in keys:
        transaction.on_commit(lambda key=key: lake().delete(key))  # type: ignore[misc]
    return {"contributions": kept, "withdrawn": len(withdrawn), "photos": len(keys)}


exporter = Exporter(title=_("What you contributed to the map"), export=export, erase=erase)
