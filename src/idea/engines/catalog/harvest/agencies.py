"""Which agency answers for a record: one that is there, or a new one where the source may make it.

A source may name agencies below its own. Only one that a site administrator lets (`everywhere`)
may put data sets under the names of others: a source must not speak for who never asked it.
"""

from collections.abc import Iterable
from uuid import UUID

from idea.engines.catalog import models
from idea.engines.identity import api as identity
from idea.kernel.audit.types import Actor


def agencies_of(
    source: models.HarvestSource, names: Iterable[str], *, actor: Actor
) -> tuple[dict[str, UUID], int]:
    """Return the agency of each name ("" is the source's own), and how many were added."""
    rows = identity.organizations()
    own = source.organization_id
    parents = {row.id: row.parent_id for row in rows}
    within = {row.id for row in rows if _is_below(row.id, own, parents)}
    known: dict[str, UUID] = {}
    # The ones below the source's own come first, then the oldest (UUIDv7 sorts by time).
    for row in sorted(rows, key=lambda row: (row.id != own, row.id not in within, row.id)):
        if row.id in within or source.everywhere:
            for name in (row.name, row.name_en):
                if name:
                    known.setdefault(name, row.id)
    wanted = {name for name in names if name}
    missing = sorted(wanted - set(known))
    made = {}
    if missing:
        made = identity.ensure_organizations(
            actor=actor,
            names=missing,
            parent_id=None if source.everywhere else own,
            why=f"harvest:{source.slug}",
        )
    found = {name: known[name] for name in wanted if name in known} | made
    return found | {"": own}, len(made)


def _is_below(row: UUID, top: UUID, parents: dict[UUID, UUID | None]) -> bool:
    seen: set[UUID] = set()
    at: UUID | None = row
    while at is not None and at not in seen:
        if at == top:
            return True
        seen.add(at)
        at = parents.get(at)
    return False
