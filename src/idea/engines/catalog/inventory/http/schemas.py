"""The JSON of the inventory's interface, as OpenAPI describes it."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema

from idea.engines.catalog.inventory.types import (
    Answer,
    Imported,
    Item,
    Owner,
    Part,
    Said,
    Step,
    Verdict,
)
from idea.engines.catalog.types import Access


class SaidIn(Schema):
    """What a business unit says of data it holds; the whole of it, each time."""

    system: str = Field(description="The business system's name; a new one begins.")
    title: str
    title_en: str = ""
    unit: str = ""
    what: str = ""
    fields: list[str] = []
    legal_basis: str = ""
    must_open: bool = False
    personal: bool = False
    owner: Owner = Owner.AGENCY
    owner_who: str = ""
    contract_limits: str = ""
    may_license: Answer = Answer.UNKNOWN
    categories: list[str] = Field([], description="Codes of /inventory/vocabulary.")
    proposed: Access | None = Field(None, description="open 甲, restricted 乙, closed 丙.")
    why: str = ""
    laws: list[str] = Field([], description="Codes of /inventory/vocabulary.")
    law_text: str = ""
    fee_question: str = ""
    planned_on: date | None = None
    loosening: str = ""
    dataset: str = ""

    def said(self) -> Said:
        values = self.dict()
        lists = {name: tuple(values[name]) for name in ("fields", "categories", "laws")}
        return Said(**{**values, **lists})


class EnterIn(SaidIn):
    organization: str = Field(description="An agency's slug or name.")


class WhyIn(Schema):
    why: str = Field(description="Public.")


class LinkIn(Schema):
    dataset: str = Field("", description="A slug; empty: none.")


class ApplicationIn(Schema):
    applicant: str
    purpose: str
    contact: str = Field(description="Not public.")
    private: bool = Field(False, description="A natural person: the name is not public.")


class AnswerIn(WhyIn):
    granted: bool
    conditions: str = ""
    fee: str = ""
    until: date | None = None


class CommitteeIn(Schema):
    organization: str
    level: str = "agency"
    name: str
    name_en: str = ""
    mandate: str = ""
    reviews: list[Access] = []


class MemberIn(Schema):
    name: str
    role: str = ""
    outside: bool = Field(False, description="From outside government.")
    chair: bool = False
    start: date
    end: date | None = None
    email: str = Field("", description="Of their account here, so that they may decide.")


class MeetingIn(Schema):
    at: datetime
    place: str = ""


class AgendaIn(Schema):
    items: list[UUID] = []
    title: str = ""


class DissentIn(Schema):
    member: UUID
    text: str


class DecisionIn(WhyIn):
    verdict: Verdict
    votes_for: int | None = Field(None, ge=0, le=1000)
    votes_against: int | None = Field(None, ge=0, le=1000)
    votes_none: int | None = Field(None, ge=0, le=1000)
    dissents: list[DissentIn] = []


class MinutesIn(Schema):
    minutes: str
    present: list[UUID] = []


def item_out(item: Item) -> dict[str, Any]:
    """Return an item in plain JSON types; who proposed is nobody's business outside."""
    body = asdict(item)
    said: dict[str, Any] = body.pop("said")
    for name in ("organization_id", "proposer_id"):
        body.pop(name)
    return said | body


def whole_out(item: Item, steps: Sequence[Step], parts: Sequence[Part]) -> dict[str, Any]:
    return item_out(item) | {
        "history": [_without(asdict(step), "who") for step in steps],
        "priority": [asdict(part) for part in parts],
    }


def imported_out(found: Imported) -> dict[str, Any]:
    return {
        "rows": len(found.rows),
        "made": found.made,
        "renewed": found.renewed,
        "unchanged": found.unchanged,
        "unknown_columns": list(found.unknown_columns),
        "left": [
            {
                "row": row.number,
                "title": row.said.title if row.said else "",
                "faults": list(row.faults),
            }
            for row in (found.left or [row for row in found.rows if row.faults])
        ],
    }


def member_free(body: dict[str, Any]) -> dict[str, Any]:
    """Return a committee or meeting without the tie between seats and accounts."""
    for name in ("members", "former", "present"):
        for member in body.get(name, ()):
            member.pop("person_id", None)
    body.pop("organization_id", None)
    return body


def _without(body: dict[str, Any], name: str) -> dict[str, Any]:
    body.pop(name)
    return body
