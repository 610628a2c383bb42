"""Reads of harvest sources, their runs, and the ways by which data sets come here."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from idea.engines.catalog import models
from idea.engines.catalog.harvest.errors import RunNotFound, SourceNotFound
from idea.engines.catalog.harvest.types import Bad, Counts, Kind, Route, Run, RunState, Source
from idea.engines.catalog.harvest.words import say
from idea.kernel.errors import Issue


def sources(organization_ids: Collection[UUID] | None = None) -> list[Source]:
    """Return the sources, of some agencies or all, in order of title."""
    rows = _counted()
    if organization_ids is not None:
        rows = rows.filter(organization_id__in=organization_ids)
    return [source_of(row) for row in rows.order_by("title", "id")]


def source(slug: str) -> Source:
    """Return a source. Raises SourceNotFound."""
    row = _counted().filter(slug=slug).first()
    if row is None:
        raise _unknown(slug)
    return source_of(row)


def source_row(slug: str) -> models.HarvestSource:
    row = models.HarvestSource.objects.select_related("organization").filter(slug=slug).first()
    if row is None:
        raise _unknown(slug)
    return row


def due(limit: int = 20) -> list[str]:
    """Return the slugs of active sources whose time has come, the longest waiting first."""
    rows = models.HarvestSource.objects.filter(active=True, due_at__lte=timezone.now())
    return list(rows.order_by("due_at").values_list("slug", flat=True)[:limit])


def failing(organization_ids: Collection[UUID] | None = None) -> list[Source]:
    """Return the active sources that did not work lately."""
    return [each for each in sources(organization_ids) if each.failing and each.active]


def runs(slug: str, limit: int = 50, offset: int = 0) -> list[Run]:
    """Return the runs of a source, the newest first, without their issues."""
    row = source_row(slug)
    found = row.runs.defer("issues").select_related("source").order_by("-started_at")
    return [run_of(each, with_issues=False) for each in found[offset : offset + limit]]


def run_count(slug: str) -> int:
    return source_row(slug).runs.count()


def run(key: UUID) -> Run:
    """Return a run's report. Raises RunNotFound."""
    row = models.HarvestRun.objects.select_related("source").filter(pk=key).first()
    if row is None:
        raise RunNotFound(
            _("There is no such harvest run, or it was long ago."),
            remedy=_("See the list of runs on the page of its source."),
        )
    return run_of(row)


def routes(dataset_id: UUID) -> list[Route]:
    """Return every way by which a data set comes here, the main one first."""
    rows = models.HarvestPath.objects.filter(dataset_id=dataset_id).select_related("source")
    return [
        Route(
            source=row.source.slug,
            source_title=row.source.title,
            identifier=row.identifier,
            url=row.url,
            main=row.main,
            first_at=row.first_at,
            gone_at=row.gone_at,
        )
        for row in rows.order_by("-main", "first_at", "id")
    ]


def _counted() -> QuerySet[models.HarvestSource]:
    living = Count("paths", filter=Q(paths__gone_at=None))
    return models.HarvestSource.objects.select_related("organization").annotate(living=living)


def _unknown(slug: str) -> SourceNotFound:
    return SourceNotFound(
        _("There is no harvest source %(slug)s.") % {"slug": slug[:80]},
        remedy=_("See the list of sources in the back office."),
    )


def source_of(row: models.HarvestSource) -> Source:
    return Source(
        id=row.id,
        slug=row.slug,
        title=row.title,
        kind=Kind(row.kind),
        url=row.url,
        organization_id=row.organization.id,
        organization=row.organization.name,
        organization_en=row.organization.name_en,
        organization_slug=row.organization.slug,
        everywhere=row.everywhere,
        mapping=row.mapping,
        license=row.license,
        hours=row.hours,
        most_lost=row.most_lost,
        email=row.email,
        active=row.active,
        created_at=row.created_at,
        due_at=row.due_at,
        failing_since=row.failing_since,
        good_at=row.good_at,
        datasets=getattr(row, "living", 0),
    )


def run_of(row: models.HarvestRun, *, with_issues: bool = True) -> Run:
    return Run(
        id=row.id,
        source=row.source.slug,
        source_title=row.source.title,
        state=RunState(row.state),
        started_at=row.started_at,
        finished_at=row.finished_at,
        counts=Counts(**row.counts),
        issue_counts=dict(sorted(row.issue_counts.items(), key=lambda item: -item[1])),
        issues=tuple(_bad(item) for item in row.issues) if with_issues else (),
        payloads=tuple(row.payloads),
        timings=row.timings,
        problem=row.problem,
    )


def _bad(stored: Mapping[str, Any]) -> Bad:
    known = {key: value for key, value in stored.items() if key != "identifier"}
    return Bad(stored["identifier"], Issue(**known | {"message": say(stored["code"])}))
