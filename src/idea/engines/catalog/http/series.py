"""Series of data sets in the REST interface."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.views.decorators.http import conditional_page
from ninja import Field, Router, Schema
from ninja.decorators import decorate_view

from idea.engines.catalog import access
from idea.engines.catalog.faces import load
from idea.engines.catalog.faces.types import SeriesInfo
from idea.engines.catalog.http.entrance import permit
from idea.engines.catalog.http.schemas import ProblemOut
from idea.engines.catalog.linked import series_url
from idea.engines.catalog.series import save_series
from idea.engines.identity import api as identity

router = Router()
_Refusals = dict.fromkeys((401, 403, 404, 409, 422), ProblemOut)


class SeriesOut(Schema):
    id: UUID
    slug: str
    title: str
    title_en: str
    description: str
    organization: str
    organization_slug: str
    members: int = Field(description="Data sets that are offered now.")
    created_at: datetime
    url: str


class SeriesIn(Schema):
    title: str
    title_en: str = ""
    description: str = ""
    organization: str = Field(description="Slug or name of the agency.")
    why: str = ""


@router.get("", response=list[SeriesOut], operation_id="list_series", summary="Every series")
@decorate_view(conditional_page)
def list_series(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001
    """Return all series of data sets, by title."""
    return [_out(item) for item in load.all_series()]


@router.get(
    "/{slug}",
    response={200: SeriesOut, 404: ProblemOut},
    operation_id="get_series",
    summary="One series",
)
@decorate_view(conditional_page)
def get_series(request: HttpRequest, slug: str) -> dict[str, Any]:  # noqa: ARG001
    """Return what a series is; `/api/v1/datasets?series=<slug>` lists its data sets."""
    return _out(load.series(slug))


@router.put(
    "/{slug}",
    response={200: SeriesOut, **_Refusals},
    operation_id="put_series",
    summary="Make a series, or say anew what it is",
)
def put_series(request: HttpRequest, slug: str, body: SeriesIn) -> dict[str, Any]:
    """Save it for an agency the caller may edit for. Data sets join by their member `series`."""
    agency = identity.organization(body.organization)
    actor = permit(request, access.EDIT, agency.id)
    said = body.dict() | {"organization": agency.slug}
    return _out(save_series(actor=actor, slug=slug, **said))


def _out(item: SeriesInfo) -> dict[str, Any]:
    names = "id slug title title_en description organization organization_slug members created_at"
    return {name: getattr(item, name) for name in names.split()} | {"url": series_url(item.slug)}
