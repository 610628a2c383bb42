from django.http import HttpRequest, HttpResponse
from django.urls import path


def _soon(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    return HttpResponse("ide@")


app_name = "portal"
urlpatterns = [path("", _soon, name="home"), path("my/", _soon, name="my")]
