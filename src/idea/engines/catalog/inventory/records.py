"""Between stored rows of the inventory and the frozen types that leave it."""

from datetime import date
from typing import Any, Final

from idea.engines.catalog import models
from idea.engines.catalog.inventory.types import (
    Answer,
    ApplicationInfo,
    ApplicationState,
    CommitteeInfo,
    DissentInfo,
    Item,
    Level,
    MeetingInfo,
    MemberInfo,
    Move,
    Office,
    Owner,
    Point,
    Said,
    State,
    Step,
    SystemInfo,
    Verdict,
)
from idea.engines.catalog.types import Access
from idea.kernel import clock

SAID: Final = (  # stored as said
    "title",
    "title_en",
    "what",
    "legal_basis",
    "must_open",
    "personal",
    "owner_who",
    "contract_limits",
    "why",
    "law_text",
    "fee_question",
    "planned_on",
    "loosening",
)
LISTS: Final = ("fields", "categories", "laws")


def said_of(row: models.Item) -> Said:
    return Said(
        system=row.system.name,
        unit=row.system.unit,
        **{name: getattr(row, name) for name in SAID},
        fields=tuple(row.fields),
        categories=tuple(row.categories),
        laws=tuple(row.laws),
        owner=Owner(row.owner),
        may_license=Answer(row.may_license),
        proposed=_access(row.proposed),
        dataset=row.dataset.slug if row.dataset else "",
    )


def stored(said: Said) -> dict[str, Any]:
    """Return what is said as the values of an item's own columns."""
    return {
        **{name: getattr(said, name) for name in SAID},
        **{name: list(getattr(said, name)) for name in LISTS},
        "owner": str(said.owner),
        "may_license": str(said.may_license),
        "proposed": str(said.proposed or ""),
    }


def item_of(row: models.Item) -> Item:
    return Item(
        id=row.id,
        said=said_of(row),
        organization_id=row.organization.id,
        organization=row.organization.name,
        organization_en=row.organization.name_en,
        organization_slug=row.organization.slug,
        state=State(row.state),
        access=_access(row.access),
        access_why=row.access_why,
        awaited=_access(row.awaited),
        decided_at=row.decided_at,
        decided_by=Level(row.decided_by) if row.decided_by else None,
        score=row.score,
        created_at=row.created_at,
        modified_at=row.modified_at,
        proposer_id=row.proposer_id,
    )


def step_of(row: models.Step, *, named: bool) -> Step:
    meeting = row.agenda.meeting if row.agenda else None
    return Step(
        at=row.at,
        move=Move(row.move),
        state=State(row.state),
        access=_access(row.access),
        laws=tuple(row.laws),
        law_text=row.law_text,
        office=Office(row.office),
        who=row.who if named else "",
        why=row.why,
        meeting=(meeting.committee.slug, meeting.number) if meeting else None,
    )


def system_of(row: models.System, items: int) -> SystemInfo:
    return SystemInfo(row.id, row.organization.slug, row.name, row.unit, row.what, items)


def member_of(row: models.Member) -> MemberInfo:
    return MemberInfo(
        row.id, row.name, row.role, row.outside, row.chair, row.start, row.end, row.person_id
    )


def committee_of(row: models.Committee) -> CommitteeInfo:
    today = clock.now().astimezone(clock.TAIPEI).date()
    members = [member_of(item) for item in row.members.order_by("-chair", "start", "id")]
    return CommitteeInfo(
        id=row.id,
        slug=row.slug,
        name=row.name,
        name_en=row.name_en,
        level=Level(row.level),
        mandate=row.mandate,
        reviews=tuple(Access(code) for code in row.reviews),
        organization_id=row.organization.id,
        organization=row.organization.name,
        organization_en=row.organization.name_en,
        organization_slug=row.organization.slug,
        members=tuple(item for item in members if not _gone(item, today)),
        former=tuple(item for item in members if _gone(item, today)),
    )


def meeting_of(row: models.Meeting, *, whole: bool = True) -> MeetingInfo:
    committee = row.committee
    agenda = row.agenda.select_related("item__organization").order_by("position") if whole else []
    return MeetingInfo(
        id=row.id,
        committee_slug=committee.slug,
        committee=committee.name,
        committee_en=committee.name_en,
        level=Level(committee.level),
        number=row.number,
        at=row.at,
        place=row.place,
        minutes=row.minutes,
        minutes_at=row.minutes_at,
        present=tuple(member_of(item) for item in row.present.order_by("-chair", "id"))
        if whole
        else (),
        agenda=tuple(point_of(item) for item in agenda),
    )


def point_of(row: models.Agenda) -> Point:
    item = row.item
    return Point(
        id=row.id,
        position=row.position,
        title=item.title if item else row.title,
        item_id=item.id if item else None,
        organization=item.organization.name if item else "",
        proposed=_access(item.proposed) if item else None,
        verdict=Verdict(row.verdict) if row.verdict else None,
        why=row.why,
        votes_for=row.votes_for,
        votes_against=row.votes_against,
        votes_none=row.votes_none,
        decided_at=row.decided_at,
        dissents=tuple(
            DissentInfo(item.member.name if item.member else "", item.text)
            for item in row.dissents.select_related("member").order_by("id")
        ),
    )


def application_of(row: models.Application, *, named: bool) -> ApplicationInfo:
    return ApplicationInfo(
        id=row.id,
        item_id=row.item_id,
        title=row.item.title,
        applicant=row.applicant if named or not row.private else "",
        private=row.private,
        contact=row.contact if named else "",
        purpose=row.purpose,
        state=ApplicationState(row.state),
        fee=row.fee,
        conditions=row.conditions,
        why=row.why,
        asked_at=row.asked_at,
        answered_at=row.answered_at,
        until=row.until,
        revoked_at=row.revoked_at,
        revoked_why=row.revoked_why,
    )


def _access(code: str) -> Access | None:
    return Access(code) if code else None


def _gone(member: MemberInfo, today: date) -> bool:
    return member.end is not None and member.end < today
