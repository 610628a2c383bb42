"""Reads of measurements: of one data set, its trend, the league table, the site as a whole."""

from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, Q

from idea.engines.catalog import models
from idea.engines.catalog.opened import closed
from idea.engines.catalog.quality.indicators import BANDS, MQA_TOTAL
from idea.engines.catalog.quality.measuring import rows_key
from idea.engines.catalog.quality.recording import bad_row_of, finding_of
from idea.engines.catalog.quality.types import Badge, Measurement, Point, Standing
from idea.engines.catalog.queries import stored
from idea.engines.catalog.records import dataset_of, declared_of
from idea.engines.catalog.types import Access

TREND = 60  # measurements at most in a trend


def measurement(slug: str, number: int | None = None) -> Measurement | None:
    """Return the newest measurement of a data set (of one version, where a number is given).

    None: it has not been measured yet. Bad rows quote cells: what is not offered has none.
    Raises DatasetNotFound.
    """
    row = stored(slug)
    offered = row.withdrawn_at is None and row.access == Access.OPEN
    rows = row.measurements.order_by("-at", "-id")
    if number is not None:
        rows = rows.filter(number=number)
    found = rows.first()
    if found is None:
        return None
    if offered and closed(map(declared_of, row.declared)):
        # Measured before a column was closed, it may quote what nobody reads now.
        offered = found.rows_key == rows_key(dataset_of(row, with_issues=False))
    return Measurement(
        slug=row.slug,
        number=found.number,
        at=found.at,
        points=found.points,
        badge=found.badge,
        findings=tuple(finding_of(key, told) for key, told in found.findings.items()),
        bad_rows=tuple(bad_row_of(item) for item in found.bad_rows) if offered else (),
    )


def trend(slug: str) -> list[Point]:
    """Return how the points of a data set went, the oldest first."""
    rows = (
        stored(slug)
        .measurements.order_by("-at", "-id")
        .values_list("at", "number", "points", "badge")[:TREND]
    )
    return [Point(*row) for row in reversed(rows)]


def league() -> list[Standing]:
    """Return every agency that has data sets, the best mean first; unmeasured agencies last."""
    rows = (
        models.Dataset.objects.filter(models.LISTED)
        .order_by()
        .values("organization__slug", "organization__name", "organization__name_en")
        .annotate(**_counts())
    )
    found = [_standing(dict(row)) for row in rows]
    return sorted(
        found,
        key=lambda one: (one.mean_points is None, -(one.mean_points or 0), one.slug),
    )


def overall(organization: UUID | None = None, origin: str = "") -> Standing:
    """Return the whole site, an agency or a harvest source as one standing."""
    rows = models.Dataset.objects.filter(models.LISTED)
    if organization is not None:
        rows = rows.filter(organization_id=organization)
    if origin:
        rows = rows.filter(origin=origin)
    return _standing(rows.aggregate(**_counts()))


def worst(organization: str, limit: int = 20) -> list[tuple[str, str, str, int, str]]:
    """Return (slug, title, English title, points, badge) of an agency's data sets, worst first."""
    rows = (
        models.Dataset.objects.filter(models.LISTED, quality_points__isnull=False)
        .filter(organization__slug=organization)
        .order_by("quality_points", "slug")
    )
    fields = ("slug", "title", "title_en", "quality_points", "quality_badge")
    return list(rows.values_list(*fields)[:limit])


def _counts() -> dict[str, Any]:
    counts: dict[str, Any] = {
        "datasets": Count("id"),
        "measured": Count("quality_points"),
        "mean": Avg("quality_points"),
    }
    most = MQA_TOTAL
    for name, least in BANDS:
        inside = Q(quality_points__gte=least, quality_points__lte=most)
        counts[f"band_{name}"] = Count("id", filter=inside)
        most = least - 1
    for badge in Badge:
        counts[f"badge_{badge}"] = Count("id", filter=Q(quality_badge=badge))
    return counts


def _standing(row: dict[str, Any]) -> Standing:
    return Standing(
        slug=row.get("organization__slug", ""),
        name=row.get("organization__name", ""),
        name_en=row.get("organization__name_en", ""),
        datasets=row["datasets"],
        measured=row["measured"],
        mean_points=None if row["mean"] is None else float(row["mean"]),
        badges={str(badge): row[f"badge_{badge}"] for badge in Badge},
        bands={str(name): row[f"band_{name}"] for name, _least in BANDS},
    )
