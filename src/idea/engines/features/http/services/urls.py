"""The addresses of services that draw: tiles, WMTS, WMS; under /ogc."""

from django.urls import path

from idea.engines.features.http.services import map_tiles, maps, styles, tilesets, wms, wmts

_LAYER = "collections/<str:collection_id>"
_TILES = f"{_LAYER}/tiles"
_TILE = "wmts/1.0.0/<str:layer>/<str:style>/<str:matrices>/<str:z>/<str:row>/<str:column>"

urlpatterns = [
    path("tileMatrixSets", tilesets.matrix_sets, name="matrix-sets"),
    path("tileMatrixSets/<str:matrices>", tilesets.matrix_set_, name="matrix-set"),
    path(f"{_LAYER}/tiles.json", tilesets.tile_json, name="tilejson"),
    path(f"{_LAYER}/tiles.pmtiles", tilesets.archive, name="pmtiles"),
    path(_TILES, tilesets.tilesets, name="tilesets"),
    path(f"{_TILES}/<str:matrices>", tilesets.tileset, name="tileset"),
    path(f"{_TILES}/<str:z>/<str:x>/<str:y>.mvt", tilesets.tile, name="tile"),
    path(f"{_TILES}/<str:matrices>/<str:z>/<str:y>/<str:x>", tilesets.tile, name="tileset-tile"),
    path("map", maps.dataset_map, name="dataset-map"),
    path(f"{_LAYER}/map", maps.collection_map, name="collection-map"),
    path(f"{_LAYER}/map/tiles.json", map_tiles.tile_json, name="map-tilejson"),
    path(
        f"{_LAYER}/map/tiles/<str:matrices>/<str:z>/<str:y>/<str:x>.png",
        map_tiles.tile,
        name="map-tile",
    ),
    path(f"{_LAYER}/styles", styles.every, name="styles"),
    path(f"{_LAYER}/styles/<str:style_id>", styles.one, name="style"),
    path(f"{_LAYER}/styles/<str:style_id>/metadata", styles.metadata, name="style-metadata"),
    *(
        path(
            f"{_LAYER}/styles/<str:style_id>/legend.{ending}",
            styles.legend,
            {"ending": ending},
            name=f"legend-{ending}",
        )
        for ending in ("json", "svg", "png")
    ),
    path("wms", wms.wms, name="wms"),
    path(f"{_LAYER}/wms", wms.wms, name="layer-wms"),
    path("wmts", wmts.wmts, name="wmts"),
    path("wmts/1.0.0/WMTSCapabilities.xml", wmts.document, name="wmts-document"),
    path(f"{_LAYER}/wmts", wmts.wmts, name="layer-wmts"),
    path(f"{_LAYER}/wmts/1.0.0/WMTSCapabilities.xml", wmts.document, name="layer-wmts-document"),
    path(f"{_TILE}.png", wmts.resource, name="wmts-tile"),
    path(f"{_TILE}/<str:j>/<str:i>.<str:ending>", wmts.resource, name="wmts-info"),
]
