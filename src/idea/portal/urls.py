"""The addresses of the pages: one line a page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path


def _soon(request: HttpRequest, **kwargs: object) -> HttpResponse:  # noqa: ARG001
    return render(request, "idea/base.html")


app_name = "portal"
urlpatterns = [
    path("", _soon, name="home"),
    path("search/", _soon, name="search"),
    path("search/suggest.json", _soon, name="suggest"),
    path("datasets/", _soon, name="datasets"),
    path("datasets/<slug:slug>/", _soon, name="dataset"),
    path("agencies/<slug:slug>/", _soon, name="agency"),
    path("near/", _soon, name="near"),
    path("my/", _soon, name="my"),
    path("desk/", _soon, name="desk"),
    path("desk/publish/", _soon, name="desk_publish"),
    path("desk/jobs/<uuid:id>/", _soon, name="desk_job"),
    path("desk/datasets/<slug:slug>/", _soon, name="desk_dataset"),
    path("developers/", _soon, name="api_guide"),
    path("about/", _soon, name="about"),
    path("accessibility/", _soon, name="accessibility"),
    path("privacy/", _soon, name="privacy"),
    path("manifest.webmanifest", _soon, name="manifest"),
]
