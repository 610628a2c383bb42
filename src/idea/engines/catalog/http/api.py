"""The REST interface of data sets: read by anybody, written by those who may.

Entrances only: each checks who asks and hands over to the catalog's own functions.
"""

from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page
from ninja import File, Form, Query, Router, Status
from ninja.decorators import decorate_view
from ninja.files import UploadedFile

from idea.engines.catalog import access, actions, linked, listing, queries
from idea.engines.catalog.errors import BadDraft
from idea.engines.catalog.faces.table_schema import table_schema
from idea.engines.catalog.http import bodies, schemas
from idea.engines.catalog.http import rows as rows_http
from idea.engines.catalog.http.describing import AS_JSON, body_of, describe, is_json
from idea.engines.catalog.http.entrance import job_path, permit, permit_publish
from idea.engines.catalog.http.uploads import name_of, start_upload
from idea.engines.catalog.tasks import start_publish
from idea.engines.catalog.types import Draft, Filter
from idea.engines.identity import api as identity
from idea.engines.sources.types import Hints
from idea.kernel.jobs.api import JobInfo

router = Router()

Problems = {
    404: schemas.ProblemOut,
    410: schemas.ProblemOut,
    422: schemas.ProblemOut,
}
Refusals = {
    401: schemas.ProblemOut,
    403: schemas.ProblemOut,
    404: schemas.ProblemOut,
    409: schemas.ProblemOut,
    422: schemas.ProblemOut,
}


@router.get(
    "",
    response={200: schemas.ListOut, 422: schemas.ProblemOut},
    url_name="datasets",
    operation_id="list_datasets",
    summary="List and search data sets",
)
@decorate_view(conditional_page)
def list_datasets(
    request: HttpRequest,
    *,
    q: Annotated[
        str, Query(description="Words to look for; two Chinese characters are a word.")
    ] = "",
    organization: Annotated[str, Query(description="An agency's slug.")] = "",
    theme: str = "",
    license: str = "",  # noqa: A002  the parameter's public name
    format: str = "",  # noqa: A002
    has_map: bool | None = None,
    keyword: str = "",
    access: Annotated[str, Query(description="open, restricted or closed.")] = "",
    badge: Annotated[str, Query(description="Of quality: platinum, gold, silver, bronze.")] = "",
    origin: Annotated[
        str, Query(description="A harvest source's slug; `here`: published on this site.")
    ] = "",
    series: Annotated[str, Query(description="A series' slug.")] = "",
    sort: Annotated[
        str,
        Query(
            description="-modified, -published, title, -rows, -quality, -popularity or relevance."
        ),
    ] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    offset: Annotated[int, Query(ge=0, le=1_000_000_000)] = 0,
) -> dict[str, Any]:
    """Return a page of data sets with the exact total and counts by facet."""
    wanted = Filter(
        text=q,
        organization=organization,
        theme=theme,
        license=license,
        format=format,
        has_map=has_map,
        keyword=keyword,
        access=access,
        badge=badge,
        origin=origin,
        series=series,
        sort=sort or ("relevance" if q else "-modified"),
        limit=limit,
        offset=offset,
    )
    found = listing.listing(wanted)
    following = None
    if offset + limit < found.total:
        query = [(key, value) for key, value in request.GET.items() if key != "offset"]
        query.append(("offset", str(offset + limit)))
        following = f"{linked.api_url('').rstrip('/')}?{urlencode(query)}"
    return schemas.list_out(found, following)


@router.get(
    "/{slug}",
    response={200: schemas.DatasetOut, 404: schemas.ProblemOut},
    url_name="dataset",
    operation_id="get_dataset",
    summary="One data set",
)
@decorate_view(conditional_page)
def get_dataset(request: HttpRequest, slug: str) -> dict[str, Any]:  # noqa: ARG001
    """Return all that is said of a data set; a withdrawn one says since when and why."""
    return schemas.dataset_out(queries.dataset(slug))


