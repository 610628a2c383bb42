"""Reads of data sets, versions and changes; lists are in `listing.py`, rows in `rows.py`."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from idea.engines.catalog import models
from idea.engines.catalog.errors import DatasetNotFound, DatasetWithdrawn, VersionNotFound
from idea.engines.catalog.records import change_of, dataset_of, version_of
from idea.engines.catalog.types import Change, Dataset, Version


def dataset(slug: str) -> Dataset:
    """Return a data set, withdrawn ones too (`withdrawn_at` tells). Raises DatasetNotFound."""
    return dataset_of(stored(slug))


def present(slug: str) -> Dataset:
    """Return a data set that is offered now; DatasetWithdrawn (410) where it was taken back."""
    found = dataset(slug)
    if found.withdrawn_at is not None:
        raise DatasetWithdrawn(
            _("The data set %(title)s was withdrawn: %(why)s")
            % {"title": found.title, "why": found.withdrawn_why}
        )
    return found


def versions(slug: str) -> list[Version]:
    """Return all versions, the newest first, without their issues."""
    row = stored(slug)
    return [
        version_of(item, with_issues=False)
        for item in row.versions.defer("issues").order_by("-number")
    ]


def version(slug: str, number: int | None = None) -> Version:
    """Return one version of a data set that is offered now; the current one by default."""
    found = present(slug)
    if number is None or number == found.current.number:
        return found.current
    row = models.Version.objects.filter(dataset_id=found.id, number=number).first()
    if row is None:
        raise VersionNotFound(
            _("%(title)s has no version %(number)d.") % {"title": found.title, "number": number}
        )
    return version_of(row)


def count() -> int:
    """Return how many data sets are offered now."""
    return models.Dataset.objects.filter(models.LISTED).count()


def changes(limit: int = 50, organization: str = "", slug: str = "") -> list[Change]:
    """Return what happened to data sets, the newest first; of one agency or data set if named."""
    rows = models.Change.objects.select_related("dataset", "organization", "version").defer(
        "version__issues", "version__columns"
    )
    if organization:
        rows = rows.filter(organization__slug=organization)
    if slug:
        rows = rows.filter(dataset__slug=slug)
    return [change_of(row) for row in rows.order_by("-at", "-id")[:limit]]


def stored(slug: str) -> models.Dataset:
    row = whole().filter(slug=slug).first()
    if row is None:
        raise DatasetNotFound(
            _("There is no data set %(slug)s.") % {"slug": slug},
            remedy=_("Look for it by its title in the search."),
        )
    return row


def by_ids(ids: list[UUID]) -> list[Dataset]:
    """Return the data sets with these ids, in their order, without issues."""
    rows = {row.id: row for row in whole().defer("current__issues").filter(id__in=ids)}
    return [dataset_of(rows[key], with_issues=False) for key in ids if key in rows]


def whole() -> QuerySet[models.Dataset]:
    return models.Dataset.objects.filter(current__isnull=False).select_related(
        "organization", "current"
    )
