"""What the address interface takes and gives: shapes only."""

from dataclasses import asdict
from typing import Any

from ninja import Schema
from pydantic import Field

from idea.engines.features.addresses import api
from idea.engines.features.addresses.types import Found, Here, Match, Parts, Suggestion


class ProblemOut(Schema):
    type: str
    title: str
    status: int
    detail: str
    code: str
    remedy: str = ""


class RenamedOut(Schema):
    before: str
    after: str
    since: str
    law: str


class PartsOut(Schema):
    normalized: str
    county: str
    town: str
    village: str
    neighborhood: str
    street: str
    lane: str
    alley: str
    number: str
    floor: str
    room: str
    postal_code: str
    county_code: str
    town_code: str
    rest: str
    renamed: list[RenamedOut]


class MatchOut(Schema):
    text: str
    level: str
    confirmed: str
    score: int
    lon: float
    lat: float
    accuracy_m: int
    county_code: str
    county: str
    county_en: str
    town_code: str
    town: str
    town_en: str
    village_code: str
    village: str
    postal_code: str
    reasons: list[str]


class FoundOut(Schema):
    query: str
    parts: PartsOut
    matches: list[MatchOut]
    reasons: list[str]
    words: list[str] = Field(description="The reasons in words.")


class HereOut(Schema):
    text: str
    text_en: str
    level: str | None
    county_code: str
    town_code: str
    village_code: str
    postal_code: str
    distance_m: float | None
    reasons: list[str]
    words: list[str]


class SuggestionOut(Schema):
    text: str
    level: str
    code: str


class BatchIn(Schema):
    addresses: list[str]


class BatchOut(Schema):
    """Rows, or where a longer list is asked after."""

    rows: list[dict[str, Any]] = []
    levels: dict[str, int] = {}
    job: str = ""
    url: str = ""


class JobOut(Schema):
    id: str
    state: str
    done: float
    total: float | None
    lines: int | None
    levels: dict[str, int]
    result: str = Field(description="Where the table is, once it is ready.")
    problem: dict[str, Any] | None


def parts_out(parts: Parts) -> dict[str, Any]:
    told = asdict(parts)
    return {name: told[name] for name in PartsOut.model_fields if name in told} | {
        "normalized": parts.text
    }


def match_out(match: Match) -> dict[str, Any]:
    return asdict(match)


def found_out(query: str, found: Found) -> dict[str, Any]:
    return {
        "query": query,
        "parts": parts_out(found.parts),
        "matches": [match_out(match) for match in found.matches],
        "reasons": list(found.reasons),
        "words": api.reason_words(found.reasons),
    }


def here_out(here: Here) -> dict[str, Any]:
    return asdict(here) | {"words": api.reason_words(here.reasons)}


def suggestion_out(one: Suggestion) -> dict[str, Any]:
    return asdict(one)
