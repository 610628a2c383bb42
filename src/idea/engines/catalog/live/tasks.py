"""The background work of live layers: a snapshot each day where anything changed."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from idea.engines.catalog.live.snapshots import SYSTEM, publish_snapshot
from idea.engines.features import api as features
from idea.engines.identity import api as identity
from idea.kernel.jobs import api as jobs
from idea.kernel.progress import Progress

JOB = "catalog.snapshot-live"
DAY = 24 * 3600


@jobs.job(JOB, _("Publish a snapshot of a live layer"))
def snapshot_job(progress: Progress, *, slug: str) -> dict[str, Any]:
    done = publish_snapshot(slug, progress=progress)
    return {"version": done.version.number, "rows": done.version.rows}


@jobs.periodic("catalog.snapshot-live-daily", DAY)
def snapshot_daily() -> None:
    """Publish those that changed since their last snapshot; none of a dissolved agency."""
    closed = {row.id for row in identity.organizations() if not row.active}
    for live in features.live_collections():
        if live.offered and live.count and live.organization_id not in closed:
            start(live.id, live.revision)


def start(slug: str, revision: int) -> None:
    """Queue a snapshot of a revision; one that was made already is not made again."""
    jobs.start(JOB, actor=SYSTEM, idempotency_key=f"{slug}-{revision}", slug=slug)