@router.get(
    "/{slug}/rows",
    response={200: schemas.RowsOut, **Problems},
    url_name="dataset-rows",
    operation_id="get_rows",
    summary="Rows, filtered, sorted, page by page",
    openapi_extra={
        "responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
        "parameters": [
            {
                "in": "query",
                "name": "columns",
                "description": "Any column's name with the value wanted, e.g. `縣市=臺北市`; an "
                "empty value finds empty ones. With an operator: `人數__gte=100` (ne, gt, gte, lt, "
                "lte, in, contains, startswith, isnull). A column called like another parameter "
                "is written `column:limit=…`.",
                "style": "form",
                "explode": True,
                "schema": {"type": "object", "additionalProperties": {"type": "string"}},
            }
        ],
    },
)
def get_rows(
    request: HttpRequest,
    slug: str,
    *,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 100,
    after: Annotated[int | None, Query(description="The cursor of the page before.")] = None,
    sort: Annotated[str, Query(description="A column's name; `-` before it: greatest first.")] = "",
    q: Annotated[str, Query(description="Find rows that hold this text in any column.")] = "",
    format: Annotated[  # noqa: A002
        str, Query(description="json, csv, geojson, jsonld or parquet; default: by Accept.")
    ] = "",
    version: Annotated[
        int | None, Query(description="A version's number; default: the newest.")
    ] = None,
    at: Annotated[
        datetime | None, Query(description="The version that was current at this time.")
    ] = None,
    select: Annotated[str, Query(description="Columns to give, separated by commas.")] = "",
    aggregate: Annotated[
        str, Query(description="Figures instead of rows: count, sum:column, avg, min, max, …")
    ] = "",
    group: Annotated[str, Query(description="Columns the figures are grouped by.")] = "",
) -> HttpResponse:
    """Return rows, or figures of them; follow `next` (also the Link header) to go on."""
    return rows_http.answer(
        request,
        slug,
        rows_http.Asked(
            number=version,
            at=at,
            limit=limit,
            after=after,
            sort=sort,
            search=q,
            form=format,
            select=rows_http.names(select),
            figures=rows_http.names(aggregate),
            group=rows_http.names(group),
        ),
    )


@router.get(
    "/{slug}/versions",
    response={200: list[schemas.VersionOut], 404: schemas.ProblemOut},
    url_name="dataset-versions",
    operation_id="list_versions",
    summary="Every version, the newest first",
)
@decorate_view(conditional_page)
def list_versions(request: HttpRequest, slug: str) -> list[dict[str, Any]]:  # noqa: ARG001
    """Return the history of a data set; each version can be read and downloaded for good."""
    offered = queries.dataset(slug).offered
    return [
        schemas.version_out(slug, version, offered=offered) for version in queries.versions(slug)
    ]


@router.get(
    "/{slug}/schema",
    response={200: dict[str, Any], **Problems},
    operation_id="get_table_schema",
    summary="Columns as a Frictionless Table Schema",
)
@decorate_view(conditional_page)
def get_schema(
    request: HttpRequest,  # noqa: ARG001
    slug: str,
    version: int | None = None,
) -> dict[str, Any]:
    """Return the columns' names, types and notes."""
    return table_schema(queries.version(slug, version), queries.dataset(slug).declared)


@router.post(
    "",
    response={
        201: schemas.DatasetOut,
        202: schemas.JobOut,
        413: schemas.ProblemOut,
        **Refusals,
    },
    operation_id="publish_dataset",
    summary="Publish a file, or an address, as a data set",
    openapi_extra=AS_JSON,
)
def publish_dataset(
    request: HttpRequest,
    response: HttpResponse,
    draft: Form[bodies.DraftIn],
    file: Annotated[UploadedFile | None, File()] = None,
) -> Status[dict[str, Any]]:
    """Start publishing; answers 202 with the job. Needs a token with the scope `publish`.

    The same file published again under the same title makes no second version. Sent as JSON, it
    describes a data set whose files are elsewhere, and answers 201.
    """
    if is_json(request):
        return Status(201, describe(request, body_of(request)))
    return Status(202, _start(request, response, draft, draft.draft(), file))


@router.post(
    "/{slug}/versions",
    response={202: schemas.JobOut, 413: schemas.ProblemOut, **Refusals},
    operation_id="publish_version",
    summary="Publish a new version of a data set",
)
def publish_version(
    request: HttpRequest,
    response: HttpResponse,
    slug: str,
    draft: Form[bodies.DraftIn],
    file: Annotated[UploadedFile | None, File()] = None,
) -> Status[dict[str, Any]]:
    """Start publishing a new version of a data set that is there."""
    return Status(
        202, _start(request, response, draft, draft.draft(queries.present(slug).slug), file)
    )


