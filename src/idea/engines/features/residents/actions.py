"""Decides which layers answer on the near-me page; each decision is in the audit log.

The decision is bound to the layer's id: new versions, withdrawing and restoring leave it.
"""

from django.db import transaction

from idea.engines.features import queries as layers
from idea.engines.features.models import ResidentsRecord
from idea.engines.features.residents import proposing, queries
from idea.engines.features.residents.access import permit
from idea.engines.features.residents.types import FITTING, Standing
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor


def decide(*, actor: Actor, collection_id: str, shown: bool, why: str = "") -> Standing:
    """Show a layer on the near-me page from now on, or no longer.

    Deciding again what stands writes nothing. NoCollection, SignInRequired, Forbidden.
    """
    layer = layers.collection(collection_id)
    permit(actor, layer.id)
    _keep(actor, layer.id, shown=shown, why=why)
    return queries.standing(layer.id)


def accept_proposal(*, actor: Actor, collection_id: str) -> bool:
    """Show a fitting layer that nobody has decided about; tell whether that was done."""
    layer = layers.collection(collection_id)
    permit(actor, layer.id)
    if ResidentsRecord.objects.filter(collection=layer.id).exists():
        return False
    if proposing.reason(layer) not in FITTING:
        return False
    _keep(actor, layer.id, shown=True, why="")
    return True


def _keep(actor: Actor, collection_id: str, *, shown: bool, why: str) -> None:
    with transaction.atomic():
        row, made = ResidentsRecord.objects.select_for_update().get_or_create(
            collection=collection_id, defaults={"shown": shown}
        )
        if not made and row.shown == shown:
            return
        row.shown = shown
        row.save()
        audit.record(
            actor=actor,
            action="features.near-shown" if shown else "features.near-hidden",
            target=f"dataset:{collection_id}",
            why=why[:500],
            data={"shown": shown},
        )
