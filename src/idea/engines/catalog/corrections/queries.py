"""Reads of corrections, of their changes, of thanks and of derived data sets."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from idea.engines.catalog import models
from idea.engines.catalog.corrections.errors import CorrectionNotFound
from idea.engines.catalog.corrections.records import change_of, corrections_of, derived_of
from idea.engines.catalog.corrections.types import (
    Change,
    Changes,
    ChangeState,
    Correction,
    Corrections,
    Credit,
    Derived,
    State,
)
from idea.engines.catalog.opened import closed, is_closed
from idea.engines.catalog.records import declared_of
from idea.engines.catalog.types import Access

OPEN = (State.OPEN, State.DECIDED)


def stored(number: int) -> models.Correction:
    row = _whole().filter(number=number).first()
    if row is None:
        raise CorrectionNotFound(_("There is no correction %(number)d.") % {"number": number})
    return row


def correction(number: int) -> Correction:
    """Return a correction. Raises CorrectionNotFound."""
    return corrections_of([stored(number)])[0]


def corrections(
    *,
    slug: str = "",
    state: str = "",
    organizations: Sequence[UUID] | None = None,
    author_id: str = "",
    limit: int = 20,
    offset: int = 0,
) -> Corrections:
    """Return corrections, the newest first; `state` "waiting" means: the owner has to act."""
    rows = _whole()
    if slug:
        rows = rows.filter(dataset__slug=slug)
    if state:
        rows = rows.filter(state__in=OPEN if state == "waiting" else [state])
    if organizations is not None:
        rows = rows.filter(dataset__organization__in=list(organizations))
    mine = {"author_id": author_id} if author_id else {"hidden_at": None}
    rows = rows.filter(**mine)
    page = rows.order_by("-created_at", "-id")[offset : offset + limit]
    return Corrections(corrections_of(page), rows.count())


def changes(
    number: int,
    *,
    state: str = "",
    column: str = "",
    kind: str = "",
    limit: int = 50,
    offset: int = 0,
) -> Changes:
    """Return a page of a correction's changes, in the file's order."""
    rows = chosen(stored(number), state=state, column=column, kind=kind).order_by("position")
    page = [change_of(row) for row in rows[offset : offset + limit]]
    return Changes(page, rows.count())


def shown_changes(
    number: int,
    *,
    state: str = "",
    column: str = "",
    kind: str = "",
    limit: int = 50,
    offset: int = 0,
) -> Changes:
    """Return what everybody may read of the changes: none where the rows are not offered.

    They quote cells of a data set that may have been withdrawn or closed since, and what was
    hidden as abuse is not shown either. Of a column closed since no cell is shown.
    """
    row = stored(number)
    offered = row.dataset.withdrawn_at is None and row.dataset.access == Access.OPEN
    if not offered or row.hidden_at is not None:
        return Changes([], 0)
    found = changes(number, state=state, column=column, kind=kind, limit=limit, offset=offset)
    shut = closed(map(declared_of, row.dataset.declared))
    if not shut:
        return found
    keys = [is_closed(name, shut) for name in row.key]
    return Changes([_without(change, shut, keys) for change in found.items], found.total)


def _without(change: Change, shut: frozenset[str], keys: Sequence[bool]) -> Change:
    """Return the change, what it says of closed columns taken out."""
    of_closed = is_closed(change.column, shut)
    return replace(
        change,
        key=tuple("" if hide else k for k, hide in zip(change.key, keys, strict=True)),
        old="" if of_closed else change.old,
        new="" if of_closed else change.new,
        cells={name: text for name, text in change.cells.items() if not is_closed(name, shut)},
    )


def chosen(
    row: models.Correction, *, state: str = "", column: str = "", kind: str = ""
) -> QuerySet[models.CorrectionChange]:
    rows = row.changes.all()
    if state:
        rows = rows.filter(state=state)
    if column:
        rows = rows.filter(column=column)
    if kind:
        rows = rows.filter(kind=kind)
    return rows


def columns(number: int) -> list[tuple[str, int]]:
    """Return the columns a correction changes and in how many rows, the most first."""
    counted = (
        stored(number)
        .changes.exclude(column="")
        .order_by()
        .values_list("column")
        .annotate(n=Count("id"))
        .order_by("-n", "column")
    )
    return [(name, n) for name, n in counted]


def credits_of(slug: str, limit: int = 20) -> list[Credit]:
    """Return whom a data set owes corrections, the newest first; nameless by their wish."""
    rows = (
        models.Correction.objects.filter(dataset__slug=slug, published__isnull=False)
        .select_related("published")
        .order_by("-published__number", "-number")[:limit]
    )
    counts = dict(
        models.CorrectionChange.objects.filter(
            correction__in=[row.id for row in rows], state=ChangeState.PUBLISHED
        )
        .order_by()
        .values_list("correction_id")
        .annotate(n=Count("id"))
    )
    return [
        Credit(row.number, row.author_name, row.published.number, counts.get(row.id, 0))
        for row in rows
        if row.published is not None
    ]


def waiting(slug: str) -> int:
    """Return how many corrections of a data set wait for its owner."""
    rows = models.Correction.objects.filter(dataset__slug=slug, state__in=OPEN)
    return rows.filter(hidden_at__isnull=True).count()


def derivatives(slug: str) -> list[Derived]:
    """Return the data sets derived from this one that are offered now, the newest first."""
    rows = (
        _derivations()
        .filter(source__slug=slug, dataset__isnull=False, dataset__withdrawn_at__isnull=True)
        .order_by("-created_at", "-id")
    )
    return [derived_of(row) for row in rows]


def derived_from(slug: str) -> Derived | None:
    """Return what this data set was derived from; None where it was not."""
    row = _derivations().filter(dataset__slug=slug).first()
    return derived_of(row) if row else None


def _whole() -> QuerySet[models.Correction]:
    return models.Correction.objects.select_related(
        "dataset", "dataset__organization", "version", "published"
    ).defer("version__issues", "version__columns", "published__issues", "published__columns")


def _derivations() -> QuerySet[models.Derivation]:
    return models.Derivation.objects.select_related("source", "source_version", "dataset").defer(
        "source_version__issues", "source_version__columns"
    )