@router.put(
    "/{slug}/versions",
    response={202: schemas.JobOut, 413: schemas.ProblemOut, **Refusals},
    operation_id="put_version",
    summary="Publish the request's body as a new version",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
            },
        }
    },
)
def put_version(
    request: HttpRequest,
    response: HttpResponse,
    slug: str,
    filename: Annotated[str, Query(description="Its ending tells the format, e.g. stops.csv.")],
    note: Annotated[str, Query(description="What is new in this version.")] = "",
) -> Status[dict[str, Any]]:
    """Start publishing what was sent, e.g. by `curl -T stops.csv`."""
    slug = queries.present(slug).slug
    actor, said = permit_publish(request, Draft(slug=slug, note=note))
    job = start_upload(request, filename=filename, actor=actor, draft=said, hints=Hints())
    return Status(202, _accepted(request, response, job))


@router.patch(
    "/{slug}",
    response={200: schemas.DatasetOut, **Refusals},
    operation_id="edit_dataset",
    summary="Change what is said of a data set",
)
def edit_dataset(request: HttpRequest, slug: str, body: bodies.PatchIn) -> dict[str, Any]:
    """Change titles, description, license and the like; rows change by a new version."""
    actor = permit(request, access.EDIT, queries.dataset(slug).organization_id)
    draft = body.draft()
    if draft.organization:
        permit(request, access.EDIT, identity.organization(draft.organization).id)
    edited = actions.edit(actor=actor, slug=slug, draft=draft, why=body.why, clear=body.emptied())
    return schemas.dataset_out(edited)


@router.put(
    "/{slug}",
    response={200: schemas.DatasetOut, **Refusals},
    operation_id="describe_dataset",
    summary="Describe a data set whose files are elsewhere",
)
def describe_dataset(request: HttpRequest, slug: str, body: bodies.DescribeIn) -> dict[str, Any]:
    """Say what it is and where its files are; begins one where there is none of this name."""
    return describe(request, body, slug)


@router.delete(
    "/{slug}",
    response={200: schemas.DatasetOut, **Refusals},
    operation_id="withdraw_dataset",
    summary="Withdraw a data set",
)
def withdraw_dataset(
    request: HttpRequest,
    slug: str,
    why: Annotated[str, Query(description="The reason, shown to the public.")],
) -> dict[str, Any]:
    """Take a data set back. Its page stays and says why; its rows are offered no more."""
    actor = permit(request, access.WITHDRAW, queries.dataset(slug).organization_id)
    return schemas.dataset_out(actions.withdraw(actor=actor, slug=slug, why=why))


@router.post(
    "/{slug}/restore",
    response={200: schemas.DatasetOut, **Refusals},
    operation_id="restore_dataset",
    summary="Offer a withdrawn data set again",
)
def restore_dataset(request: HttpRequest, slug: str, why: str = "") -> dict[str, Any]:
    """Bring a withdrawn data set back as it was."""
    actor = permit(request, access.WITHDRAW, queries.dataset(slug).organization_id)
    return schemas.dataset_out(actions.restore(actor=actor, slug=slug, why=why))


def _start(
    request: HttpRequest,
    response: HttpResponse,
    form: bodies.DraftIn,
    draft: Draft,
    file: UploadedFile | None,
) -> dict[str, Any]:
    actor, draft = permit_publish(request, draft)
    if (file is None) == (not form.url):
        raise BadDraft(
            _("Give one file or one address to publish."),
            remedy=_("Send the form field file, or the form field url."),
        )
    hints = form.hints()
    if file is None:
        job = start_publish(actor=actor, url=form.url, draft=draft, hints=hints)
    else:
        job = start_upload(file, filename=name_of(file), actor=actor, draft=draft, hints=hints)
    return _accepted(request, response, job)


def _accepted(request: HttpRequest, response: HttpResponse, job: JobInfo) -> dict[str, Any]:
    url = request.build_absolute_uri(job_path(job.id))
    response["Location"] = url
    return schemas.job_out(job, url)
