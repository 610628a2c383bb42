"""Every address under /ogc."""

from django.urls import path

from idea.engines.features.http import items, media, ogc

_LAYER = "collections/<str:collection_id>"

app_name = "features"
urlpatterns = [
    path("", ogc.landing, name="landing"),
    path("conformance", ogc.conformance, name="conformance"),
    path("api", ogc.api, name="api"),
    path("collections", ogc.collections, name="collections"),
    path(_LAYER, ogc.collection, name="collection"),
    path(f"{_LAYER}/items", items.items, name="items"),
    path(f"{_LAYER}/items/<str:feature_id>", items.feature, name="feature"),
    path(f"{_LAYER}/map.svg", media.picture, name="map"),
    path(f"{_LAYER}/tiles/<str:z>/<str:x>/<str:y>.mvt", media.tile, name="tile"),
]
