"""The harvest's work in the background: runs by hand or by rhythm, letters to owners."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idea.engines.catalog import access, models
from idea.engines.catalog.harvest import queries
from idea.engines.catalog.harvest.ending import send_letter
from idea.engines.catalog.harvest.plugin import HARVEST
from idea.engines.catalog.harvest.running import harvest
from idea.kernel import clock
from idea.kernel.audit.types import Actor
from idea.kernel.jobs import api as jobs
from idea.kernel.jobs.api import JobInfo
from idea.kernel.progress import Progress

LOOK = 300  # seconds between two looks for sources that are due


def start_run(
    *, actor: Actor, slug: str, accept_loss: bool = False, again: bool = False
) -> JobInfo:
    """Queue a run of a source and return the job."""
    row = queries.source_row(slug)
    access.check(actor, HARVEST, row.organization_id)
    return jobs.start(
        "catalog.harvest",
        actor=actor,
        title=_("Harvest %(title)s") % {"title": row.title},
        slug=slug,
        accept_loss=accept_loss,
        again=again,
    )


def start_letter(*, source_id: UUID, run_id: UUID) -> JobInfo:
    return jobs.start(
        "catalog.harvest-letter",
        actor=Actor.system("harvest"),
        source_id=source_id,
        run_id=run_id,
    )


@jobs.job("catalog.harvest", gettext_lazy("Harvest a catalog"))
def harvest_job(
    progress: Progress, *, slug: str, accept_loss: bool, again: bool, actor: Actor
) -> dict[str, Any]:
    """Harvest; started over after a crash it goes on with what had been fetched."""
    run = harvest(actor=actor, slug=slug, accept_loss=accept_loss, again=again, progress=progress)
    return {"harvest": run.source, "run": str(run.id), "state": str(run.state)}


@jobs.job("catalog.harvest-letter", gettext_lazy("Tell the owner of a harvest source"))
def letter_job(_progress: Progress, *, source_id: UUID, run_id: UUID) -> dict[str, Any]:
    return {"sent": send_letter(source_id, run_id)}


@jobs.periodic("catalog.harvest", LOOK)
def start_due() -> int:
    """Start a run of every source whose time has come; return how many."""
    started = 0
    for slug in queries.due():
        with transaction.atomic():
            rows = models.HarvestSource.objects.filter(slug=slug, due_at__lte=clock.now())
            # Off the list first: two workers that look at once must not start it twice.
            if rows.update(due_at=None):
                start_run(actor=Actor.system("harvest"), slug=slug)
                started += 1
    return started
