"""Addresses below /feeds/."""

from django.urls import URLPattern, path

from idea.engines.catalog.http import feeds

urlpatterns: list[URLPattern] = [
    path("changes.atom", feeds.changes, name="feed-changes"),
    path("datasets/<str:slug>.atom", feeds.dataset, name="feed-dataset"),
]
