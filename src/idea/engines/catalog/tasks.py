"""The catalog's work in the background: publish what was uploaded, sweep what was left."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idea.engines.catalog.agencies import tasks as agency_tasks
from idea.engines.catalog.corrections import tasks as correction_tasks
from idea.engines.catalog.harvest import tasks as harvest_tasks
from idea.engines.catalog.hooks import tasks as hook_tasks
from idea.engines.catalog.inventory import tasks as inventory_tasks
from idea.engines.catalog.live import tasks as live_tasks
from idea.engines.catalog.outcome import outcome
from idea.engines.catalog.publishing import publish
from idea.engines.catalog.quality import tasks as quality
from idea.engines.catalog.requests import tasks as request_tasks
from idea.engines.catalog.sweep import sweep
from idea.engines.catalog.types import Draft
from idea.engines.catalog.usage import tasks as usage_tasks
from idea.engines.sources import api as sources
from idea.engines.sources.types import Hints
from idea.kernel.audit.types import Actor
from idea.kernel.jobs import api as jobs
from idea.kernel.jobs.api import JobInfo
from idea.kernel.lake import lake
from idea.kernel.progress import Progress

# The parts' own tasks are found through this module.
__all__ = ["publish_job", "quality", "start_publish", "sweep_leftovers"]
HOUR = 3600
# Their jobs are declared where they are imported.
PARTS = (
    *(agency_tasks, correction_tasks, harvest_tasks, hook_tasks, inventory_tasks, live_tasks),
    *(request_tasks, usage_tasks),
)


def start_publish(
    *,
    actor: Actor,
    payload_path: Path | None = None,
    filename: str = "",
    url: str = "",
    draft: Draft | None = None,
    hints: Hints | None = None,
) -> JobInfo:
    """Keep the uploaded file (or note the address) and queue its publication.

    The file is in the lake when this returns: the caller may remove `payload_path`.
    """
    payload_key = ""
    if payload_path is not None:
        payload_key = sources.keep(payload_path, filename=filename).lake_key
    return jobs.start(
        "catalog.publish",
        actor=actor,
        title=_("Publish %(filename)s") % {"filename": filename or url},
        payload_key=payload_key,
        filename=filename,
        url=url,
        draft=draft or Draft(),
        hints=hints or Hints(),
    )


@jobs.job("catalog.publish", gettext_lazy("Publish a file"))
def publish_job(
    progress: Progress,
    *,
    payload_key: str,
    filename: str,
    url: str,
    draft: Draft,
    hints: Hints,
    actor: Actor,
) -> dict[str, Any]:
    """Publish; started over after a crash it finds its own version and makes no second."""
    published = publish(
        actor=actor,
        path=lake().local(payload_key) if payload_key else None,
        url=url,
        filename=filename,
        draft=draft,
        hints=hints,
        progress=progress,
    )
    return outcome(published)


@jobs.periodic("catalog.sweep", HOUR)
def sweep_leftovers() -> None:
    sweep()
