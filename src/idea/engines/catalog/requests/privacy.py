"""The personal data of requests: who asked, supported, commented and proposed what."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from idea.engines.catalog import models
from idea.engines.catalog.requests.types import ShowcaseState
from idea.engines.identity.plugin import Exporter
from idea.kernel.lake import lake


def export(person_id: UUID) -> Mapping[str, Any]:
    mine = {"author_id": str(person_id)}
    requests = models.DataRequest.objects.filter(**mine).order_by("number")
    entries = models.RequestEntry.objects.filter(**mine).order_by("at")
    voices = models.Support.objects.filter(person_id=str(person_id)).order_by("at")
    showcases = models.Showcase.objects.filter(**mine).order_by("created_at")
    return {
        "requests": list(
            requests.values("number", "title", "what", "use", "author_name", "state", "created_at")
        ),
        "entries": list(entries.values("request__number", "kind", "text", "author_name", "at")),
        "supports": list(voices.values("request__number", "request__title", "notify", "at")),
        "showcases": list(
            showcases.values("title", "text", "url", "kind", "maker", "state", "created_at")
        ),
    }


def erase(person_id: UUID) -> Mapping[str, int]:
    """Cut the tie: what was asked stays public without the name; voices are taken back.

    The intended use may tell of the person, so it goes; so do showcases nobody admitted yet.
    """
    mine = {"author_id": str(person_id)}
    numbers = models.DataRequest.objects.filter(voices__person_id=str(person_id))
    numbers.update(supporters=F("supporters") - 1)
    voices, _by = models.Support.objects.filter(person_id=str(person_id)).delete()
    unsigned = {"author_id": "", "author_name": ""}
    requests = models.DataRequest.objects.filter(**mine).update(use="", **unsigned)
    entries = models.RequestEntry.objects.filter(**mine).update(**unsigned)
    waiting = models.Showcase.objects.filter(**mine).exclude(state=ShowcaseState.SHOWN)
    pictures = list(waiting.exclude(picture_key="").values_list("picture_key", flat=True))
    gone, _models = waiting.delete()
    transaction.on_commit(lambda: _remove(pictures))
    shown = models.Showcase.objects.filter(**mine).update(author_id="", maker="")
    return {"voices": voices, "requests": requests, "entries": entries, "showcases": gone + shown}


def _remove(pictures: Sequence[str]) -> None:
    for key in pictures:
        lake().delete(key)


exporter = Exporter(title=_("Requests, support and showcases"), export=export, erase=erase)
