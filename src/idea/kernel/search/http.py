"""Search over HTTP: GET /api/v1/search and /api/v1/search/suggest. Open to all, as reads are."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema

from idea.kernel.search import api

router = Router()


class HitOut(Schema):
    key: str
    kind: str
    url: str
    title: str
    title_en: str
    organization: str
    snippet: str
    snippet_marks: list[tuple[int, int]]
    title_marks: list[tuple[int, int]]
    score: float
    updated_at: datetime | None


class ResultsOut(Schema):
    """`total` counts the kinds asked for, `kinds` all; `relaxed`: hits hold some words only."""

    total: int
    kinds: dict[str, int]
    relaxed: bool
    hits: list[HitOut]


class SuggestionOut(Schema):
    key: str
    kind: str
    url: str
    title: str
    title_en: str


@router.get("", response=ResultsOut, summary="Search everything", auth=None)
def search(
    request: HttpRequest,  # noqa: ARG001  ninja's signature
    q: Annotated[str, Query(description="Words to find; empty: everything, newest first.")] = "",
    kind: Annotated[list[str], Query(description="Only these kinds; may be repeated.")] = [],  # noqa: B006  pydantic copies it
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    offset: Annotated[int, Query(ge=0, le=1_000_000_000)] = 0,
) -> api.Results:
    return api.search(q, kinds=tuple(kind), limit=limit, offset=offset)


@router.get("/suggest", response=list[SuggestionOut], summary="Suggest titles", auth=None)
def suggest(
    request: HttpRequest,  # noqa: ARG001  ninja's signature
    q: Annotated[str, Query(description="What has been typed so far.")] = "",
    limit: Annotated[int, Query(ge=1, le=20)] = 8,
) -> list[api.Suggestion]:
    return api.suggest(q, limit)
