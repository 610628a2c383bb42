"""The one check between a class and what is offered: open, restricted and closed are kept apart.

The catalog asks before it saves a data set; a class is decided in `deciding.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext as _

from idea.engines.catalog import models
from idea.engines.catalog.access import check as permit
from idea.engines.catalog.errors import BadDraft
from idea.engines.catalog.inventory.access import HEAD
from idea.engines.catalog.inventory.errors import ClassForbids
from idea.engines.catalog.inventory.labels import CLASSES
from idea.engines.catalog.licenses import basis
from idea.engines.catalog.types import Access, Distribution
from idea.kernel.audit.types import Actor

RANK: Final = {Access.OPEN: 0, Access.RESTRICTED: 1, Access.CLOSED: 2}


@dataclass(frozen=True, slots=True)
class Class:
    access: Access
    why: str


def check(
    actor: Actor,
    row: models.Dataset,
    *,
    before: str = "",
    publishing: bool = False,
    links: Sequence[Distribution] | None = None,
) -> None:
    """Raise where the data set, as it is about to be saved, may not be offered so.

    `before`: its access until now, empty for a new one. `publishing`: rows are about to be
    offered. `links`: files elsewhere about to be named. Links an item of the same agency and
    title to it. Raises ClassForbids, BadDraft (no reason), Forbidden.
    """
    basis.check(row)
    found = class_of(row)
    if found is not None and RANK[Access(row.access)] < RANK[found.access]:
        if before or publishing:
            raise _forbidden(found)
        row.access, row.access_why = found.access, found.why
    if publishing and row.access != Access.OPEN:
        raise _forbidden(Class(Access(row.access), row.access_why))
    if found is not None and found.access is not Access.OPEN:
        _check_links(found, links or ())
    if before == Access.OPEN and row.access != Access.OPEN:
        _check_downgrade(actor, row)
    elif before and found is None and RANK[Access(row.access)] < RANK[Access(before)]:
        permit(actor, HEAD, row.organization.id)  # who may close it may open it, and nobody less


def class_of(row: models.Dataset) -> Class | None:
    """Return the strictest class in force among the items the data set is made of."""
    rows = models.Item.objects.filter(dataset_id=row.id) | models.Item.objects.filter(
        dataset__isnull=True, organization_id=row.organization.id, title=row.title
    )
    found = [Class(Access(item.access), item.access_why) for item in rows.exclude(access="")]
    return max(found, key=lambda each: RANK[each.access], default=None)


def limited() -> dict[UUID, Class]:
    """Return the class of every data set that an item in force keeps from being open."""
    rows = models.Item.objects.filter(dataset__isnull=False).exclude(access__in=("", Access.OPEN))
    found: dict[UUID, Class] = {}
    for key, access, why in rows.values_list("dataset_id", "access", "access_why"):
        one, there = Class(Access(access), why), found.get(key)
        if there is None or RANK[there.access] < RANK[one.access]:
            found[key] = one
    return found


def limited_by_name() -> list[tuple[str, str, Class]]:
    """Return agency, title and class of every item in force that is not open, by all its names."""
    rows = models.Item.objects.exclude(access__in=("", Access.OPEN)).select_related("organization")
    return [
        (agency, title, Class(Access(item.access), item.access_why))
        for item in rows.order_by("id")
        for agency in filter(None, (item.organization.name, item.organization.name_en))
        for title in filter(None, (item.title, item.title_en))
    ]


def link_all(origin: str) -> None:
    """Tie to a harvest source's data sets the items of their agencies that bear their titles."""
    items = models.Item.objects.filter(dataset__isnull=True)
    found = models.Dataset.objects.filter(
        origin=origin, organization_id=OuterRef("organization_id"), title=OuterRef("title")
    ).order_by("id")
    items.filter(Exists(found)).update(dataset_id=Subquery(found.values("id")[:1]))


def link(row: models.Dataset) -> None:
    """Tie to a saved data set the items of its agency that bear its title."""
    models.Item.objects.filter(
        dataset__isnull=True, organization_id=row.organization.id, title=row.title
    ).update(dataset=row)


def _check_links(found: Class, links: Sequence[Distribution]) -> None:
    if any(item.download_url or found.access is Access.CLOSED for item in links):
        raise _forbidden(found)


def _check_downgrade(actor: Actor, row: models.Dataset) -> None:
    permit(actor, HEAD, row.organization.id)
    if not row.access_why:
        raise BadDraft(
            _("Say why the data are no longer open: the reason is shown to the public."),
            remedy=_("Name the law and what in the data it is about."),
        )


def _forbidden(found: Class) -> ClassForbids:
    return ClassForbids(
        _("These data are of %(class)s and cannot be published openly. %(why)s")
        % {"class": CLASSES[found.access], "why": found.why},
        remedy=_("Have the class reviewed in the inventory first."),
    )
