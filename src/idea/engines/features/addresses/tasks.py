"""The background work of addresses: position a list, forget it after a day."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from idea.engines.features.addresses import batch
from idea.kernel.jobs import api as jobs
from idea.kernel.progress import Progress

HOUR = 3600


@jobs.job(batch.JOB, _("Position a list of addresses"))
def position(progress: Progress, *, key: str) -> dict[str, Any]:
    return batch.run(progress, key)


@jobs.periodic("addresses.forget", HOUR)
def forget() -> None:
    batch.forget_old()
