"""The addresses of the style of a layer: one line a page."""

from django.urls import path

from idea.portal.styles import dating, views

urlpatterns = [
    path("desk/datasets/<str:slug>/style/", views.style, name="desk_style"),
    path("desk/datasets/<str:slug>/style/change/", views.change, name="desk_style_change"),
    path("desk/datasets/<str:slug>/style/preview.svg", views.preview, name="desk_style_preview"),
    path("desk/datasets/<str:slug>/time/", dating.date_layer, name="desk_time"),
]
