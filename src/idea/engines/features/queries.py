"""Which collections are served; their features are read in `reading.py`."""

from django.utils.translation import gettext as _

from idea.engines.features.errors import NoCollection
from idea.engines.features.models import CollectionRecord
from idea.engines.features.types import Bounds, Collection, Layer


def collections() -> list[Collection]:
    """Return all collections, by id."""
    return [_info(record) for record in CollectionRecord.objects.all()]


def collection(collection_id: str) -> Collection:
    """Return one collection or raise NoCollection."""
    try:
        return _info(CollectionRecord.objects.get(id=collection_id))
    except (CollectionRecord.DoesNotExist, ValueError):  # ValueError: a NUL, on PostgreSQL
        raise NoCollection(
            _("There is no map layer “%(id)s”.") % {"id": collection_id[:80]},
            remedy=_("Look at the list of collections at /ogc/collections."),
        ) from None


def touching(bounds: Bounds) -> list[Collection]:
    """Return the collections whose own bounds touch `bounds` (west <= east)."""
    west, south, east, north = bounds
    records = CollectionRecord.objects.filter(
        west__lte=east, east__gte=west, south__lte=north, north__gte=south
    )
    return [_info(record) for record in records]


def _info(record: CollectionRecord) -> Collection:
    return Collection(
        id=record.id,
        title=record.title,
        title_en=record.title_en,
        description=record.description,
        description_en=record.description_en,
        attribution=record.attribution,
        synthetic=record.synthetic,
        lake_key=record.lake_key,
        layer=Layer(
            kind=record.kind,
            bbox=(record.west, record.south, record.east, record.north),
            count=record.count,
            rows=record.rows,
        ),
        columns=tuple(record.columns),
        updated_at=record.updated_at,
    )
