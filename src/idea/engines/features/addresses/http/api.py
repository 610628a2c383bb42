"""The REST interface of address positioning: forward, reverse, suggest, parse, batch.

Entrances only. Open to anybody; a list longer than one request may hold needs an account, for its
table waits for whoever sent it.
"""

import io
from collections import Counter
from typing import Annotated, Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse as url_of
from django.utils import translation
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from idea.engines.features.addresses import api, batch
from idea.engines.features.addresses.conf import conf
from idea.engines.features.addresses.errors import BadBatch, BadPoint
from idea.engines.features.addresses.http import schemas
from idea.engines.features.http.params import language
from idea.engines.identity import api as identity
from idea.engines.identity.http.auth import token_or_session, told_by
from idea.engines.identity.types import Caller
from idea.kernel.errors import NotFound
from idea.kernel.geometry import on_planet
from idea.kernel.jobs import api as jobs
from idea.kernel.jobs.types import JobInfo

router = Router()
MOST = 32 * 1024 * 1024  # bytes of a list: more than its addresses may have
LONGEST = 20_000  # characters of one question that are read at all
_CSV = {"responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}}
_CSV_IN = {
    "requestBody": {
        "content": {
            "application/json": {"schema": schemas.BatchIn.model_json_schema()},
            "text/csv": {"schema": {"type": "string"}},
            "text/plain": {"schema": {"type": "string"}},
        },
        "required": True,
    }
}


def anybody(request: HttpRequest) -> Caller:
    """Let anybody send a list that is answered at once: it changes nothing."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    return told_by(request, secret.strip() if scheme.lower() == "bearer" else "", write=False)


@router.get("", response=schemas.FoundOut, operation_id="geocode", summary="Where an address is")
def forward(request: HttpRequest, q: Annotated[str, Query(max_length=LONGEST)]) -> dict[str, Any]:
    """Return what the address came to, the likeliest first, each with its level and score.

    Where nothing was found, or less than was written, `reasons` says why.
    """
    with translation.override(language(request)):
        return schemas.found_out(q, api.geocode(q))


@router.get(
    "/reverse",
    response={200: schemas.HereOut, 422: schemas.ProblemOut},
    operation_id="reverse_geocode",
    summary="What address a point has",
)
def backward(request: HttpRequest, lon: float, lat: float) -> dict[str, Any]:
    """Return the nearest known door within 50 m, or else the village (degrees, WGS 84)."""
    if not on_planet(lon, lat):
        raise BadPoint(
            _("Longitude is -180 to 180 degrees, latitude -90 to 90."),
            remedy=_("For example lon=121.5 and lat=25.05."),
        )
    with translation.override(language(request)):
        return schemas.here_out(api.reverse(lon, lat))


@router.get(
    "/suggest",
    response=list[schemas.SuggestionOut],
    operation_id="suggest_addresses",
    summary="What an address may go on to",
)
def suggest(
    request: HttpRequest,  # noqa: ARG001
    q: Annotated[str, Query(max_length=LONGEST)],
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> list[dict[str, Any]]:
    """Return counties, towns, villages and streets that begin as the text does."""
    return [schemas.suggestion_out(one) for one in api.suggest(q, limit)]


@router.get(
    "/parse", response=schemas.PartsOut, operation_id="parse_address", summary="An address's parts"
)
def parse(request: HttpRequest, q: Annotated[str, Query(max_length=LONGEST)]) -> dict[str, Any]:  # noqa: ARG001
    """Return the address taken apart, in its normal form; nothing is said of where it is."""
    return schemas.parts_out(api.take_apart(q))


@router.post(
    "/batch",
    response={200: schemas.BatchOut, 202: schemas.BatchOut, 401: schemas.ProblemOut,
              422: schemas.ProblemOut},
    operation_id="geocode_batch",
    summary="Where many addresses are",
    auth=anybody,
    openapi_extra=_CSV_IN,
)  # fmt: skip
def send(request: HttpRequest) -> Any:
    """Take JSON {"addresses": […]}, text with one a line, or CSV with a column of addresses.

    Up to IDEA_ADDRESSES_AT_ONCE lines are answered at once: as JSON, or as CSV where that is what
    Accept asks for. More become a job, for which one signs in (202; `url` says how far it is).
    """
    lines = _lines(request)
    if len(lines) > conf().addresses_at_once:
        request.auth = token_or_session(request)  # type: ignore[attr-defined]  # as ninja does
        job = api.start(actor=identity.actor_of(request), lines=lines)
        url = request.build_absolute_uri(url_of("api:address-job", args=[job.id]))
        return Status(202, {"job": str(job.id), "url": url})
    if "text/csv" in request.headers.get("Accept", ""):
        out = io.StringIO()
        api.write_csv(lines, out)
        return HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    rows = [batch.as_row(one) for one in api.located(lines)]
    return Status(200, {"rows": rows, "levels": Counter(row["level"] or "none" for row in rows)})


def _lines(request: HttpRequest) -> list[str]:
    body = request.read(MOST + 1)
    if len(body) > MOST:
        raise BadBatch(_("The list is too large."), remedy=_("Send it in parts."))
    if request.content_type == "application/json":
        try:
            lines = schemas.BatchIn.model_validate_json(body).addresses
        except ValueError:
            raise BadBatch(
                _("The body is not what was expected."),
                remedy=_('For example {"addresses": ["臺北市中正區重慶南路一段122號"]}.'),
            ) from None
        return batch.checked([batch.one_line(one) for one in lines])
    return api.read_lines(body)


@router.get(
    "/batch/{uuid:job_id}",
    response={200: schemas.JobOut, 401: schemas.ProblemOut, 404: schemas.ProblemOut},
    url_name="address-job",
    operation_id="get_address_job",
    summary="How far a list of addresses is",
)
def state(request: HttpRequest, job_id: UUID) -> dict[str, Any]:
    job = _own(request, job_id)
    told = job.result or {}
    ready = batch.result_of(job) is not None
    path = url_of("api:address-result", args=[job_id])
    return {
        "id": str(job.id),
        "state": job.state,
        "done": job.done,
        "total": job.total,
        "lines": told.get("lines"),
        "levels": told.get("levels", {}),
        "result": request.build_absolute_uri(path) if ready else "",
        "problem": job.problem,
    }


@router.get(
    "/batch/{uuid:job_id}/result.csv",
    url_name="address-result",
    operation_id="get_address_table",
    summary="The table of a list of addresses",
    openapi_extra=_CSV,
)
def result(request: HttpRequest, job_id: UUID) -> FileResponse:
    """Return the table to whoever sent the list; it is deleted after a day."""
    path = batch.result_of(_own(request, job_id))
    if path is None:
        raise NotFound(
            _("The table is not ready, or was deleted."), remedy=_("Send the list again.")
        )
    response = FileResponse(path.open("rb"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="addresses.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _own(request: HttpRequest, job_id: UUID) -> JobInfo:
    job = jobs.get(job_id)
    actor = identity.actor_of(request)
    if job.name != batch.JOB or job.actor_id not in {actor.id, str(request.user.pk)}:
        raise NotFound(_("There is no such job, or it was long ago."))
    return job
