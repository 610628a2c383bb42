"""The REST interface of the workbench: ask in SQL, cancel, list tables, keep and share queries.

Entrances only: each checks who asks and hands over.
"""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from idea.engines.catalog.http.entrance import job_path, permit_publish
from idea.engines.catalog.http.schemas import JobOut, job_out
from idea.engines.catalog.types import Draft
from idea.engines.catalog.workbench import publishing, run, saved, tables, turns
from idea.engines.catalog.workbench.conf import conf
from idea.engines.catalog.workbench.http import answers, schemas
from idea.engines.catalog.workbench.http.anybody import anybody, asked
from idea.engines.identity import api as identity
from idea.engines.identity.http.auth import require_scope
from idea.kernel.audit.types import Actor

SCOPE = "queries"
router = Router()

Problems = {
    403: schemas.ProblemOut,
    404: schemas.ProblemOut,
    410: schemas.ProblemOut,
    422: schemas.ProblemOut,
    429: schemas.ProblemOut,
}
Refusals = {
    401: schemas.ProblemOut,
    403: schemas.ProblemOut,
    404: schemas.ProblemOut,
    422: schemas.ProblemOut,
}
OTHER_FORMATS = {
    "responses": {
        200: {
            "content": {
                "text/csv": {"schema": {"type": "string"}},
                answers.PARQUET: {"schema": {"type": "string", "format": "binary"}},
            }
        }
    }
}
Rows = Annotated[int | None, Query(ge=1, description="How many rows at most.")]
Format = Annotated[str, Query(description="json, csv or parquet.")]


