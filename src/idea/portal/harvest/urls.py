"""The addresses of the harvest: one line a page."""

from django.urls import path

from idea.portal.harvest import desk, pages

urlpatterns = [
    path("sources/", pages.sources, name="sources"),
    path("desk/harvest/", desk.front, name="desk_harvest"),
    path("desk/harvest/new/", desk.new, name="desk_harvest_new"),
    path("desk/harvest/runs/<uuid:run_id>/", desk.report, name="desk_harvest_run"),
    path("desk/harvest/<str:slug>/", desk.source, name="desk_harvest_source"),
    path("desk/harvest/<str:slug>/edit/", desk.edit, name="desk_harvest_edit"),
    path("desk/harvest/<str:slug>/run/", desk.start, name="desk_harvest_start"),
    path("desk/harvest/<str:slug>/active/", desk.active, name="desk_harvest_active"),
    path("desk/harvest/<str:slug>/remove/", desk.remove, name="desk_harvest_remove"),
]
