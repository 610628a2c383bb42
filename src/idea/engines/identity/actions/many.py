"""Adding many agencies at once: a harvested catalog names hundreds."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from idea.engines.identity.models import Organization
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.ids import uuid7

_NAMED = 1_000  # names written into the audit entry


def ensure_organizations(
    *, actor: Actor, names: Iterable[str], parent_id: UUID | None, why: str
) -> dict[str, UUID]:
    """Return the agencies of these names below `parent_id` (None: at the top), adding the missing.

    Agencies that are there stay as they are. `why` says where the names come from.
    """
    wanted = dict.fromkeys(filter(None, (name.strip()[:200] for name in names)))
    with transaction.atomic():
        there = _there(parent_id)
        missing = [name for name in wanted if name not in there]
        if missing:
            Organization.objects.bulk_create(
                (
                    Organization(slug=f"agency-{uuid7().hex[-12:]}", name=name, parent_id=parent_id)
                    for name in missing
                ),
                ignore_conflicts=True,  # somebody may add one at this moment
            )
            there = _there(parent_id)
            audit.record(
                actor=actor,
                action="identity.agencies-added",
                target=f"organization:{parent_id or 'top'}",
                why=why,
                data={"count": len(missing), "names": missing[:_NAMED]},
            )
    return {name: there[name] for name in wanted}


def _there(parent_id: UUID | None) -> dict[str, UUID]:
    """Return the agencies by name; the name of one that was merged leads to its successor."""
    rows = Organization.objects.filter(parent_id=parent_id)
    merged = rows.filter(merged_at__isnull=False).values_list("name", "successor_id")
    return {**dict(merged), **dict(rows.filter(merged_at=None).values_list("name", "id"))}
