"""Quality's work in the background: measure after news, every day, and ask links every hour."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from idea.engines.catalog.quality.links import check_links
from idea.engines.catalog.quality.recording import ids_of, measure_datasets
from idea.kernel import clock
from idea.kernel.audit.types import Actor
from idea.kernel.jobs import api as jobs
from idea.kernel.progress import Progress

HOUR = 3600
DAY = 24 * HOUR
SYSTEM = Actor.system("quality")


@jobs.job("catalog.measure", _("Measure the quality of data sets"))
def measure_job(progress: Progress, *, ids: list[UUID]) -> dict[str, Any]:
    return {"measured": len(ids), "changed": measure_datasets(ids, progress)}


@jobs.job("catalog.measure-all", _("Measure the quality of all data sets"))
def measure_all_job(progress: Progress, *, origin: str = "") -> dict[str, Any]:
    ids = ids_of(origin=origin)
    return {"measured": len(ids), "changed": measure_datasets(ids, progress)}


@jobs.job("catalog.check-links", _("Ask links to files elsewhere"))
def check_links_job(progress: Progress) -> dict[str, Any]:
    ran = check_links(progress=progress)
    return {"asked": ran.asked, "ok": ran.ok, "changed": ran.measured}


@jobs.periodic("catalog.measure-daily", DAY)
def measure_daily() -> None:
    """Measure all: what was on time yesterday may be late today."""
    day = f"{clock.now().astimezone(clock.TAIPEI):%Y-%m-%d}"
    jobs.start("catalog.measure-all", actor=SYSTEM, idempotency_key=day)


@jobs.periodic("catalog.check-links", HOUR)
def check_links_hourly() -> None:
    hour = f"{clock.now():%Y-%m-%dT%H}"
    jobs.start("catalog.check-links", actor=SYSTEM, idempotency_key=hour)
