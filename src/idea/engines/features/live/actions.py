"""Creates, replaces, changes, deletes and sets back features of live collections.

Each is a transaction of one revision: rows, what is served, event and audit entry, or nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from django.db import transaction
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from idea.engines.features.events import LiveChanged
from idea.engines.features.live import access, fields, geometries
from idea.engines.features.live.declaring import locked, show
from idea.engines.features.live.errors import BadFeature, LayerFull, RevisionMoved
from idea.engines.features.live.queries import no_feature
from idea.engines.features.live.records import feature_of, fields_of
from idea.engines.features.live.types import MOST_FEATURES, Deed, LiveFeature, Shape
from idea.engines.features.models import LiveRecord, LiveVersion
from idea.engines.features.types import CRS84, Crs
from idea.engines.identity import api as identity
from idea.engines.identity.types import Role
from idea.kernel import clock
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Issue
from idea.kernel.events import api as events
from idea.kernel.ids import uuid7
from idea.kernel.written import many_lines

_BATCH = 1_000
_BIGGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class _New:
    """What one feature becomes; no geometry: it is deleted."""

    number: int
    geometry: BaseGeometry | None
    properties: dict[str, Any]
    before: LiveVersion | None = None


def create_feature(
    collection_id: str, feature: Mapping[str, Any], *, actor: Actor, why: str = "", crs: Crs = CRS84
) -> LiveFeature:
    """Add a GeoJSON feature and return it with the id it got; an id it brings is not kept.

    Raises NoLive, Forbidden, BadFeature, BadShape, TooLarge, LayerFull.
    """
    return create_features(collection_id, [feature], actor=actor, why=why, crs=crs)[0]


def create_features(
    collection_id: str,
    features: Sequence[Mapping[str, Any]],
    *,
    actor: Actor,
    why: str = "",
    crs: Crs = CRS84,
) -> list[LiveFeature]:
    """Add many features as one revision: all of them, or none where one is refused."""
    with transaction.atomic():
        record = _open(actor, collection_id)
        if record.count + len(features) > MOST_FEATURES:
            raise LayerFull(
                _("A live layer holds at most %(most)d features.") % {"most": MOST_FEATURES},
                remedy=_("Delete what is over, or publish it as a file."),
            )
        read = [_read(record, feature, crs) for feature in features]
        first = record.last_number + 1
        record.last_number += len(read)
        new = [_New(number, *pair) for number, pair in enumerate(read, first)]
        return _write(actor, record, new, Deed.CREATED, why)


def replace_feature(
    collection_id: str,
    feature_id: int,
    feature: Mapping[str, Any],
    *,
    actor: Actor,
    why: str = "",
    expected_revision: int | None = None,
    crs: Crs = CRS84,
) -> LiveFeature:
    """Make a feature what `feature` says and nothing else; properties not given become None.

    `expected_revision` is that of the feature when it was read: RevisionMoved (412) where
    somebody changed it since. Raises what `create_feature` raises, and NoFeature.
    """
    with transaction.atomic():
        record = _open(actor, collection_id)
        before = _current(record, feature_id, expected_revision)
        new = _New(before.number, *_read(record, feature, crs), before)
        return _write(actor, record, [new], Deed.REPLACED, why)[0]


def update_feature(
    collection_id: str,
    feature_id: int,
    feature: Mapping[str, Any],
    *,
    actor: Actor,
    why: str = "",
    expected_revision: int | None = None,
    crs: Crs = CRS84,
) -> LiveFeature:
    """Change only what `feature` names: a JSON merge patch (RFC 7396) of the GeoJSON feature.

    None takes a property away. Raises what `replace_feature` raises.
    """
    with transaction.atomic():
        record = _open(actor, collection_id)
        before = _current(record, feature_id, expected_revision)
        there: dict[str, Any] = {"type": "Feature", "properties": before.properties}
        if "geometry" in feature:
            there["geometry"] = feature_of(before).geometry
        merged = _merged(there, feature)
        if "geometry" in feature:
            geometry, properties = _read(record, merged, crs)
        else:
            geometry = shapely.from_wkb(bytes(before.geometry or b""))
            properties = _properties(record, merged)
        new = _New(before.number, geometry, properties, before)
        return _write(actor, record, [new], Deed.UPDATED, why)[0]


def delete_feature(
    collection_id: str,
    feature_id: int,
    *,
    actor: Actor,
    why: str = "",
    expected_revision: int | None = None,
) -> None:
    """Take a feature away; its history stays, and `revert` brings it back."""
    with transaction.atomic():
        record = _open(actor, collection_id)
        before = _current(record, feature_id, expected_revision)
        _write(actor, record, [_New(before.number, None, {}, before)], Deed.DELETED, why)


def revert(
    collection_id: str, feature_id: int, to_revision: int, *, actor: Actor, why: str = ""
) -> LiveFeature:
    """Make a feature again what it was after `to_revision`, deleted or not, as a new revision.

    Raises NoFeature where it was not there then.
    """
    with transaction.atomic():
        record = _open(actor, collection_id)
        rows = LiveVersion.objects.filter(
            collection=record, number=max(-1, min(feature_id, _BIGGEST))
        ).order_by("-revision")
        before = rows.first()
        then = rows.filter(revision__lte=max(-1, min(to_revision, _BIGGEST))).first()
        if before is None or then is None or then.geometry is None:
            raise no_feature(collection_id, feature_id)
        if before.deed == Deed.DELETED and record.count >= MOST_FEATURES:
            raise LayerFull(
                _("A live layer holds at most %(most)d features.") % {"most": MOST_FEATURES}
            )
        geometry = shapely.from_wkb(bytes(then.geometry))
        new = _New(before.number, geometry, then.properties, before)
        return _write(actor, record, [new], Deed.REVERTED, why)[0]


def _open(actor: Actor, collection_id: str) -> LiveRecord:
    record = locked(collection_id)
    access.check(actor, access.WRITE[Role(record.writers)], record.organization_id)
    return record


def _current(record: LiveRecord, feature_id: int, expected: int | None) -> LiveVersion:
    row = LiveVersion.objects.filter(
        collection=record, number=max(-1, min(feature_id, _BIGGEST)), until__isnull=True
    ).first()
    if row is None or row.deed == Deed.DELETED:
        raise no_feature(record.id, feature_id)
    if expected is not None and row.revision != expected:
        raise RevisionMoved(
            _("The feature has changed since it was read."),
            remedy=_("Read it again, look at what has changed, and send your change once more."),
        )
    return row


def _read(
    record: LiveRecord, feature: Mapping[str, Any], crs: Crs
) -> tuple[BaseGeometry, dict[str, Any]]:
    properties = _properties(record, feature)
    return geometries.read(feature.get("geometry"), Shape(record.shape), crs), properties


def _properties(record: LiveRecord, feature: Mapping[str, Any]) -> dict[str, Any]:
    if not isinstance(feature, Mapping) or feature.get("type", "Feature") != "Feature":
        message = _("This is no GeoJSON feature.")
        raise BadFeature(
            message,
            remedy=_("Send an object of type “Feature” with “geometry” and “properties”."),
            issues=(Issue("no-feature", message, column="/type"),),
        )
    given = feature.get("properties") or {}
    if not isinstance(given, Mapping):
        message = _("“properties” must be an object.")
        raise BadFeature(message, issues=(Issue("bad-value", message, column="/properties"),))
    return fields.values(fields_of(record), given)


def _merged(there: Any, patch: Any) -> Any:
    """RFC 7396, section 2."""
    if not isinstance(patch, Mapping):
        return patch
    made = dict(there) if isinstance(there, Mapping) else {}
    for name, value in patch.items():
        if value is None:
            made.pop(name, None)
        else:
            made[name] = _merged(made.get(name), value)
    return made


def _write(
    actor: Actor, record: LiveRecord, new: Sequence[_New], deed: Deed, why: str
) -> list[LiveFeature]:
    now, revision = clock.now(), record.revision + 1
    person = identity.person_of(actor)
    rows = []
    for each in new:
        bounds = [None] * 4 if each.geometry is None else map(float, each.geometry.bounds)
        west, south, east, north = bounds
        rows.append(
            LiveVersion(
                id=uuid7(),
                collection=record,
                number=each.number,
                revision=revision,
                deed=deed,
                geometry=None if each.geometry is None else shapely.to_wkb(each.geometry),
                west=west,
                south=south,
                east=east,
                north=north,
                properties=each.properties,
                created_at=each.before.created_at if each.before else now,
                at=now,
                by_name=str(person or actor.label)[:200],
                by_id=str(person.pk) if person else "",
                why=many_lines(why)[:2000],
            )
        )
    ended = [each.before.pk for each in new if each.before]
    LiveVersion.objects.filter(pk__in=ended).update(until=revision)
    LiveVersion.objects.bulk_create(rows, batch_size=_BATCH)
    was = sum(1 for each in new if each.before and each.before.deed != Deed.DELETED)
    record.count += sum(1 for each in new if each.geometry is not None) - was
    record.revision, record.changed_at = revision, now
    record.save()
    show(record)
    one = new[0].number if len(new) == 1 else 0
    events.emit(
        LiveChanged(
            collection_id=record.id,
            revision=revision,
            deed=str(deed),
            feature_id=one,
            count=len(new),
        )
    )
    audit.record(
        actor=actor,
        action=f"features.{_ACTIONS[deed]}",
        target=f"layer:{record.id}",
        why=why,
        data={"revision": revision, "feature": one, "count": len(new)},
    )
    return [feature_of(row) for row in rows]


_ACTIONS = {
    Deed.CREATED: "create",
    Deed.REPLACED: "replace",
    Deed.UPDATED: "update",
    Deed.DELETED: "delete",
    Deed.REVERTED: "revert",
}
