"""How a run ends: its report written, the source's state set, its owner told of a fault once."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from idea.engines.catalog import models
from idea.engines.catalog.harvest.conf import conf
from idea.engines.catalog.harvest.errors import TooMuchLost
from idea.engines.catalog.harvest.events import HarvestFailed
from idea.engines.catalog.harvest.types import RunState
from idea.kernel import clock
from idea.kernel.errors import Problem, Unexpected
from idea.kernel.events import api as events

RETRY = timedelta(hours=1)  # a source that fails is asked again sooner than its rhythm


def finish(
    source: models.HarvestSource, run: models.HarvestRun, state: RunState, *, seen: dict[str, Any]
) -> None:
    """Write that a run went well, in the caller's transaction where there is one."""
    with transaction.atomic():
        now = clock.now()
        run.state, run.finished_at = state, now
        if state is RunState.UNCHANGED:
            run.counts = _as_before(source)
        run.save()
        source.good_at, source.failing_since, source.seen = now, None, seen
        source.due_at = _due(source, now)
        if state is RunState.APPLIED:
            source.edition += 1
        source.save()
        _forget_old(source)


def fail(source: models.HarvestSource, run: models.HarvestRun, problem: Problem | None) -> None:
    """Write that a run failed; tell the owner, when it is the first failure after a good run."""
    now = clock.now()
    told = problem or Unexpected(
        _("The harvest failed for a reason that is not the source's doing."),
        remedy=_("What was harvested before is kept. The site's staff finds the cause in the log."),
    )
    with transaction.atomic():
        run.state = RunState.REFUSED if isinstance(problem, TooMuchLost) else RunState.FAILED
        run.finished_at, run.problem = now, told.as_dict()
        run.save()
        row = models.HarvestSource.objects.select_for_update().get(pk=source.pk)
        first = row.failing_since is None
        row.failing_since = row.failing_since or now
        row.due_at = min(now + RETRY, _due(row, now) or now + RETRY) if row.hours else None
        row.save(update_fields=["failing_since", "due_at"])
        _forget_old(source)
        if first:
            events.emit(HarvestFailed(source=row.slug, run_id=str(run.id), code=told.code))
    if first:
        _write_to_owner(row.id, run.id)


def _write_to_owner(source_id: UUID, run_id: UUID) -> None:
    from idea.engines.catalog.harvest.tasks import start_letter

    start_letter(source_id=source_id, run_id=run_id)


def send_letter(source_id: UUID, run_id: UUID) -> bool:
    """Send the owner of a source that fails a letter; False where nobody left an address."""
    source = models.HarvestSource.objects.select_related("organization").get(pk=source_id)
    run = models.HarvestRun.objects.filter(pk=run_id).first()
    address = source.email or source.organization.email
    if not address or run is None:
        return False
    problem = run.problem or {}
    with override("zh-hant"):
        send_mail(
            subject=_("Harvest of %(title)s failed") % {"title": source.title},
            message=_(
                "The harvest of “%(title)s” failed.\n\n%(detail)s\n%(remedy)s\n\n"
                "All data sets harvested before are still public, as they were. "
                "The source is asked again by itself; you are told again only if it works "
                "in between.\n\nReport: %(url)s"
            )
            % {
                "title": source.title,
                "detail": problem.get("detail", ""),
                "remedy": problem.get("remedy", ""),
                "url": report_url(run.id),
            },
            from_email=None,
            recipient_list=[address],
        )
    return True


def report_url(run_id: UUID) -> str:
    from django.conf import settings

    return f"{settings.IDEA_SITE_URL}/desk/harvest/runs/{run_id}/"


def _due(source: models.HarvestSource, now: datetime) -> datetime | None:
    return now + timedelta(hours=source.hours) if source.hours and source.url else None


def _as_before(source: models.HarvestSource) -> dict[str, Any]:
    """Return the counts of a run that found everything as the last good one left it."""
    last = source.runs.filter(state=RunState.APPLIED).order_by("-started_at").first()
    known: dict[str, Any] = last.counts if last else {}
    kept = ("read", "datasets", "merged", "repeated", "rejected", "distributions")
    return {name: known.get(name, 0) for name in kept} | {"same": known.get("datasets", 0)}


def _forget_old(source: models.HarvestSource) -> None:
    newest = source.runs.order_by("-started_at").values_list("pk", flat=True)
    kept = list(newest[: conf().harvest_runs_kept])
    if len(kept) == conf().harvest_runs_kept:
        source.runs.exclude(pk__in=kept).delete()