@router.get(
    "/tables",
    response=schemas.TablesOut,
    operation_id="list_query_tables",
    summary="The tables SQL can name, with their columns",
)
def list_tables(
    request: HttpRequest,  # noqa: ARG001
    q: Annotated[str, Query(description="Words of the title, description or columns.")] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> dict[str, Any]:
    found, total = tables.tables(q, limit=limit, offset=offset)
    return {"total": total, "items": [schemas.table_out(table) for table in found]}


@router.get(
    "/query",
    response={200: schemas.ResultOut, **Problems},
    url_name="workbench-query",
    operation_id="query_by_address",
    summary="Ask in SQL, the query in the address",
    auth=anybody,
    openapi_extra=OTHER_FORMATS,
)
def query_by_address(
    request: HttpRequest,
    sql: Annotated[str, Query(description="One SELECT over the tables.")],
    *,
    format: Format = "json",  # noqa: A002  the parameter's public name
    rows: Rows = None,
    id: Annotated[UUID | None, Query(description="To cancel it by.")] = None,  # noqa: A002
) -> HttpResponse:
    """Run a query. The same query over the same versions has the same ETag and is not run twice."""
    form = answers.checked(format)
    result = run.answer(sql, asked=asked(request), rows=_rows(rows), query_id=id)
    return answers.answer(request, result, form)


@router.post(
    "/query",
    response={200: schemas.ResultOut, **Problems},
    operation_id="query",
    summary="Ask in SQL",
    auth=anybody,
    openapi_extra=OTHER_FORMATS,
)
def query(request: HttpRequest, body: schemas.QueryIn) -> HttpResponse:
    """Run a query of any length; needs no key, with one the limits are wider."""
    form = answers.checked(body.format)
    result = run.answer(body.sql, asked=asked(request), rows=_rows(body.rows), query_id=body.id)
    return answers.answer(request, result, form)


@router.delete(
    "/query/{uuid:query_id}",
    response={204: None, 404: schemas.ProblemOut},
    url_name="workbench-cancel",
    operation_id="cancel_query",
    summary="Cancel a query that runs",
    auth=anybody,
)
def cancel_query(request: HttpRequest, query_id: UUID) -> Status[None]:  # noqa: ARG001
    """Stop the query of this id: whoever gave it the id, knows it."""
    turns.cancel(query_id)
    return Status(204, None)


@router.get(
    "/queries",
    response=schemas.SavedListOut,
    operation_id="list_saved_queries",
    summary="Queries shared with everybody",
)
def list_saved(
    request: HttpRequest,  # noqa: ARG001
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> dict[str, Any]:
    found, total = saved.listed(limit=limit, offset=offset)
    return {"total": total, "items": [schemas.saved_out(each) for each in found]}


@router.get(
    "/mine",
    response={200: list[schemas.SavedOut], 401: schemas.ProblemOut},
    operation_id="list_own_queries",
    summary="Your own saved queries",
)
def list_own(request: HttpRequest) -> list[dict[str, Any]]:
    _actor, owner_id = _owner(request)
    return [schemas.saved_out(each) for each in saved.own(owner_id)]


@router.post(
    "/queries",
    response={201: schemas.SavedOut, **Refusals},
    operation_id="save_query",
    summary="Save a query",
)
def save_query(request: HttpRequest, body: schemas.SavedIn) -> Status[dict[str, Any]]:
    """Keep a query; `sharing` says who else may see it. Needs a token with the scope `queries`."""
    actor, owner_id = _owner(request)
    kept = saved.save(actor=actor, owner_id=owner_id, **body.dict())
    return Status(201, schemas.saved_out(kept))


@router.get(
    "/queries/{key}",
    response={200: schemas.SavedOut, 404: schemas.ProblemOut},
    operation_id="get_saved_query",
    summary="A saved query",
)
def get_saved(request: HttpRequest, key: str) -> dict[str, Any]:
    return schemas.saved_out(saved.saved(key, reader_id=_reader(request)))


@router.get(
    "/queries/{key}/result",
    response={200: schemas.ResultOut, **Problems},
    url_name="workbench-result",
    operation_id="get_saved_result",
    summary="The rows of a saved query, as they are now",
    auth=anybody,
    openapi_extra=OTHER_FORMATS,
)
def get_result(
    request: HttpRequest,
    key: str,
    format: Format = "json",  # noqa: A002
    rows: Rows = None,
) -> HttpResponse:
    """Run a saved query over the versions that are current now."""
    form = answers.checked(format)
    kept = saved.saved(key, reader_id=_reader(request))
    result = run.answer(kept.sql, asked=asked(request), rows=_rows(rows))
    return answers.answer(request, result, form)


@router.patch(
    "/queries/{key}",
    response={200: schemas.SavedOut, **Refusals},
    operation_id="edit_saved_query",
    summary="Change a query of your own",
)
def edit_saved(request: HttpRequest, key: str, body: schemas.SavedPatch) -> dict[str, Any]:
    actor, owner_id = _owner(request)
    return schemas.saved_out(saved.edit(actor=actor, owner_id=owner_id, key=key, **body.dict()))


@router.delete(
    "/queries/{key}",
    response={204: None, **Refusals},
    operation_id="delete_saved_query",
    summary="Delete a query of your own",
)
def delete_saved(request: HttpRequest, key: str) -> Status[None]:
    actor, owner_id = _owner(request)
    saved.delete(actor=actor, owner_id=owner_id, key=key)
    return Status(204, None)


@router.post(
    "/publish",
    response={202: JobOut, **Refusals, **Problems},
    operation_id="publish_result",
    summary="Publish the result of a query as a data set",
)
def publish_result(
    request: HttpRequest, response: HttpResponse, body: schemas.PublishIn
) -> Status[dict[str, Any]]:
    """Run the query whole and publish its rows; needs a token with the scope `publish`.

    The version's note tells the query and its sources.
    """
    actor, draft = permit_publish(request, Draft(**body.dict(exclude={"sql"})))
    job = publishing.publish_result(actor=actor, asked=asked(request), sql=body.sql, draft=draft)
    url = request.build_absolute_uri(job_path(job.id))
    response["Location"] = url
    return Status(202, job_out(job, url))


def _rows(wanted: int | None) -> int:
    most = conf().workbench_api_rows
    return min(wanted or most, most)


def _owner(request: HttpRequest) -> tuple[Actor, str]:
    """Return who acts and the person whose queries they are; SignInRequired, ScopeMissing."""
    require_scope(request, SCOPE)
    return identity.actor_of(request), str(request.user.pk)


def _reader(request: HttpRequest) -> str:
    return str(request.user.pk) if request.user.is_authenticated else ""
