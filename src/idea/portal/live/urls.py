"""The addresses of live layers in the back office: one line a page."""

from django.urls import path

from idea.portal.live import features, layers

urlpatterns = [
    path("desk/live/", layers.front, name="desk_live"),
    path("desk/live/new/", layers.new, name="desk_live_new"),
    path("desk/live/<str:slug>/", layers.layer, name="desk_live_layer"),
    path("desk/live/<str:slug>/changes/", layers.changes, name="desk_live_changes"),
    path("desk/live/<str:slug>/export.geojson", layers.export, name="desk_live_export"),
    path("desk/live/<str:slug>/snapshot/", layers.snapshot, name="desk_live_snapshot"),
    path("desk/live/<str:slug>/new/", features.new, name="desk_live_add"),
    path("desk/live/<str:slug>/<int:number>/", features.edit, name="desk_live_feature"),
    path("desk/live/<str:slug>/<int:number>/delete/", features.delete, name="desk_live_delete"),
    path("desk/live/<str:slug>/<int:number>/revert/", features.revert, name="desk_live_revert"),
]
