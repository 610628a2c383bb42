"""Adds collections to what is served and takes them away.

The catalog calls this inside its own transaction, which also holds the audit entry.
"""

from dataclasses import asdict

from idea.engines.features.live import declaring
from idea.engines.features.models import CollectionRecord
from idea.engines.features.types import Collection
from idea.engines.features.validity.keeping import kept


def register(collection: Collection) -> None:
    """Serve `collection` from now on, in place of the one with the same id.

    A live collection goes on serving its own rows, and takes only what is said of it.
    """
    if declaring.take_over(collection):
        return
    layer = collection.layer
    west, south, east, north = layer.bbox
    CollectionRecord.objects.update_or_create(
        id=collection.id,
        defaults={
            "title": collection.title,
            "title_en": collection.title_en,
            "description": collection.description,
            "description_en": collection.description_en,
            "attribution": collection.attribution,
            "synthetic": collection.synthetic,
            "lake_key": collection.lake_key,
            "kind": layer.kind,
            "west": west,
            "south": south,
            "east": east,
            "north": north,
            "count": layer.count,
            "rows": layer.rows,
            "columns": list(collection.columns),
            "raster": asdict(layer.raster) if layer.raster is not None else None,
            "validity": kept(collection.id, collection.columns),
            "updated_at": collection.updated_at,
        },
    )


def unregister(collection_id: str) -> None:
    """Serve the collection no longer; one that is not there is no error."""
    declaring.hide(collection_id)
    CollectionRecord.objects.filter(id=collection_id).delete()
