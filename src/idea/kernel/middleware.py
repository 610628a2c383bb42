"""What surrounds every request: its id, its log line, its numbers, and problems as answers."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse

from idea.kernel.errors import Problem

Handler = Callable[[HttpRequest], HttpResponse]


def problem_response(request: HttpRequest, problem: Problem) -> HttpResponse:
    return JsonResponse(
        problem.as_dict(instance=request.path),
        status=problem.status,
        content_type="application/problem+json",
    )


class RequestContextMiddleware:
    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)


class ProblemMiddleware(RequestContextMiddleware):
    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return problem_response(request, error) if isinstance(error, Problem) else None
