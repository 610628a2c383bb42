"""The REST interface of areas: sets of them, one of them, where a point is, what became of a code.

Entrances only; open to anybody. `at` asks for the areas of a day: 2010-12-24 knows Taipei County.
"""

from datetime import date
from hashlib import sha256
from typing import Annotated, Any
from urllib.parse import urlencode

import numpy as np
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import gettext as _
from ninja import Query, Router

from idea.engines.features.addresses.http.api import anybody
from idea.engines.features.geographies import api
from idea.engines.features.geographies.errors import BadPoints
from idea.engines.features.geographies.http import schemas
from idea.kernel import boundaries
from idea.kernel.geometry import on_planet

router = Router()
MOST = 100_000  # points of one request
PAGE = 1_000
_REFUSED = {404: schemas.ProblemOut, 422: schemas.ProblemOut}
_GEOJSON: dict[str, Any] = {
    "responses": {200: {"content": {"application/geo+json": {"schema": {"type": "object"}}}}}
}
Day = Annotated[date | None, Query(description="The areas of this day; none: today's.")]


@router.get(
    "",
    response=list[schemas.GeographyOut],
    operation_id="get_geographies",
    summary="The sets of areas",
)
def geographies(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001
    """Return counties, towns, villages, and the sets that agencies have declared."""
    return [schemas.geography_out(each) for each in api.geographies()]


@router.get(
    "/at",
    response={200: schemas.AtOut, 422: schemas.ProblemOut},
    operation_id="get_areas_at",
    summary="The areas that a point is in",
)
def areas_at(request: HttpRequest, lon: float, lat: float, at: Day = None) -> dict[str, Any]:  # noqa: ARG001
    """Return the area of every set that holds the point (degrees, WGS 84)."""
    if not on_planet(lon, lat):
        raise BadPoints(
            _("Longitude is -180 to 180 degrees, latitude -90 to 90."),
            remedy=_("For example lon=121.5 and lat=25.05."),
        )
    found = [schemas.unit_out(place) for place in api.at(lon, lat, at)]
    return {"lon": lon, "lat": lat, "at": at, "areas": found}


@router.post(
    "/at",
    response={200: schemas.PointsOut, **_REFUSED},
    operation_id="get_areas_of_points",
    summary="The areas that many points are in",
    auth=anybody,
)
def areas_of_points(request: HttpRequest, body: schemas.PointsIn) -> dict[str, Any]:  # noqa: ARG001
    """Return the code of each point's area in one set, in the order of the points.

    At most 100,000 points.
    """
    if len(body.points) > MOST:
        raise BadPoints(
            _("At most %(most)s points can be sent at once.") % {"most": f"{MOST:,}"},
            remedy=_("Send them in parts."),
        )
    units = api.units(body.geography, body.at)
    points = np.array(body.points, dtype=np.float64).reshape(-1, 2)
    numbers = units.numbers(points[:, 0], points[:, 1]).tolist()
    rows = [units.rows[number] if number >= 0 else None for number in numbers]
    return {
        "geography": body.geography,
        "at": body.at,
        "codes": [row.code if row else "" for row in rows],
        "names": {row.code: row.full_name for row in set(rows) if row},
        "found": sum(row is not None for row in rows),
    }


@router.get(
    "/changes",
    response={200: schemas.ChangesOut, 422: schemas.ProblemOut},
    operation_id="get_area_changes",
    summary="What became of a code, or what it was made of",
)
def changes(
    request: HttpRequest,  # noqa: ARG001
    code: Annotated[str, Query(max_length=40)],
    at: Day = None,
) -> dict[str, Any]:
    """Return the areas before and after a county's or town's code.

    Codes of the Ministry of the Interior (5, 7, 8 digits), ISO 3166-2 and letters of the household
    register are read. With `at`, only changes of that day and later are told.
    """
    now = boundaries.any_code(code)
    asked = {code, now.code if now and not boundaries.after(code) else code}
    after = [each for key in asked for each in boundaries.after(key)]
    before = [each for key in asked for each in boundaries.before(key) if each.code != key]
    return {
        "code": code,
        "at": at,
        "now": now.code if now else "",
        "now_name": now.full_name if now else "",
        "predecessors": [schemas.change_out(c) for c in before if at is None or c.on >= at],
        "successors": [schemas.change_out(c) for c in after if at is None or c.on >= at],
    }


@router.get(
    "/{geography}",
    response={200: schemas.UnitsOut, **_REFUSED},
    operation_id="get_areas_of",
    summary="The areas of a set",
)
def areas_of(  # noqa: PLR0917  ninja reads them by name
    request: HttpRequest,
    geography: str,
    q: Annotated[
        str, Query(max_length=200, description="In the name, or the code begins so.")
    ] = "",
    at: Day = None,
    limit: Annotated[int, Query(ge=1, le=PAGE)] = 100,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> dict[str, Any]:
    """Return the areas of a set by code, with their bounds and the days they stand."""
    units = api.units(geography, at)
    places = [api.Place(units, number) for number in units.matching(q)]
    shown = places[offset : offset + limit]
    more = {"q": q, "at": at or "", "limit": limit, "offset": offset + limit}
    following = f"{request.path}?{urlencode({k: v for k, v in more.items() if v})}"
    return {
        "geography": schemas.geography_out(units.geography),
        "at": at,
        "matched": len(places),
        "areas": [schemas.unit_out(place) for place in shown],
        "next": request.build_absolute_uri(following) if offset + limit < len(places) else "",
    }


@router.get(
    "/{geography}/{code}",
    operation_id="get_area",
    summary="One area with its shape",
    response={200: None, **_REFUSED},
    openapi_extra=_GEOJSON,
)
def area(request: HttpRequest, geography: str, code: str, at: Day = None) -> HttpResponse:
    """Return a GeoJSON feature: names, other codes, valid days, what was before and came after.

    Without `at` codes of before are found too: county/10001 is Taipei County as it was.
    """
    place = api.unit(geography, code, at)
    made = schemas.feature_out(place)
    tag = quote_etag(sha256(made).hexdigest()[:32])
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(made, content_type="application/geo+json")
    response["ETag"] = tag
    response["Cache-Control"] = "no-cache"
    return response


@router.get(
    "/{geography}/{code}/children",
    response={200: list[schemas.UnitOut], **_REFUSED},
    operation_id="get_area_children",
    summary="The areas that an area is made of",
)
def children(
    request: HttpRequest,  # noqa: ARG001
    geography: str,
    code: str,
    at: Day = None,
) -> list[dict[str, Any]]:
    """Return the areas of other sets that say they are parts of this one: the towns of a county."""
    return [schemas.unit_out(each) for each in api.children(api.unit(geography, code, at), at)]
