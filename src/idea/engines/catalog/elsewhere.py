"""Which of a data set's files elsewhere may be shown: its class decides, whenever it was decided.

A closed data set shows none; one that the inventory holds as class B shows where to ask, but no
download. They stay stored: what is opened again shows them again.
"""

from typing import Final

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from idea.engines.catalog import models
from idea.engines.catalog.types import Access

_LIMITED: Final = Exists(
    models.Item.objects.filter(dataset_id=OuterRef("dataset_id")).exclude(
        access__in=("", Access.OPEN)
    )
)
BY_CLASS: Final = (
    Q(dataset__access=Access.OPEN)
    | Q(dataset__access=Access.RESTRICTED, download_url="")
    | Q(dataset__access=Access.RESTRICTED) & ~Q(_LIMITED)
)
SHOWN: Final = Q(dataset__withdrawn_at__isnull=True) & BY_CLASS


def prefetch() -> "Prefetch[str, QuerySet[models.Distribution], str]":
    """Return what fetches, with rows of Dataset, the `distributions` that may be shown."""
    return Prefetch("distributions", models.Distribution.objects.filter(BY_CLASS))
