"""Declares a layer a geography, and takes that back.

Who may is for the catalog, which knows whose the layer is; it calls this in its own transaction.
"""

from dataclasses import asdict

from django.db import transaction

from idea.engines.features import queries as layers
from idea.engines.features.geographies import declared, queries
from idea.engines.features.geographies.types import Columns, Geography, GeographyKind
from idea.engines.features.models import GeographyRecord
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor


def declare(
    *, actor: Actor, layer_id: str, kind: GeographyKind, columns: Columns, parent: str = ""
) -> Geography:
    """Make a layer's polygons a geography, or change which columns tell what.

    NoCollection, NoGeography (of the parent), NotAGeography.
    """
    layer = layers.collection(layer_id)
    declared.check(layer, columns)
    if parent:
        queries.geography(parent)
    with transaction.atomic():
        GeographyRecord.objects.update_or_create(
            layer_id=layer_id,
            defaults={"kind": kind, "columns": asdict(columns), "parent": parent},
        )
        made = queries.geography(layer_id)
        declared.units(made, layer)  # what cannot be read must not stand
        audit.record(
            actor=actor,
            action="areas.declared",
            target=f"dataset:{layer_id}",
            data={"kind": kind, "columns": asdict(columns), "parent": parent},
        )
    return made


def withdraw(*, actor: Actor, layer_id: str) -> None:
    """Take a geography back; its layer stays. NoGeography."""
    with transaction.atomic():
        made = queries.geography(layer_id)
        GeographyRecord.objects.filter(layer_id=made.source).delete()
        audit.record(actor=actor, action="areas.undeclared", target=f"dataset:{layer_id}", data={})
