"""Reads data sets with their files elsewhere for the faces: one, a page, or all in a stream.

A stream holds one batch in memory, whatever the catalog's size, and goes on after the last id
seen, so that data sets that come or go meanwhile neither repeat nor hide others.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _

from idea.engines.catalog import models, queries
from idea.engines.catalog.elsewhere import BY_CLASS, prefetch
from idea.engines.catalog.faces.errors import SeriesNotFound
from idea.engines.catalog.faces.types import SeriesInfo
from idea.engines.catalog.records import dataset_of, distribution_of
from idea.engines.catalog.resolve import own_organization
from idea.engines.catalog.types import Dataset

BATCH = 100


@dataclass(frozen=True, slots=True)
class State:
    """What the catalog as a whole is now: another state, another ETag."""

    count: int
    modified: datetime | None


def state() -> State:
    found = models.Dataset.objects.filter(models.LISTED).aggregate(
        n=Count("id"), at=Max("modified_at")
    )
    return State(found["n"], found["at"])


def everything(batch: int = BATCH) -> Iterator[list[Dataset]]:
    """Yield all data sets that are offered, batch by batch, in the order of their ids."""
    last: UUID | None = None
    while True:
        rows = _listed()
        if last is not None:
            rows = rows.filter(id__gt=last)
        found = list(rows[:batch])
        if not found:
            return
        yield [_whole(row) for row in found]
        last = found[-1].id


def page(number: int, size: int) -> list[Dataset]:
    """Return the data sets of a page, counted from 1."""
    return [_whole(row) for row in _listed()[(number - 1) * size : number * size]]


def newest(offset: int, limit: int) -> list[Dataset]:
    """Return data sets with their files, the newest change first."""
    rows = _listed().order_by("-modified_at", "-id")
    return [_whole(row) for row in rows[offset : offset + limit]]


def by_slugs(slugs: Collection[str]) -> list[Dataset]:
    """Return those of these data sets that are offered, with their files, in no order."""
    return [_whole(row) for row in _listed().filter(slug__in=slugs)]


def slugs_of_part(number: int, size: int) -> list[tuple[str, datetime]]:
    """Return slug and last change of the part `number` (from 1) of all data sets, by id."""
    rows = models.Dataset.objects.filter(models.LISTED).order_by("id")
    return list(rows.values_list("slug", "modified_at")[(number - 1) * size : number * size])


def whole(datasets: Iterable[Dataset]) -> list[Dataset]:
    """Return the same data sets with their files elsewhere, in two queries."""
    order = list(datasets)
    links: dict[UUID, list[models.Distribution]] = {item.id: [] for item in order}
    rows = models.Distribution.objects.filter(BY_CLASS, dataset_id__in=links)
    for row in rows.order_by("position"):
        links[row.dataset_id].append(row)
    return [
        replace(item, linked=tuple(distribution_of(row) for row in links[item.id]))
        for item in order
    ]


def by_key(key: str) -> Dataset:
    """Return a data set by its slug or id, withdrawn ones too. Raises DatasetNotFound."""
    try:
        found = models.Dataset.objects.filter(id=UUID(key)).values_list("slug", flat=True).first()
    except ValueError:
        found = None
    return queries.dataset(found or key)


def series(slug: str) -> SeriesInfo:
    """Return a series of data sets. Raises SeriesNotFound."""
    row = _series().filter(slug=slug).first()
    if row is None:
        raise SeriesNotFound(_("There is no series %(slug)s.") % {"slug": slug[:120]})
    return _series_of(row)


def all_series() -> list[SeriesInfo]:
    return [_series_of(row) for row in _series().order_by("title", "id")]


def publisher() -> tuple[UUID, str, str]:
    """Return id and names of the agency that runs the site; the site's name where there is none."""
    own = own_organization()
    if own is not None:
        return own.id, own.name, own.name_en
    names = settings.IDEA_SITE_NAME
    return UUID(int=0), names["zh-hant"], names.get("en", "")


def _listed() -> QuerySet[models.Dataset]:
    rows = queries.whole().filter(models.LISTED).prefetch_related(prefetch())
    return rows.defer("current__issues").order_by("id")


def _whole(row: models.Dataset) -> Dataset:
    links = tuple(distribution_of(item) for item in row.distributions.all())
    return replace(dataset_of(row, with_issues=False), linked=links)


def _series() -> QuerySet[models.Series]:
    members = Count("members", filter=Q(members__withdrawn_at__isnull=True))
    return models.Series.objects.select_related("organization").annotate(n=members)


def _series_of(row: models.Series) -> SeriesInfo:
    return SeriesInfo(
        id=row.id,
        slug=row.slug,
        title=row.title,
        title_en=row.title_en,
        description=row.description,
        organization_id=row.organization.id,
        organization=row.organization.name,
        organization_en=row.organization.name_en,
        organization_slug=row.organization.slug,
        members=getattr(row, "n", 0),
        created_at=row.created_at,
    )
