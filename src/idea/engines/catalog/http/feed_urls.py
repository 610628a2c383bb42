"""Addresses below /feeds/."""

from django.urls import URLPattern, path

from idea.engines.catalog.http import feed_json, feeds
from idea.engines.catalog.requests.http import feeds as request_feeds

urlpatterns: list[URLPattern] = [
    path("changes.atom", feeds.changes, name="feed-changes"),
    path("changes.json", feed_json.changes, name="feed-changes-json"),
    path("requests.atom", request_feeds.requests, name="feed-requests"),
    path("datasets/<str:slug>.json", feed_json.dataset, name="feed-dataset-json"),
    path("datasets/<str:slug>.atom", feeds.dataset, name="feed-dataset"),
]
