"""The faces in the REST interface: one data set, or the list, in the words of others."""

from typing import Annotated, Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page
from ninja import Query, Router
from ninja.decorators import decorate_view

from idea.engines.catalog import queries
from idea.engines.catalog.errors import NoRowsHere
from idea.engines.catalog.faces.datapackage import datapackage
from idea.engines.catalog.faces.http import lists, rdf
from idea.engines.catalog.faces.ways import ways
from idea.engines.catalog.http.schemas import ProblemOut

router = Router()
_Problems = {404: ProblemOut, 410: ProblemOut, 422: ProblemOut}
_Form = Annotated[
    str,
    Query(description="v2 (the platform's JSON), 2015 (the standard's 38 fields) or export."),
]


@router.get(
    "/export.csv",
    response={200: Any, 429: ProblemOut},
    operation_id="export_csv",
    summary="Every data set in the 22 columns of data.gov.tw's export",
    include_in_schema=True,
)
def export_csv(request: HttpRequest) -> HttpResponseBase:
    """Stream the list as CSV (UTF-8 with a byte order mark; several values joined by `;`)."""
    return lists.export_csv(request)


@router.get(
    "/export.json",
    response={200: Any, 422: ProblemOut, 429: ProblemOut},
    operation_id="export_json",
    summary="Every data set in Taiwan's metadata",
)
def export_json(request: HttpRequest, form: _Form = "v2") -> HttpResponseBase:
    """Stream the list as one JSON array."""
    return lists.export_json(request, form)


@router.get(
    "/export.jsonl",
    response={200: Any, 429: ProblemOut},
    operation_id="export_jsonl",
    summary="Every data set with all that is said of it, for another site of this platform",
)
def export_jsonl(request: HttpRequest) -> HttpResponseBase:
    """Stream the list as JSON Lines; the first line says how many data sets follow."""
    return lists.exchange_lines(request)


@router.get(
    "/{slug}/dcat",
    response={200: Any, **_Problems},
    operation_id="get_dcat",
    summary="The data set as DCAT 3",
)
def get_dcat(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Return linked data with the properties DCAT-AP 3 asks for.

    JSON-LD, Turtle, RDF/XML or N-Triples, as the Accept header asks.
    """
    return rdf.dataset(request, slug)


@router.get(
    "/{slug}/taiwan",
    response={200: Any, **_Problems},
    operation_id="get_taiwan",
    summary="The data set in Taiwan's metadata",
)
@decorate_view(conditional_page)
def get_taiwan(request: HttpRequest, slug: str, form: _Form = "v2") -> HttpResponse:  # noqa: ARG001
    """Return the record a Taiwanese portal would hold."""
    return lists.record(queries.present(slug), form)


@router.get(
    "/{slug}/datapackage.json",
    response={200: Any, **_Problems},
    operation_id="get_datapackage",
    summary="The data set as a Frictionless Data Package",
)
@decorate_view(conditional_page)
def get_datapackage(request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG001
    """Return the descriptor with every file, its hash and columns."""
    found = queries.present(slug)
    if not ways(found):
        raise NoRowsHere(_("%(title)s has no files.") % {"title": found.title})
    return HttpResponse(orjson.dumps(datapackage(found)), content_type="application/json")
