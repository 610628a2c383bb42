"""The REST interface of places: what every layer has there.

An entrance only; open to anybody.
"""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _
from ninja import Query, Router

from idea.engines.features.addresses.errors import BadPoint
from idea.engines.features.addresses.http.schemas import ProblemOut
from idea.engines.features.atlas import api
from idea.engines.features.atlas.http import schemas
from idea.engines.features.http.params import language
from idea.engines.features.validity.spans import span
from idea.kernel.geometry import Place, on_planet

router = Router()
MOST_IDS = 50


@router.get(
    "",
    response={200: schemas.HereOut, 422: ProblemOut},
    operation_id="what_is_here",
    summary="What is at a place",
)
def here(  # noqa: PLR0917  parameters of the address
    request: HttpRequest,
    lon: float,
    lat: float,
    radius: Annotated[float, Query(ge=1, le=api.FARTHEST, description="Meters")] = 100,
    each: Annotated[int, Query(ge=1, le=20, description="Features of one layer")] = api.EACH,
    layers: Annotated[
        str, Query(max_length=10_000, description="Ids with commas between; empty: all layers")
    ] = "",
    chosen_for: Annotated[
        Literal["", "residents"],
        Query(alias="for", description="residents: only layers of the near-me page"),
    ] = "",
    datetime: Annotated[
        str, Query(max_length=80, description="A date, a moment or an interval: what counts then")
    ] = "",
) -> dict[str, Any]:
    """Return the areas a place lies in, its address, and what each layer has there or near by."""
    if not on_planet(lon, lat):
        raise BadPoint(
            _("Longitude is -180 to 180 degrees, latitude -90 to 90."),
            remedy=_("For example lon=121.5 and lat=25.05."),
        )
    ids = [each_ for each_ in layers.split(",") if each_][:MOST_IDS] or None
    with translation.override(language(request)):
        residents = chosen_for == "residents"
        found = api.here(
            Place(lon, lat),
            radius,
            ids=ids,
            each=each,
            residents=residents,
            interval=span(datetime) if datetime else None,
        )
        return schemas.here_out(found, radius, english=language(request) == "en")
