"""The REST interface that declares a data set a set of areas; who may edit the data set may."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from idea.engines.catalog import access, queries
from idea.engines.catalog.areas import api as areas
from idea.engines.catalog.http.entrance import permit
from idea.engines.catalog.http.schemas import ProblemOut
from idea.engines.features.geographies.types import Columns, GeographyKind

router = Router()
_REFUSED = {401: ProblemOut, 403: ProblemOut, 404: ProblemOut, 422: ProblemOut}


class DeclaredIn(Schema):
    kind: GeographyKind = GeographyKind.CUSTOM
    code: str = Field(description="Column of the areas' codes.")
    name: str = Field("", description="Column of their names.")
    name_en: str = ""
    valid_from: str = Field("", description="Column of the first day an area stands.")
    valid_to: str = Field("", description="Column of the last.")
    parent: str = Field("", description="Column of the code of the area that each is a part of.")
    parent_geography: str = Field("", description="The set that those codes are of.")


class DeclaredOut(DeclaredIn):
    id: str
    areas: int


@router.put(
    "/{slug}/geography",
    response={200: DeclaredOut, **_REFUSED},
    operation_id="declare_geography",
    summary="Declare a data set a set of areas",
)
def declare(request: HttpRequest, slug: str, body: DeclaredIn) -> dict[str, Any]:
    """Let the polygons of a data set be areas that tables are joined to."""
    actor = permit(request, access.EDIT, queries.dataset(slug).organization_id)
    said = body.model_dump()
    kind, parent = said.pop("kind"), said.pop("parent_geography")
    made = areas.declare(actor=actor, slug=slug, kind=kind, columns=Columns(**said), parent=parent)
    told = asdict(made.columns or Columns(""))
    return {
        "id": made.id,
        "kind": made.kind,
        "areas": made.count,
        "parent_geography": made.parent,
        **told,
    }


@router.delete(
    "/{slug}/geography",
    response={204: None, **_REFUSED},
    operation_id="withdraw_geography",
    summary="Take the declaration of areas back",
)
def withdraw(request: HttpRequest, slug: str) -> Status[None]:
    """Join no more tables to this data set's areas; the data set itself stays."""
    actor = permit(request, access.EDIT, queries.dataset(slug).organization_id)
    areas.withdraw(actor=actor, slug=slug)
    return Status(204, None)
