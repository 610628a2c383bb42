"""The addresses of the records, below /ogc: they come before those of the layers."""

from django.urls import path

from idea.engines.catalog.faces.records.http import views
from idea.engines.catalog.faces.records.plugin import ID

_HERE = f"collections/{ID}"
app_name = "records"
urlpatterns = [
    path(_HERE, views.collection, name="collection"),
    path(f"{_HERE}/queryables", views.queryables, name="queryables"),
    path(f"{_HERE}/sortables", views.sortables, name="sortables"),
    path(f"{_HERE}/items", views.items, name="items"),
    path(f"{_HERE}/items/<str:record_id>", views.item, name="item"),
]
