"""The one REST interface (OpenAPI at `/api/v1/openapi.json`), made of the engines' routers."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from idea import __version__
from idea.engines.catalog.http.api import router as catalog_router
from idea.engines.catalog.http.jobs import router as jobs_router
from idea.engines.identity.http.api import router as identity_router
from idea.engines.identity.http.auth import token_or_session
from idea.kernel.errors import Problem
from idea.kernel.middleware import problem_response
from idea.kernel.search.http import router as search_router

api = NinjaAPI(
    title="ide@ API",
    version=__version__,
    description="Reads need no key. Writes take `Authorization: Bearer <token>`.",
    auth=[token_or_session],
    urls_namespace="api",
)
api.add_router("/datasets", catalog_router, tags=["datasets"])
api.add_router("/jobs", jobs_router, tags=["jobs"])
api.add_router("/search", search_router, tags=["search"])
api.add_router("/identity", identity_router, tags=["identity"])


@api.exception_handler(Problem)
def _problem(request: HttpRequest, problem: Problem | type[Problem]) -> HttpResponse:
    if isinstance(problem, type):
        raise TypeError("a problem is raised as an instance")
    return problem_response(request, problem)
