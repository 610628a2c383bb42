"""Which collections are served; their features are read in `reading.py`."""

from collections.abc import Collection as Ids

from django.db.models import F
from django.utils.translation import gettext as _

from idea.engines.features import records
from idea.engines.features.errors import NoCollection
from idea.engines.features.models import CollectionRecord, ResidentsRecord
from idea.engines.features.rasters.reading import raster_of
from idea.engines.features.types import Bounds, Collection, Layer, Validity


def collections(after: str = "", most: int | None = None) -> list[Collection]:
    """Return all collections by id, or at most `most` of those after the id `after`."""
    found = records.every()
    if after:
        found = found.filter(id__gt=after)
    return [_info(record) for record in found[:most]]


def collection(collection_id: str) -> Collection:
    """Return one collection or raise NoCollection."""
    if (record := records.find(collection_id)) is None:
        raise NoCollection(
            _("There is no map layer “%(id)s”.") % {"id": collection_id[:80]},
            remedy=_("Look at the list of collections at /ogc/collections."),
        )
    return _info(record)


def named(ids: Ids[str]) -> dict[str, Collection]:
    """Return those of `ids` that are served, by id, in one query."""
    found = records.every().filter(id__in=[each for each in ids if "\0" not in each])
    return {record.id: _info(record) for record in found}


def touching(
    bounds: Bounds, limit: int, ids: Ids[str] | None = None, *, residents: bool = False
) -> list[Collection]:
    """Return the collections whose own bounds touch `bounds` (west <= east), the most local first.

    At most `limit`, from all collections or those named in `ids`; `residents`: of these, those
    that their agencies chose for the near-me page.
    """
    west, south, east, north = bounds
    local = ((F("east") - F("west")) * (F("north") - F("south")), "id")
    chosen = CollectionRecord.objects.filter(
        west__lte=east, east__gte=west, south__lte=north, north__gte=south
    ).order_by(*local)
    if ids is not None:
        chosen = chosen.filter(id__in=ids)
    if residents:
        shown = ResidentsRecord.objects.filter(shown=True)
        chosen = chosen.filter(id__in=shown.values("collection"))
    # Chosen by their ids first: what these and the bounds are stands in the index.
    found = records.every().filter(id__in=chosen.values("id")[:limit])
    return [_info(record) for record in found.order_by(*local)]


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
            raster=raster_of(record.raster),
        ),
        columns=tuple(record.columns),
        updated_at=record.updated_at,
        validity=Validity(**record.validity) if record.validity else None,
        styled=getattr(record, "styled", None) or 0,
    )
