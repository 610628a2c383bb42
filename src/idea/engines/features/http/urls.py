"""Every address under /ogc."""

from django.urls import path

from idea.engines.features.exchange.http import features_file
from idea.engines.features.http import changes, media, ogc, schemas
from idea.engines.features.http.services.urls import urlpatterns as services

_LAYER = "collections/<str:collection_id>"

app_name = "features"
urlpatterns = [
    path("", ogc.landing, name="landing"),
    path("conformance", ogc.conformance, name="conformance"),
    path("api", ogc.api, name="api"),
    path("collections", ogc.collections, name="collections"),
    path(_LAYER, ogc.collection, name="collection"),
    path(f"{_LAYER}/queryables", ogc.queryables, name="queryables"),
    path(f"{_LAYER}/schema", schemas.schema, name="schema"),
    path(f"{_LAYER}/items", changes.items, name="items"),
    path(f"{_LAYER}/items/<str:feature_id>", changes.feature, name="feature"),
    path(f"{_LAYER}/map.svg", media.picture, name="map"),
    path(f"{_LAYER}/features.<str:ending>", features_file, name="file"),
    *services,
]
