"""Reads of data sets, versions and changes; lists are in `listing.py`, rows in `rows.py`."""

from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from idea.engines.catalog import models
from idea.engines.catalog.elsewhere import BY_CLASS
from idea.engines.catalog.errors import (
    DatasetNotFound,
    DatasetNotOpen,
    DatasetWithdrawn,
    NoRowsHere,
    VersionNotFound,
)
from idea.engines.catalog.labels import access_label
from idea.engines.catalog.opened import ensure
from idea.engines.catalog.records import (
    change_of,
    dataset_of,
    declared_of,
    distribution_of,
    version_of,
)
from idea.engines.catalog.types import Access, Change, Dataset, Version

_OFFERED = (
    "id",
    "title",
    "withdrawn_at",
    "withdrawn_why",
    "access",
    "access_why",
    "current",
    "current__note",
    "declared",
)
KEPT: Final = 256  # versions one process keeps


def dataset(slug: str) -> Dataset:
    """Return a data set, withdrawn ones too (`withdrawn_at` tells). Raises DatasetNotFound."""
    row = stored(slug)
    linked = tuple(distribution_of(item) for item in row.distributions.filter(BY_CLASS))
    return replace(dataset_of(row), linked=linked)


def present(slug: str) -> Dataset:
    """Return a data set that is offered now; DatasetWithdrawn (410) where it was taken back."""
    found = dataset(slug)
    if found.withdrawn_at is not None:
        raise _withdrawn(found.title, found.withdrawn_why)
    return found


def versions(slug: str) -> list[Version]:
    """Return all versions, the newest first, without their issues."""
    row = stored(slug)
    declared = [declared_of(item) for item in row.declared]
    return [
        version_of(item, with_issues=False, declared=declared)
        for item in row.versions.defer("issues").order_by("-number")
    ]


def version(
    slug: str,
    number: int | None = None,
    *,
    at: datetime | None = None,
    with_issues: bool = True,
    whole: bool = False,
) -> Version:
    """Return one version of a data set that is offered now; the current one by default.

    `at` gives the version that was current at that time. `whole`: with the columns of personal
    data, for its own agency; who asks is checked by the caller. Raises DatasetNotFound,
    DatasetWithdrawn, DatasetNotOpen, NoRowsHere, VersionNotFound.
    """
    found = next(iter(models.Dataset.objects.filter(slug=slug).values(*_OFFERED)), None)
    if found is None:
        raise _not_found(slug)
    _check_offered(found)
    named: tuple[UUID, str] | None = (found["current"], found["current__note"])
    if number is not None or at is not None:
        rows = models.Version.objects.filter(dataset_id=found["id"]).order_by("-number")
        rows = rows.filter(created_at__lte=at) if number is None else rows.filter(number=number)
        named = rows.values_list("id", "note").first()
    if named is not None:
        row = models.Version.objects.get(pk=named[0]) if with_issues else _unchanging(*named)
        declared = [declared_of(item) for item in found["declared"]]
        seen = version_of(row, with_issues=with_issues, declared=declared, whole=whole)
        if seen.hidden and not seen.columns:
            raise _nothing_open(found["title"])
        return ensure(seen)
    if at is not None:
        raise VersionNotFound(
            _("%(title)s was not published yet on %(day)s.")
            % {"title": found["title"], "day": at.date()}
        )
    raise VersionNotFound(
        _("%(title)s has no version %(number)d.") % {"title": found["title"], "number": number or 0}
    )


@lru_cache(maxsize=KEPT)
def _unchanging(key: UUID, note: str) -> models.Version:  # noqa: ARG001  a new note, a new row
    """Return a version's row without issues: only its note ever changes, so it is kept."""
    return models.Version.objects.defer("issues").get(pk=key)


def _check_offered(found: dict[str, Any]) -> None:
    title, access = found["title"], found["access"]
    if found["withdrawn_at"] is not None:
        raise _withdrawn(title, found["withdrawn_why"])
    if access != Access.OPEN:
        raise DatasetNotOpen(
            _("%(title)s is not open: %(why)s")
            % {"title": title, "why": found["access_why"] or access_label(access)},
            remedy=_("Its page says who decided so, and how to apply or appeal."),
        )
    if found["current"] is None:
        raise NoRowsHere(
            _("The rows of %(title)s are not on this site.") % {"title": title},
            remedy=_("Its page names the files and who keeps them."),
        )


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
        raise _not_found(slug)
    return row


def by_ids(ids: list[UUID]) -> list[Dataset]:
    """Return the data sets with these ids, in their order, without issues."""
    rows = {row.id: row for row in whole().defer("current__issues").filter(id__in=ids)}
    return [dataset_of(rows[key], with_issues=False) for key in ids if key in rows]


def whole() -> QuerySet[models.Dataset]:
    return models.Dataset.objects.select_related("organization", "current", "series")


def _not_found(slug: str) -> DatasetNotFound:
    return DatasetNotFound(
        _("There is no data set %(slug)s.") % {"slug": slug},
        remedy=_("Look for it by its title in the search."),
    )


def _nothing_open(title: str) -> DatasetNotOpen:
    return DatasetNotOpen(_("All columns of %(title)s hold personal data.") % {"title": title})


def _withdrawn(title: str, why: str) -> DatasetWithdrawn:
    return DatasetWithdrawn(
        _("The data set %(title)s was withdrawn: %(why)s") % {"title": title, "why": why}
    )
