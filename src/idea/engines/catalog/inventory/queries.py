"""Reads of the inventory: items, systems, counts by agency, notices; committees have their own."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from idea.engines.catalog import models
from idea.engines.catalog.inventory.errors import ItemNotFound
from idea.engines.catalog.inventory.records import item_of, step_of, system_of
from idea.engines.catalog.inventory.types import (
    Counted,
    Item,
    ItemFilter,
    Move,
    State,
    Step,
    SystemInfo,
)
from idea.engines.catalog.types import Access

ORDERS: Final = {
    "-score": ("-score", "id"),
    "-modified": ("-modified_at", "id"),
    "title": ("title", "id"),
    "planned": ("planned_on", "-score", "id"),
}


def item(item_id: UUID) -> Item:
    """Return one item of an inventory. Raises ItemNotFound."""
    return item_of(stored(item_id))


def items(wanted: ItemFilter) -> tuple[list[Item], int]:
    """Return a page of items and how many match, exactly."""
    rows = _matching(wanted)
    order = ORDERS.get(wanted.sort, ORDERS["-score"])
    page = rows.order_by(*order)[wanted.offset : wanted.offset + wanted.limit]
    return [item_of(row) for row in page], rows.count()


def every(wanted: ItemFilter) -> list[Item]:
    """Return all items that match, by agency and system, for an export."""
    rows = _matching(wanted).order_by("organization__name", "system__name", "title", "id")
    return [item_of(row) for row in rows]


def steps(item_id: UUID, *, named: bool = False) -> list[Step]:
    """Return what happened to an item, the oldest first; with names for staff only."""
    rows = models.Step.objects.filter(item_id=item_id).order_by("at", "id")
    return [step_of(row, named=named) for row in rows.select_related("agenda__meeting__committee")]


def of_dataset(slug: str) -> list[Item]:
    """Return the items of inventories that a data set is made of."""
    return [item_of(row) for row in whole().filter(dataset__slug=slug).order_by("id")]


def systems(organization_ids: Sequence[UUID] | None = None) -> list[SystemInfo]:
    """Return the systems of agencies (None: all) with how many items each holds."""
    rows = models.System.objects.select_related("organization")
    if organization_ids is not None:
        rows = rows.filter(organization_id__in=organization_ids)
    counted = rows.annotate(count=Count("items")).order_by("organization__name", "name")
    return [system_of(row, row.count) for row in counted]


def counted() -> list[Counted]:
    """Return every agency's inventory in numbers, the largest first."""
    found = (
        models.Item.objects.values(
            name=F("organization__name"),
            name_en=F("organization__name_en"),
            slug=F("organization__slug"),
        )
        .annotate(
            items=Count("id"),
            open=Count("id", filter=Q(access=Access.OPEN)),
            restricted=Count("id", filter=Q(access=Access.RESTRICTED)),
            closed=Count("id", filter=Q(access=Access.CLOSED)),
            waiting=Count("id", filter=~Q(state=State.DECIDED)),
        )
        .order_by("-items", "slug")
    )
    return [
        Counted(
            row["name"],
            row["name_en"],
            row["slug"],
            row["items"],
            row["open"],
            row["restricted"],
            row["closed"],
            row["waiting"],
        )
        for row in found
    ]


def notices(limit: int = 100) -> list[tuple[Item, Step]]:
    """Return the public notices that openness was withdrawn, the newest first."""
    rows = (
        models.Step.objects.filter(move=Move.WITHDRAW)
        .select_related("item__system", "item__organization", "item__dataset")
        .select_related("agenda__meeting__committee")
        .order_by("-at", "-id")[:limit]
    )
    return [(item_of(row.item), step_of(row, named=False)) for row in rows]


def stored(item_id: UUID) -> models.Item:
    row = whole().filter(pk=item_id).first()
    if row is None:
        raise ItemNotFound(
            _("There is no such item in the inventory."),
            remedy=_("Look for it by its title in the list of the inventory."),
        )
    return row


def lock(item_id: UUID) -> models.Item:
    """Return the item, its row locked until the transaction ends."""
    stored(item_id)
    return whole().select_for_update(of=("self",)).get(pk=item_id)


def whole() -> QuerySet[models.Item]:
    return models.Item.objects.select_related("organization", "system", "dataset")


def _matching(wanted: ItemFilter) -> QuerySet[models.Item]:
    rows = whole()
    for word in wanted.text.split()[:10]:
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(title_en__icontains=word)
            | Q(what__icontains=word)
            | Q(system__name__icontains=word)
        )
    for name, value in (
        ("organization__slug", wanted.organization),
        ("state", wanted.state),
        ("access", wanted.access),
        ("system__name", wanted.system),
    ):
        if value:
            rows = rows.filter(**{name: value})
    if wanted.waiting:
        rows = rows.filter(state__in=wanted.waiting)
    if wanted.organizations is not None:
        rows = rows.filter(organization_id__in=wanted.organizations)
    if wanted.planned:
        rows = rows.filter(planned_on__isnull=False).exclude(
            access=Access.OPEN, dataset__isnull=False
        )
    return rows
