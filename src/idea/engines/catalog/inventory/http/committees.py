"""The REST interface of advisory committees: members, meetings, agendas, decisions, minutes.

Entrances only; everything read here is public.
"""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Status

from idea.engines.catalog.http.schemas import ProblemOut
from idea.engines.catalog.inventory import api as inventory
from idea.engines.catalog.inventory.errors import BadCommittee
from idea.engines.catalog.inventory.http import schemas
from idea.engines.catalog.inventory.http.entrance import actor_of
from idea.engines.catalog.inventory.types import CommitteeInfo, Level, MeetingInfo

router = Router()
Refusals = dict.fromkeys((401, 403, 404, 409, 422), ProblemOut)
Answer = dict[str, Any]


@router.get(
    "", response=list[dict[str, Any]], operation_id="list_committees", summary="All committees"
)
def list_committees(request: HttpRequest) -> list[Answer]:  # noqa: ARG001
    """Return the national committee and those of agencies, with their members."""
    return [_committee(row) for row in inventory.committees()]


@router.post(
    "",
    response={201: Answer, **Refusals},
    operation_id="found_committee",
    summary="Found a committee",
)
def found(request: HttpRequest, body: schemas.CommitteeIn) -> Status[Answer]:
    """Found one for an agency; the national one, as an administrator of the site."""
    said = body.dict()
    try:
        level = Level(said.pop("level"))
    except ValueError:
        raise BadCommittee(_("The level is agency or national.")) from None
    return Status(201, _committee(inventory.found(actor=actor_of(request), level=level, **said)))


@router.get(
    "/{slug}",
    response={200: Answer, 404: ProblemOut},
    operation_id="get_committee",
    summary="One committee, its members and meetings",
)
def get_committee(request: HttpRequest, slug: str) -> Answer:  # noqa: ARG001
    """Return members now and before, their terms, and the meetings without agendas."""
    found_ = inventory.committee(slug)
    meetings = inventory.meetings(slug)
    return _committee(found_) | {"meetings": [_meeting(row) for row in meetings]}


@router.post(
    "/{slug}/members",
    response={201: Answer, **Refusals},
    operation_id="seat_member",
    summary="Name a member for a term",
)
def seat(request: HttpRequest, slug: str, body: schemas.MemberIn) -> Status[Answer]:
    """Name a member; an address ties them to their account, so that they may decide."""
    return Status(
        201, _committee(inventory.seat(actor=actor_of(request), slug=slug, **body.dict()))
    )


@router.post(
    "/{slug}/meetings",
    response={201: Answer, **Refusals},
    operation_id="announce_meeting",
    summary="Call a meeting",
)
def announce(request: HttpRequest, slug: str, body: schemas.MeetingIn) -> Status[Answer]:
    """Call a meeting; its page is public at once."""
    made = inventory.announce(actor=actor_of(request), slug=slug, at=body.at, place=body.place)
    return Status(201, _meeting(made))


@router.get(
    "/{slug}/meetings/{number}",
    response={200: Answer, 404: ProblemOut},
    operation_id="get_meeting",
    summary="One meeting: agenda, decisions, votes, dissent, minutes",
)
def get_meeting(request: HttpRequest, slug: str, number: int) -> Answer:  # noqa: ARG001
    """Return all of a meeting."""
    return _meeting(inventory.meeting(slug, number))


@router.post(
    "/{slug}/meetings/{number}/agenda",
    response={200: Answer, **Refusals},
    operation_id="extend_agenda",
    summary="Put items or a matter on the agenda",
)
def put_on_agenda(request: HttpRequest, slug: str, number: int, body: schemas.AgendaIn) -> Answer:
    """Add items that wait for this committee, or a matter in words."""
    return _meeting(
        inventory.put_on_agenda(
            actor=actor_of(request),
            slug=slug,
            number=number,
            item_ids=body.items,
            title=body.title,
        )
    )


@router.post(
    "/{slug}/meetings/{number}/agenda/{point_id}",
    response={200: Answer, **Refusals},
    operation_id="decide_point",
    summary="Write down what was decided on a point",
)
def decide(
    request: HttpRequest, slug: str, number: int, point_id: UUID, body: schemas.DecisionIn
) -> Answer:
    """Record decision, reasons, votes and dissent; the item takes its step."""
    said = body.dict(exclude={"dissents"})
    dissents = {row.member: row.text for row in body.dissents}
    decision = inventory.Decision(**said, dissents=dissents)
    return _meeting(
        inventory.decide(
            actor=actor_of(request),
            slug=slug,
            number=number,
            point_id=point_id,
            decision=decision,
        )
    )


@router.post(
    "/{slug}/meetings/{number}/minutes",
    response={200: Answer, **Refusals},
    operation_id="publish_minutes",
    summary="Publish the minutes",
)
def write_minutes(request: HttpRequest, slug: str, number: int, body: schemas.MinutesIn) -> Answer:
    """Publish the minutes and who was there; that closes the meeting."""
    return _meeting(
        inventory.write_minutes(
            actor=actor_of(request),
            slug=slug,
            number=number,
            minutes=body.minutes,
            present=body.present,
        )
    )


def _committee(row: CommitteeInfo) -> Answer:
    body = schemas.member_free(asdict(row))
    return body | {"outside": row.outside, "outside_share": row.outside_share}


def _meeting(row: MeetingInfo) -> Answer:
    return schemas.member_free(asdict(row))
