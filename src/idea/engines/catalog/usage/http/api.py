"""The REST interface of usage counts: read by anybody."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from idea.engines.catalog import queries
from idea.engines.catalog.http.schemas import ProblemOut
from idea.engines.catalog.usage import queries as usage_queries

router = Router()


class DayOut(Schema):
    day: str
    views: int
    downloads: int
    api: int


class UsageOut(Schema):
    slug: str
    views: int
    downloads: int
    api: int
    popularity: int
    days: list[DayOut]


class MissOut(Schema):
    words: str
    times: int
    last_day: str


@router.get(
    "/datasets/{slug}/usage",
    response={200: UsageOut, 404: ProblemOut, 410: ProblemOut},
    operation_id="get_usage",
    summary="How often a data set is used",
)
def get_usage(
    request: HttpRequest,  # noqa: ARG001
    slug: str,
    days: Annotated[int, Query(ge=1, le=1100)] = 90,
) -> dict[str, Any]:
    """Return page views, downloads and API calls a day (Taipei); robots are not counted."""
    found = queries.present(slug)
    usage = usage_queries.usage(found.id, days=days)
    return {
        "slug": slug,
        "views": usage.views,
        "downloads": usage.downloads,
        "api": usage.api,
        "popularity": found.popularity,
        "days": [
            {"day": d.day.isoformat(), "views": d.views, "downloads": d.downloads, "api": d.api}
            for d in usage.days
        ],
    }


@router.get(
    "/searches/missed",
    response={200: list[MissOut]},
    operation_id="list_missed_searches",
    summary="Words that found no data",
)
def list_missed(
    request: HttpRequest,  # noqa: ARG001
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> list[dict[str, Any]]:
    """Return what was looked for in vain, often enough that it tells of nobody."""
    return [
        {"words": m.words, "times": m.times, "last_day": m.last_day.isoformat()}
        for m in usage_queries.misses(limit)
    ]
