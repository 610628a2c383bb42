"""Finds what a CKAN id names: data sets by id or name, files by id."""

from uuid import UUID

from django.utils.translation import gettext as _

from idea.engines.catalog import models, queries
from idea.engines.catalog.ckan import shapes
from idea.engines.catalog.ckan.errors import NotThere
from idea.engines.catalog.elsewhere import SHOWN
from idea.engines.catalog.naming import slug_of
from idea.engines.catalog.types import Dataset
from idea.engines.identity import api as identity
from idea.kernel.errors import NotFound


def dataset_of(key: str, *, withdrawn: bool = False) -> Dataset:
    """Return the data set with this id or name; NotThere where there is none any more.

    A name with capitals or `_`, which CKAN takes and we do not, finds what it was made into.
    """
    slug = _slug(key)
    try:
        found = queries.dataset(slug)
    except NotFound:
        raise NotThere(_("There is no data set %(key)s.") % {"key": key[:120]}) from None
    if found.withdrawn_at is not None and not withdrawn:
        raise NotThere(
            _("The data set %(title)s was withdrawn: %(why)s")
            % {"title": found.title, "why": found.withdrawn_why}
        )
    return found


def package_of(dataset: Dataset) -> dict[str, object]:
    """Return the package, with its agency's names."""
    info = identity.organization(dataset.organization_id)
    return shapes.package(dataset, shapes.agency(info))


def resource_of(key: str) -> tuple[Dataset, str]:
    """Return the data set of a file and the file's id.

    The ids of our own downloads are made from the data set's; of a data set's id or name, its
    table is meant.
    """
    link = _linked(key)
    if link is not None:
        return dataset_of(link), key
    dataset = _by_own_id(key)
    if dataset is not None:
        return dataset, key
    dataset = dataset_of(key)
    return dataset, shapes.own_id(dataset, shapes.TABLE)


def _slug(key: str) -> str:
    try:
        wanted = UUID(key)
    except ValueError:
        known = models.Dataset.objects.filter(slug=key).exists()
        return key if known else slug_of(key)
    found = models.Dataset.objects.filter(id=wanted).values_list("slug", flat=True).first()
    return found or key


def _linked(key: str) -> str | None:
    try:
        rows = models.Distribution.objects.filter(SHOWN, id=UUID(key))
    except ValueError:
        return None
    return rows.values_list("dataset__slug", flat=True).first()


def _by_own_id(key: str) -> Dataset | None:
    try:
        wanted = UUID(key)
    except ValueError:
        return None
    found = models.Dataset.objects.filter(id__in=shapes.owners(wanted), current__isnull=False)
    slug = found.values_list("slug", flat=True).first()
    return dataset_of(slug) if slug else None
