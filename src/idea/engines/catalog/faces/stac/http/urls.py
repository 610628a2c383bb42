"""The addresses below /stac."""

from django.urls import path

from idea.engines.catalog.faces.stac.http import views

_ONE = "collections/<str:slug>"
app_name = "stac"
urlpatterns = [
    path("", views.landing, name="landing"),
    path("conformance", views.conformance, name="conformance"),
    path("api", views.api, name="api"),
    path("collections", views.collections, name="collections"),
    path(_ONE, views.collection, name="collection"),
    path(f"{_ONE}/items", views.items, name="items"),
    path(f"{_ONE}/items/<str:item_id>", views.item, name="item"),
    path("search", views.search, name="search"),
]
