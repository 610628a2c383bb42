"""Between stored corrections and the frozen types that leave this part."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count

from idea.engines.catalog import models
from idea.engines.catalog.corrections.types import Change, ChangeState, Correction, Derived, State
from idea.engines.catalog.diffing import Kind


def corrections_of(rows: Iterable[models.Correction]) -> list[Correction]:
    """Return corrections with their counts, in one further query."""
    rows = list(rows)
    counts: dict[UUID, dict[ChangeState, int]] = {}
    counted = (
        models.CorrectionChange.objects.filter(correction__in=[row.id for row in rows])
        .order_by()
        .values_list("correction_id", "state")
        .annotate(n=Count("id"))
    )
    for key, state, n in counted:
        counts.setdefault(key, {})[ChangeState(state)] = n
    return [_correction_of(row, counts.get(row.id, {})) for row in rows]


def _correction_of(row: models.Correction, counts: dict[ChangeState, int]) -> Correction:
    dataset = row.dataset
    return Correction(
        id=row.id,
        number=row.number,
        slug=dataset.slug,
        title=dataset.title,
        title_en=dataset.title_en,
        organization_id=dataset.organization.id,
        organization=dataset.organization.name,
        version=row.version.number,
        state=State(row.state),
        key=tuple(row.key),
        why=row.why,
        evidence=row.evidence,
        author_name=row.author_name,
        created_at=row.created_at,
        decided_at=row.decided_at,
        published=row.published.number if row.published else None,
        counts=counts,
        hidden_why=row.hidden_why if row.hidden_at else "",
    )


def change_of(row: models.CorrectionChange) -> Change:
    return Change(
        id=row.id,
        position=row.position,
        kind=Kind(row.kind),
        key=tuple(row.key),
        row=row.row,
        column=row.column,
        old=row.old,
        new=row.new,
        cells=dict(row.cells or {}),
        state=ChangeState(row.state),
        reason=row.reason,
    )


def derived_of(row: models.Derivation) -> Derived:
    return Derived(
        slug=row.dataset.slug if row.dataset else "",
        title=row.dataset.title if row.dataset else row.title,
        source_slug=row.source.slug,
        source_title=row.source.title,
        source_title_en=row.source.title_en,
        source_version=row.source_version.number if row.source_version else None,
        changes=row.changes,
        author_name=row.author_name,
        created_at=row.created_at,
    )
