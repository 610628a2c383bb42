"""What the requests' REST interface takes and gives."""

from datetime import date
from typing import Any

from django.conf import settings
from ninja import Schema

from idea.engines.catalog.requests import outward
from idea.engines.catalog.requests.types import DataRequest, Entry, Showcase


class RequestOut(Schema):
    number: int
    title: str
    what: str
    use: str
    organization: str | None
    state: str
    supporters: int
    asked_by: str | None
    created_at: str
    changed_at: str
    due: str
    overdue: bool
    answered_at: str | None
    planned: str | None
    reason: str | None
    law: str | None
    dataset: str | None
    merged_into: int | None
    hidden_why: str | None
    url: str


class EntryOut(Schema):
    id: str
    at: str
    kind: str
    side: str
    agency: str | None
    state: str | None
    text: str
    name: str | None
    hidden_why: str | None


class RequestWithHistoryOut(RequestOut):
    history: list[EntryOut]


class RequestsOut(Schema):
    total: int
    states: dict[str, int]
    items: list[RequestOut]


class RequestIn(Schema):
    title: str
    what: str
    use: str = ""
    organization: str = ""
    name: str = ""
    notify: bool = False


class SupportIn(Schema):
    notify: bool = False


class CommentIn(Schema):
    text: str
    name: str = ""
    as_agency: bool = False


class MoveIn(Schema):
    move: str
    text: str = ""
    law: str = ""
    organization: str = ""
    planned: date | None = None
    dataset: str = ""
    merged_into: int | None = None


class ShowcaseOut(Schema):
    id: str
    title: str
    text: str
    url: str
    kind: str
    maker: str | None
    state: str
    picture: str | None
    created_at: str
    datasets: list[str]


class ShowcasesOut(Schema):
    total: int
    items: list[ShowcaseOut]


class ShowcaseIn(Schema):
    title: str
    text: str
    url: str
    kind: str
    datasets: list[str]
    maker: str = ""


def request_out(found: DataRequest) -> dict[str, Any]:
    """Return a request; of a hidden one only that it is, and why."""
    shown = not found.hidden_why
    return {
        "number": found.number,
        "title": found.title if shown else "",
        "what": found.what if shown else "",
        "use": found.use if shown else "",
        "organization": found.organization_slug or None,
        "state": str(found.state),
        "supporters": found.supporters,
        "asked_by": (found.author_name if shown else "") or None,
        "created_at": found.created_at.isoformat(),
        "changed_at": found.changed_at.isoformat(),
        "due": found.due.isoformat(),
        "overdue": found.overdue,
        "answered_at": found.answered_at.isoformat() if found.answered_at else None,
        "planned": found.planned.isoformat() if found.planned else None,
        "reason": found.reason or None,
        "law": found.law or None,
        "dataset": found.dataset.slug if found.dataset else None,
        "merged_into": found.merged_into,
        "hidden_why": found.hidden_why or None,
        "url": settings.IDEA_SITE_URL + outward.page_path(found.number),
    }


def entry_out(line: Entry) -> dict[str, Any]:
    return {
        "id": str(line.id),
        "at": line.at.isoformat(),
        "kind": line.kind,
        "side": str(line.side),
        "agency": line.agency or None,
        "state": str(line.state) if line.state else None,
        "text": line.text,
        "name": line.author_name or None,
        "hidden_why": line.hidden_why or None,
    }


def showcase_out(found: Showcase) -> dict[str, Any]:
    picture = f"{settings.IDEA_SITE_URL}/showcases/{found.id}/picture.jpg"
    return {
        "id": str(found.id),
        "title": found.title,
        "text": found.text,
        "url": found.url,
        "kind": str(found.kind),
        "maker": found.maker or None,
        "state": str(found.state),
        "picture": picture if found.picture_key else None,
        "created_at": found.created_at.isoformat(),
        "datasets": [link.slug for link in found.datasets],
    }
