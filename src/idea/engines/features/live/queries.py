"""Which live collections there are, their features as they stand, and what was done to them."""

from collections.abc import Collection as Ids
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from idea.engines.features.errors import NoFeature
from idea.engines.features.live.errors import NoLive
from idea.engines.features.live.records import change_of, feature_of, live_of
from idea.engines.features.live.types import Change, Deed, Live, LiveFeature
from idea.engines.features.models import LiveRecord, LiveVersion

_BIGGEST = 2**63 - 1


def live_collections(organization_ids: Ids[UUID] | None = None) -> list[Live]:
    """Return the live collections of these agencies (None: of all), by id."""
    rows = LiveRecord.objects.all()
    if organization_ids is not None:
        rows = rows.filter(organization_id__in=organization_ids)
    return [live_of(row) for row in rows]


def live_collection(collection_id: str) -> Live:
    """Return one live collection or raise NoLive."""
    row = None
    if "\0" not in collection_id:
        row = LiveRecord.objects.filter(pk=collection_id).first()
    if row is None:
        raise no_live(collection_id)
    return live_of(row)


def no_live(collection_id: str) -> NoLive:
    return NoLive(
        _("There is no live layer “%(id)s”.") % {"id": collection_id[:80]},
        remedy=_("Declare it first, or look at the list of live layers."),
    )


def is_live(collection_id: str) -> bool:
    return "\0" not in collection_id and LiveRecord.objects.filter(pk=collection_id).exists()


def live_feature(collection_id: str, feature_id: int, revision: int | None = None) -> LiveFeature:
    """Return a feature as it stands, or stood at a `revision` of its collection.

    Raises NoFeature where it is not there or was deleted by then.
    """
    rows = LiveVersion.objects.filter(
        collection_id=collection_id, number=min(feature_id, _BIGGEST)
    ).exclude(deed=Deed.DELETED)
    row = rows.filter(_at(revision)).first()
    if row is None:
        raise no_feature(collection_id, feature_id)
    return feature_of(row)


def no_feature(collection_id: str, feature_id: object) -> NoFeature:
    return NoFeature(
        _("Layer “%(id)s” has no feature %(row)s.")
        % {"id": collection_id[:80], "row": str(feature_id)[:40]}
    )


def live_features(collection_id: str, *, start: int = 0, limit: int = 100) -> list[LiveFeature]:
    """Return features as they stand, the latest changed first."""
    rows = (
        LiveVersion.objects.filter(_at(None), collection_id=collection_id)
        .exclude(deed=Deed.DELETED)
        .order_by("-revision", "-number")
    )
    return [feature_of(row) for row in rows[start : start + limit]]


def history(collection_id: str, feature_id: int) -> list[Change]:
    """Return everything done to a feature, the latest first; NoFeature where it never was."""
    rows = LiveVersion.objects.filter(
        collection_id=collection_id, number=min(feature_id, _BIGGEST)
    ).order_by("-revision")
    changes = [change_of(row) for row in rows]
    if not changes:
        raise no_feature(collection_id, feature_id)
    return changes


def latest_changes(collection_id: str, *, start: int = 0, limit: int = 100) -> list[Change]:
    """Return what was done to any feature of a collection, the latest first."""
    rows = LiveVersion.objects.filter(collection_id=collection_id).order_by("-revision", "-number")
    return [change_of(row) for row in rows[start : start + limit]]


def _at(revision: int | None) -> Q:
    if revision is None:
        return Q(until__isnull=True)
    return Q(revision__lte=revision) & (Q(until__isnull=True) | Q(until__gt=revision))
