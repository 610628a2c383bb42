"""What other packages may ask of the features engine."""

from idea.engines.features.actions import register, unregister
from idea.engines.features.choropleth import choropleth
from idea.engines.features.filters import selection, touching
from idea.engines.features.live.api import (
    create_feature,
    create_features,
    declare_live,
    delete_feature,
    history,
    is_live,
    latest_changes,
    live_collection,
    live_collections,
    live_feature,
    live_features,
    replace_feature,
    revert,
    update_feature,
)
from idea.engines.features.nearest import near
from idea.engines.features.picture import picture
from idea.engines.features.queries import collection, collections
from idea.engines.features.rasters.reading import raster_of
from idea.engines.features.rasters.writing import write as write_raster
from idea.engines.features.reading import feature, query
from idea.engines.features.styles.breaks import ranks as class_ranks
from idea.engines.features.tiles3d.reading import TileFile, tile_file, tileset_of
from idea.engines.features.tiles3d.writing import write as write_tileset
from idea.engines.features.writing import narrow, write

__all__ = [
    "TileFile",
    "choropleth",
    "class_ranks",
    "collection",
    "collections",
    "create_feature",
    "create_features",
    "declare_live",
    "delete_feature",
    "feature",
    "history",
    "is_live",
    "latest_changes",
    "live_collection",
    "live_collections",
    "live_feature",
    "live_features",
    "narrow",
    "near",
    "picture",
    "query",
    "raster_of",
    "register",
    "replace_feature",
    "revert",
    "selection",
    "tile_file",
    "tileset_of",
    "touching",
    "unregister",
    "update_feature",
    "write",
    "write_raster",
    "write_tileset",
]
