"""Which rasters a STAC search asks for: versions of data sets whose rows are bands.

Rasters are thousands where data sets are tens of thousands: their boxes and days are compared in
memory, from two queries whatever is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Final

import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from idea.engines.catalog import models
from idea.engines.catalog.errors import DatasetNotFound, VersionNotFound
from idea.engines.catalog.records import dataset_of, version_of
from idea.engines.catalog.types import Access, Dataset, Version
from idea.engines.features.types import Bounds, Interval, Raster
from idea.engines.sources.types import Format
from idea.kernel.clock import TAIPEI

MOST: Final = 1_000


@dataclass(frozen=True, slots=True)
class Scene:
    """One version of a raster, with the data set it is a version of."""

    dataset: Dataset
    version: Version
    raster: Raster

    @property
    def id(self) -> str:
        return f"{self.dataset.slug}-v{self.version.number}"

    @property
    def bbox(self) -> Bounds:
        layer = self.version.layer
        return layer.bbox if layer is not None else (-180.0, -90.0, 180.0, 90.0)

    @property
    def current(self) -> bool:
        now = self.dataset.current
        return now is not None and now.id == self.version.id

    @property
    def interval(self) -> tuple[datetime, datetime]:
        """The time it shows: what is said of the data set now; of older versions, their day."""
        start, end = self.dataset.start, self.dataset.end
        if not self.current or (start is None and end is None):
            return self.version.created_at, self.version.created_at
        first, last = start or end, end or start
        return (
            datetime.combine(first or self.version.created_at, time.min, TAIPEI).astimezone(UTC),
            datetime.combine(last or self.version.created_at, time.max, TAIPEI).astimezone(UTC),
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search (STAC API Item Search 1.0.0)."""

    ids: Sequence[str] = ()
    collections: Sequence[str] | None = None  # None: any
    bbox: Bounds | None = None
    intersects: BaseGeometry | None = None
    interval: Interval | None = None
    limit: int = 10
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    scenes: list[Scene]
    total: int


def search(wanted: Wanted) -> Found:
    """Return a page, the newest version first, and how many match."""
    matching = [each for each in scenes(wanted.collections) if _matches(each, wanted)]
    part = matching[wanted.offset : wanted.offset + wanted.limit]
    return Found(part, len(matching))


def scenes(slugs: Sequence[str] | None = None) -> list[Scene]:
    """Return all versions of the rasters that are open, or of those named, the newest first."""
    rows = (
        models.Version.objects.filter(
            format=str(Format.GEOTIFF),
            dataset__withdrawn_at__isnull=True,
            dataset__access=Access.OPEN,
        )
        .select_related("dataset__organization", "dataset__current", "dataset__series")
        .defer("issues", "dataset__current__issues")
        .order_by("-created_at", "-id")
    )
    if slugs is not None:
        rows = rows.filter(dataset__slug__in=[slug for slug in slugs if "\0" not in slug])
    known: dict[object, Dataset] = {}
    made = []
    for row in rows:
        dataset = known.get(row.dataset_id)
        if dataset is None:
            dataset = known[row.dataset_id] = dataset_of(row.dataset, with_issues=False)
        version = version_of(row, with_issues=False, declared=dataset.declared)
        raster = version.layer.raster if version.layer is not None else None
        if raster is not None and dataset.offered:
            made.append(Scene(dataset, version, raster))
    return made


def collection(slug: str) -> list[Scene]:
    """Return the versions of one raster. Raises DatasetNotFound where it is none."""
    found = scenes([slug])
    if not found:
        raise DatasetNotFound(
            _("There is no raster %(slug)s.") % {"slug": slug[:80]},
            remedy=_("Look at the list at /stac/collections."),
        )
    return found


def scene(slug: str, item: str) -> Scene:
    for each in collection(slug):
        if each.id == item:
            return each
    raise VersionNotFound(_("There is no item %(id)s.") % {"id": item[:120]})


def _matches(scene: Scene, wanted: Wanted) -> bool:
    if wanted.ids and scene.id not in wanted.ids:
        return False
    if wanted.interval is not None:
        first, last = scene.interval
        begin, end = wanted.interval
        if (begin is not None and last < begin) or (end is not None and first > end):
            return False
    if wanted.bbox is not None and not _touch(scene.bbox, wanted.bbox):
        return False
    shape = wanted.intersects
    return shape is None or bool(shapely.intersects(shape, shapely.box(*scene.bbox)))


def _touch(one: Bounds, asked: Bounds) -> bool:
    west, south, east, north = asked
    if west > east:  # across the antimeridian
        return _touch(one, (west, south, 180.0, north)) or _touch(one, (-180.0, south, east, north))
    return one[0] <= east and one[2] >= west and one[1] <= north and one[3] >= south
