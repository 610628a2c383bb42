"""The REST interface of the harvest: sources and runs, read by anybody, started by those who may.

Entrances only: each checks who asks and hands over to the harvest's own functions.
"""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from idea.engines.catalog.harvest import actions, queries, tasks
from idea.engines.catalog.harvest.http import schemas
from idea.engines.catalog.harvest.plugin import HARVEST
from idea.engines.catalog.harvest.types import SourceDraft
from idea.engines.catalog.http import schemas as catalog
from idea.engines.catalog.http.entrance import job_path, permit
from idea.engines.identity import api as identity

router = Router()
Refusals = {
    401: catalog.ProblemOut,
    403: catalog.ProblemOut,
    404: catalog.ProblemOut,
    409: catalog.ProblemOut,
    422: catalog.ProblemOut,
}


@router.get(
    "/sources",
    response=list[schemas.SourceOut],
    operation_id="list_harvest_sources",
    summary="Catalogs that are harvested here",
)
def list_sources(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001
    """Return where data sets of this site come from."""
    return [schemas.source_out(source) for source in queries.sources()]


@router.post(
    "/sources",
    response={201: schemas.SourceOut, **Refusals},
    operation_id="add_harvest_source",
    summary="Add a source",
)
def add_source(request: HttpRequest, body: schemas.SourceIn) -> Status[dict[str, Any]]:
    """Add a catalog to harvest. Needs a token with the scope `publish` of a manager."""
    actor = permit(request, HARVEST, identity.organization(body.organization).id)
    made = actions.save_source(actor=actor, draft=SourceDraft(**body.dict()))
    return Status(201, schemas.source_out(made))


@router.get(
    "/sources/{slug}",
    response={200: schemas.SourceOut, 404: catalog.ProblemOut},
    operation_id="get_harvest_source",
    summary="One source",
)
def get_source(request: HttpRequest, slug: str) -> dict[str, Any]:  # noqa: ARG001
    return schemas.source_out(queries.source(slug))


@router.put(
    "/sources/{slug}",
    response={200: schemas.SourceOut, **Refusals},
    operation_id="change_harvest_source",
    summary="Say anew what a source is",
)
def change_source(request: HttpRequest, slug: str, body: schemas.SourceIn) -> dict[str, Any]:
    """Change a source; the body says all of it. Its short name and its data sets stay."""
    actor = permit(request, HARVEST, queries.source(slug).organization_id)
    draft = SourceDraft(**body.dict() | {"slug": ""})
    return schemas.source_out(actions.save_source(actor=actor, draft=draft, slug=slug))


@router.patch(
    "/sources/{slug}",
    response={200: schemas.SourceOut, **Refusals},
    operation_id="pause_harvest_source",
    summary="Pause a source, or wake it",
)
def pause(request: HttpRequest, slug: str, body: schemas.PauseIn) -> dict[str, Any]:
    """Let a source rest, or ask it again; its data sets stay as they are."""
    actor = permit(request, HARVEST, queries.source(slug).organization_id)
    return schemas.source_out(actions.set_active(actor=actor, slug=slug, active=body.active))


@router.delete(
    "/sources/{slug}",
    response={200: schemas.RemovedOut, **Refusals},
    operation_id="remove_harvest_source",
    summary="Remove a source",
)
def remove(
    request: HttpRequest,
    slug: str,
    keep: Annotated[
        bool, Query(description="true: its data sets stay as this site's own; false: withdrawn.")
    ],
    why: Annotated[str, Query(max_length=500, description="For the audit log.")] = "",
) -> dict[str, Any]:
    """End a source. Data sets that come by another source too are that one's from then on."""
    actor = permit(request, HARVEST, queries.source(slug).organization_id)
    count = actions.remove_source(actor=actor, slug=slug, keep=keep, why=why)
    return {"kept": keep, "datasets": count}


@router.get(
    "/sources/{slug}/runs",
    response={200: schemas.RunList, 404: catalog.ProblemOut},
    operation_id="list_harvest_runs",
    summary="The runs of a source, the newest first",
)
def list_runs(
    request: HttpRequest,  # noqa: ARG001
    slug: str,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> dict[str, Any]:
    """Return the reports without their bad records, which each report has."""
    found = queries.runs(slug, limit, offset)
    return {
        "total": queries.run_count(slug),
        "items": [schemas.run_out(run) for run in found],
    }


@router.post(
    "/sources/{slug}/runs",
    response={202: catalog.JobOut, **Refusals},
    operation_id="start_harvest",
    summary="Harvest a source now",
)
def start(
    request: HttpRequest, response: HttpResponse, slug: str, body: schemas.RunIn
) -> Status[dict[str, Any]]:
    """Start a run; answers 202 with the job. Needs a token with the scope `publish`."""
    source = queries.source(slug)
    actor = permit(request, HARVEST, source.organization_id)
    job = tasks.start_run(actor=actor, slug=slug, accept_loss=body.accept_loss, again=body.again)
    url = request.build_absolute_uri(job_path(job.id))
    response["Location"] = url
    return Status(202, catalog.job_out(job, url))


@router.get(
    "/runs/{uuid:run_id}",
    response={200: schemas.RunOut, 404: catalog.ProblemOut},
    operation_id="get_harvest_run",
    summary="The report of one run",
)
def get_run(request: HttpRequest, run_id: UUID) -> dict[str, Any]:  # noqa: ARG001
    """Return counts, faults by kind, the first bad records, and what was read."""
    return schemas.run_out(queries.run(run_id))
