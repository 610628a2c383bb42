"""The addresses of the map of many layers: one line a page."""

from django.urls import path

from idea.portal.atlas import answers, sheets, views

urlpatterns = [
    path("maps/", views.atlas, name="atlas"),
    path("maps/here/", views.here, name="atlas_here"),
    path("maps/embed/", views.embed, name="atlas_embed"),
    path("maps/print/", sheets.paper, name="atlas_print"),
    path("maps/map.svg", sheets.picture, name="atlas_picture"),
    path("maps/find.json", answers.find, name="atlas_find"),
    path("maps/layers.json", answers.layers, name="atlas_layers"),
]
