"""Requests' work in the background: letters to supporters."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy

from idea.engines.catalog.requests import letters
from idea.kernel.jobs import api as jobs
from idea.kernel.progress import Progress


@jobs.job("requests.letters", gettext_lazy("Tell the supporters of a request"))
def letters_job(progress: Progress, *, number: int, entry: UUID) -> dict[str, Any]:
    return {"letters": letters.send(number, entry, progress)}
