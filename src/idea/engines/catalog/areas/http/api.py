"""The REST interface of statistical maps: JSON, CSV, GeoJSON or the picture, read by anybody."""

from datetime import date
from hashlib import sha256
from typing import Annotated, Literal

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags, quote_etag
from ninja import Field, Query, Router, Schema

from idea.engines.catalog import queries
from idea.engines.catalog.areas import api as areas
from idea.engines.catalog.areas.types import AreaMap, Asked, Measure, Method
from idea.engines.catalog.areas.writing import properties
from idea.engines.catalog.http.schemas import ProblemOut

router = Router()
EDITION = 2  # raise it when the same question is answered otherwise
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
    "svg": "image/svg+xml",
}


class ClassOut(Schema):
    start: float
    end: float
    areas: int


class AreaOut(Schema):
    code: str
    name: str
    name_en: str
    county: str
    rows: int | None
    value: float | None
    rank: int | None
    withheld: bool


class OlderOut(Schema):
    code: str
    name: str
    after: str
    after_name: str
    on: date
    rows: int


class UnmatchedOut(Schema):
    cells: list[str]
    rows: int


class OverOut(Schema):
    slug: str
    title: str
    version: int
    column: str
    per: int


class AreasOut(Schema):
    version: int
    level: str
    measure: Measure
    column: str
    found_by: str
    keys: list[str] = Field(description="The columns that told the area.")
    matched: int
    unmatched: int
    unmatched_cells: list[UnmatchedOut] = Field(description="The first hundred.")
    older: list[OlderOut] = Field(description="Rows that spoke of an area of before.")
    address_levels: dict[str, int]
    over: OverOut | None
    classes: list[ClassOut]
    areas: list[AreaOut]


class AskedIn(Schema):
    level: str = Field(
        "county",
        max_length=200,
        description="county, town, village, a set of /api/v1/areas, or h3-4 to h3-10.",
    )
    measure: Measure = Measure.COUNT
    column: str = Field("", description="Whose numbers; not for a count.")
    method: Method = Method.QUANTILE
    classes: int = Field(5, description="2 to 9.")
    least: int = Field(0, description="Areas with fewer rows are withheld.")
    key: str = Field("", description="Column of codes, names or addresses; empty: found out.")
    over: str = Field("", description="Slug of the data set that the figure is divided by.")
    over_column: str = Field("", description="Whose sum it is divided by; empty: its rows.")
    per: int = Field(1000, description="So many of what it is divided by.")
    version: int | None = None
    format: Literal["json", "csv", "geojson", "svg", "unmatched"] = Field(
        "json", description="unmatched: what means no area, as CSV."
    )
    lang: Literal["zh-hant", "en"] = "zh-hant"
    width: int = Field(800, ge=320, le=1600, description="Of the picture, in pixels.")


@router.get(
    "/{slug}/areas",
    response={200: AreasOut, 404: ProblemOut, 410: ProblemOut, 422: ProblemOut, 503: ProblemOut},
    operation_id="get_areas",
    summary="Rows counted by area or hexagon",
)
def get_areas(request: HttpRequest, slug: str, said: Annotated[AskedIn, Query()]) -> HttpResponse:
    """Return the figure of every area of a level, classed for a map.

    Areas are found by columns of names or of codes, old ones too, by the places of the rows, or by
    their addresses. `least` withholds areas with fewer rows, and one more where a sum would tell.
    """
    asked = _asked(said)
    seen = queries.version(slug, said.version, with_issues=False)
    under = queries.version(said.over, with_issues=False).edition if said.over else ""
    told = f"{EDITION} {seen.edition} {under} {areas.level(said.level).edition} {said!r}"
    tag = quote_etag(sha256(told.encode()).hexdigest()[:32])
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        return _marked(HttpResponse(status=304), tag)
    made = areas.area_map(slug, asked, said.version)
    if said.format == "json":
        response = HttpResponse(_json(made), content_type="application/json")
    elif said.format == "csv":
        response = HttpResponse(areas.as_csv(made), content_type=TYPES["csv"])
    elif said.format == "unmatched":
        response = HttpResponse(areas.unmatched_csv(made), content_type=TYPES["csv"])
        response["Content-Disposition"] = 'attachment; filename="unmatched.csv"'
    elif said.format == "geojson":
        response = HttpResponse(areas.as_geojson(made), content_type=TYPES["geojson"])
    else:
        response = HttpResponse(_picture(made, slug, said), content_type=TYPES["svg"])
    return _marked(response, tag)


def _asked(said: AskedIn) -> Asked:
    return Asked(
        *(said.level, said.measure, said.column, said.method, said.classes, said.least),
        key=said.key,
        over=said.over,
        over_column=said.over_column,
        per=said.per,
    )


def _json(made: AreaMap) -> bytes:
    return orjson.dumps(
        {
            "version": made.version.number,
            "level": made.asked.level,
            "measure": made.asked.measure,
            "column": made.asked.column,
            "found_by": made.found,
            "keys": made.keys,
            "matched": made.matched,
            "unmatched": made.unmatched,
            "unmatched_cells": list(made.unmatched_cells[:100]),
            "older": list(made.older),
            "address_levels": dict(made.levels),
            "over": made.over,
            "classes": list(made.classes),
            "areas": [properties(each) for each in made.areas],
        }
    )


def _picture(made: AreaMap, slug: str, said: AskedIn) -> str:
    found = queries.dataset(slug)
    title = (said.lang == "en" and found.title_en) or found.title
    return areas.drawn(made, title, said.lang, said.width)


def _marked(response: HttpResponse, tag: str) -> HttpResponse:
    response["ETag"] = tag
    response["Cache-Control"] = "no-cache"
    return response
