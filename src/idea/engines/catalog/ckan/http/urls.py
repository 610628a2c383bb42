"""The addresses of the Action API, with and without its version."""

from django.urls import path, re_path

from idea.engines.catalog.ckan.http import views

app_name = "ckan"
urlpatterns = [
    path("3", views.version, name="version"),
    path("3/", views.version),
    re_path(r"^(?:3/)?action/(?P<name>[^/]{1,80})/?$", views.action, name="action"),
]
