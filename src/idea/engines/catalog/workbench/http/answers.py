"""A result as the caller asked for it: JSON with how it was made, CSV, or Parquet."""

from urllib.parse import urlencode

import orjson
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from idea.engines.catalog.workbench import run, writing
from idea.engines.catalog.workbench.errors import BadQuery
from idea.engines.catalog.workbench.http.schemas import result_out
from idea.engines.catalog.workbench.types import Result
from idea.kernel.serving import disposition

FORMATS = ("json", "csv", "parquet")
PARQUET = "application/vnd.apache.parquet"


def checked(form: str) -> str:
    if form not in FORMATS:
        raise BadQuery(
            _("Results are given as json, csv or parquet."),
            remedy=_("Leave the format out for JSON."),
        )
    return form


def answer(request: HttpRequest, result: Result, form: str) -> HttpResponse:
    """Return the response, 304 where the caller has these very rows already.

    CSV and Parquet tell where the same result is told with how it was made (RFC 8288,
    PROV-AQ clause 3.1).
    """
    etag = f'"{run.etag(result, form)}"'
    response = get_conditional_response(request, etag=etag) if request.method == "GET" else None
    if response is None:
        response = _written(result, form)
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache" if result.steady else "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Total-Count"] = str(len(result.rows))
    if form != "json":
        query = urlencode({"sql": result.sql})
        told = request.build_absolute_uri(f"{reverse('api:workbench-query')}?{query}")
        if len(told) < 4000:  # noqa: PLR2004  servers and proxies cut longer headers
            relation = "http://www.w3.org/ns/prov#has_provenance"
            response["Link"] = f'<{told}>; rel="{relation}"'
    return response


def _written(result: Result, form: str) -> HttpResponse:
    if form == "json":
        return HttpResponse(orjson.dumps(result_out(result)), content_type="application/json")
    if form == "csv":
        response = HttpResponse(writing.csv_text(result), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(writing.parquet_bytes(result), content_type=PARQUET)
    response["Content-Disposition"] = disposition(f"result.{form}")
    return response
