"""What makes a data set be measured anew: a version, an edit, a return; a harvest, all of them.

A data set without rows here is measured at once, which takes milliseconds; one with rows in a job.
"""

from uuid import UUID

from idea.engines.catalog import events, models
from idea.engines.catalog.harvest.events import HarvestRan
from idea.engines.catalog.quality.recording import measure_datasets
from idea.kernel.audit.types import Actor
from idea.kernel.events.api import subscribe
from idea.kernel.jobs import api as jobs

SYSTEM = Actor.system("quality")


@subscribe(events.DatasetPublished, "catalog.quality.published")
def on_published(event: events.DatasetPublished) -> None:
    start(UUID(event.dataset_id))


@subscribe(events.DatasetRegistered, "catalog.quality.registered")
def on_registered(event: events.DatasetRegistered) -> None:
    start(UUID(event.dataset_id))


@subscribe(events.DatasetEdited, "catalog.quality.edited")
def on_edited(event: events.DatasetEdited) -> None:
    start(UUID(event.dataset_id))


@subscribe(events.DatasetRestored, "catalog.quality.restored")
def on_restored(event: events.DatasetRestored) -> None:
    start(UUID(event.dataset_id))


@subscribe(HarvestRan, "catalog.quality.harvested")
def on_harvested(event: HarvestRan) -> None:
    jobs.start("catalog.measure-all", actor=SYSTEM, origin=event.source)


def start(dataset_id: UUID) -> None:
    with_rows = models.Dataset.objects.filter(id=dataset_id, current__isnull=False).exists()
    if with_rows:
        jobs.start("catalog.measure", actor=SYSTEM, ids=[dataset_id])
    else:
        measure_datasets([dataset_id])
