"""The one REST interface (OpenAPI at `/api/v1/openapi.json`), made of the engines' routers."""

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.renderers import JSONRenderer
from ninja.responses import NinjaJSONEncoder

from idea import __version__
from idea.engines.catalog.areas.http.api import router as areas_router
from idea.engines.catalog.areas.http.declaring import router as declaring_router
from idea.engines.catalog.corrections.http.api import router as corrections_router
from idea.engines.catalog.faces.http.api import router as faces_router
from idea.engines.catalog.harvest.http.api import router as harvest_router
from idea.engines.catalog.hooks.http.api import router as hooks_router
from idea.engines.catalog.http.api import router as catalog_router
from idea.engines.catalog.http.jobs import router as jobs_router
from idea.engines.catalog.http.series import router as series_router
from idea.engines.catalog.http.versions import router as versions_router
from idea.engines.catalog.inventory.http.api import router as inventory_router
from idea.engines.catalog.inventory.http.committees import router as committees_router
from idea.engines.catalog.licenses.http.api import fees_router
from idea.engines.catalog.licenses.http.api import router as licenses_router
from idea.engines.catalog.quality.http.api import router as quality_router
from idea.engines.catalog.requests.http.api import router as requests_router
from idea.engines.catalog.requests.http.api import showcases as showcases_router
from idea.engines.catalog.usage.http.api import router as usage_router
from idea.engines.catalog.workbench.http.api import router as workbench_router
from idea.engines.features.addresses.http.api import router as addresses_router
from idea.engines.features.atlas.http.api import router as here_router
from idea.engines.features.geographies.http.api import router as geographies_router
from idea.engines.features.residents.http.api import router as residents_router
from idea.engines.identity.http.api import router as identity_router
from idea.engines.identity.http.auth import token_or_session
from idea.kernel.errors import Problem
from idea.kernel.middleware import problem_response
from idea.kernel.search.http import router as search_router


class Renderer(JSONRenderer):
    """JSON as ninja writes it, with other letters as they are, in a tenth of the time."""

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> Any:
        options = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_NON_STR_KEYS
        try:
            return orjson.dumps(data, default=NinjaJSONEncoder().default, option=options)
        except TypeError:  # an integer of more than 64 bits, which only the slow writer knows
            return super().render(request, data, response_status=response_status)


api = NinjaAPI(
    title="ide@ API",
    version=__version__,
    description="Reads need no key. Writes take `Authorization: Bearer <token>`.",
    auth=[token_or_session],
    renderer=Renderer(),
    urls_namespace="api",
)
api.add_router("/datasets", faces_router, tags=["datasets"])
api.add_router("/datasets", catalog_router, tags=["datasets"])
api.add_router("/datasets", versions_router, tags=["datasets"])
api.add_router("/datasets", areas_router, tags=["datasets"])
api.add_router("/datasets", declaring_router, tags=["areas"])
api.add_router("", quality_router)
api.add_router("/series", series_router, tags=["datasets"])
api.add_router("", usage_router, tags=["usage"])
api.add_router("/requests", requests_router, tags=["requests"])
api.add_router("/showcases", showcases_router, tags=["requests"])
api.add_router("/corrections", corrections_router, tags=["corrections"])
api.add_router("/jobs", jobs_router, tags=["jobs"])
api.add_router("/harvest", harvest_router, tags=["harvest"])
api.add_router("/hooks", hooks_router, tags=["hooks"])
api.add_router("/inventory", inventory_router, tags=["inventory"])
api.add_router("/committees", committees_router, tags=["inventory"])
api.add_router("/licenses", licenses_router, tags=["licenses"])
api.add_router("/fees", fees_router, tags=["licenses"])
api.add_router("/workbench", workbench_router, tags=["workbench"])
api.add_router("/areas", geographies_router, tags=["areas"])
api.add_router("/addresses", addresses_router, tags=["addresses"])
api.add_router("/here", here_router, tags=["places"])
api.add_router("/near/layers", residents_router, tags=["places"])
api.add_router("/search", search_router, tags=["search"])
api.add_router("/identity", identity_router, tags=["identity"])


@api.exception_handler(Problem)
def _problem(request: HttpRequest, problem: Problem | type[Problem]) -> HttpResponse:
    if isinstance(problem, type):
        raise TypeError("a problem is raised as an instance")
    return problem_response(request, problem)
