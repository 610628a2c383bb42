"""Declares which columns date a collection's features, and takes that back.

Who may is for `access`; what the columns mean for `reading`.
"""

from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from idea.engines.features import queries, store
from idea.engines.features.models import CollectionRecord, ValidityRecord
from idea.engines.features.types import Collection, Validity
from idea.engines.features.validity.access import permit
from idea.engines.features.validity.errors import BadValidity
from idea.engines.features.validity.proposing import told_by
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor


def declare(*, actor: Actor, collection_id: str, validity: Validity, why: str = "") -> None:
    """Keep with the collection which columns say from when and until when its features count.

    NoCollection, Forbidden; BadValidity where a column is not there or most of it is no date.
    """
    layer = queries.collection(collection_id)
    permit(actor, layer.id)
    _check(layer, validity)
    with transaction.atomic():
        ValidityRecord.objects.update_or_create(
            collection=layer.id,
            defaults={
                "start": validity.start,
                "end": validity.end,
                "through": validity.through,
            },
        )
        _tell(actor, layer.id, validity, "features.validity-declared", why)


def withdraw(*, actor: Actor, collection_id: str, why: str = "") -> None:
    """Date the collection's features no longer; the columns stay as they are."""
    layer = queries.collection(collection_id)
    permit(actor, layer.id)
    with transaction.atomic():
        ValidityRecord.objects.filter(pk=layer.id).delete()
        _tell(actor, layer.id, None, "features.validity-withdrawn", why)


def _tell(actor: Actor, layer_id: str, validity: Validity | None, action: str, why: str) -> None:
    said = None if validity is None else asdict(validity)
    CollectionRecord.objects.filter(pk=layer_id).update(validity=said)
    audit.record(
        actor=actor, action=action, target=f"dataset:{layer_id}", why=why[:500], data=said or {}
    )


def _check(layer: Collection, validity: Validity) -> None:
    names = [name for name in (validity.start, validity.end) if name]
    if not names or validity.start == validity.end:
        raise BadValidity(
            _("A start, an end or both are needed, in two columns."),
            remedy=_("Choose the column of the first day, of the last day, or both."),
        )
    types = store.column_types(layer)
    for name in names:
        if name not in types:
            raise BadValidity(
                _("There is no column %(name)s.") % {"name": name[:80]},
                remedy=_("The columns are: %(names)s.") % {"names": ", ".join(list(types)[:50])},
            )
        told = told_by(layer, name)
        if told.unread and not told.tells:  # a blank one is open
            raise BadValidity(
                _("Most of column %(name)s cannot be read as dates.") % {"name": name[:80]},
                remedy=_("Dates are like 2026-11-23, 20261123, 115/11/23, 1151123, 2026 or 115."),
            )
