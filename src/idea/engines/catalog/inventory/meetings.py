"""Meetings of committees: announced, their agenda, what was decided, votes, dissent, minutes.

Who sits is in `committees.py`; all that is written here is public.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import models as db
from django.db import transaction
from django.utils.translation import gettext as _

from idea.engines.catalog import models
from idea.engines.catalog.inventory import access
from idea.engines.catalog.inventory.committees import committee_for, stored
from idea.engines.catalog.inventory.errors import BadCommittee, CommitteeNotFound, NotNow
from idea.engines.catalog.inventory.queries import lock
from idea.engines.catalog.inventory.records import meeting_of
from idea.engines.catalog.inventory.stepping import (
    ends_openness,
    put_in_force,
    reason,
    reviewed_above,
    step,
)
from idea.engines.catalog.inventory.types import Level, MeetingInfo, Move, State, Verdict
from idea.engines.catalog.inventory.workflow import DECIDER
from idea.engines.catalog.types import Access
from idea.kernel import clock
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor

AT: Final = {Level.AGENCY: State.CONFIRMED, Level.NATIONAL: State.NATIONAL}
MOST_POINTS: Final = 500


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on a point, with the votes and who wants their dissent on record."""

    verdict: Verdict
    why: str
    votes_for: int | None = None
    votes_against: int | None = None
    votes_none: int | None = None
    dissents: Mapping[UUID, str] = field(default_factory=dict)  # by member


def meetings(slug: str = "", limit: int = 50) -> list[MeetingInfo]:
    """Return meetings of a committee (empty: of all), the newest first, without agendas."""
    rows = models.Meeting.objects.select_related("committee").order_by("-at", "-id")
    if slug:
        rows = rows.filter(committee__slug=slug)
    return [meeting_of(row, whole=False) for row in rows[:limit]]


def meeting(slug: str, number: int) -> MeetingInfo:
    return meeting_of(_meeting(slug, number))


def announce(*, actor: Actor, slug: str, at: datetime, place: str = "") -> MeetingInfo:
    """Call a meeting; its page is public from now on."""
    with transaction.atomic():
        committee = stored(slug)
        access.keeps(actor, committee)
        models.Committee.objects.select_for_update().get(pk=committee.pk)
        last = committee.meetings.aggregate(last=db.Max("number"))["last"] or 0
        row = models.Meeting.objects.create(
            committee=committee, number=last + 1, at=at, place=" ".join(place.split())[:300]
        )
        _record(actor, "catalog.meeting-announced", row)
        return meeting_of(row)


def put_on_agenda(
    *,
    actor: Actor,
    slug: str,
    number: int,
    item_ids: Sequence[UUID] = (),
    title: str = "",
) -> MeetingInfo:
    """Put items that wait for this committee, or a matter in words, on a meeting's agenda."""
    with transaction.atomic():
        row = _meeting(slug, number)
        access.keeps(actor, row.committee)
        _still_open(row)
        level = Level(row.committee.level)
        position = row.agenda.count()
        if position + len(item_ids) + bool(title) > MOST_POINTS:
            raise BadCommittee(_("The agenda is too long."))
        for item_id in dict.fromkeys(item_ids):
            item = lock(item_id)
            own = committee_for(item.organization.id, level)
            if own is None or own.pk != row.committee.pk or item.state != AT[level]:
                raise NotNow(
                    _("%(title)s does not wait for this committee.") % {"title": item.title}
                )
            if row.agenda.filter(item=item).exists():
                continue
            position += 1
            models.Agenda.objects.create(meeting=row, position=position, item=item)
        if title.strip():
            models.Agenda.objects.create(
                meeting=row, position=position + 1, title=" ".join(title.split())[:300]
            )
        _record(actor, "catalog.agenda-changed", row)
        return meeting_of(row)


def decide(
    *, actor: Actor, slug: str, number: int, point_id: UUID, decision: Decision
) -> MeetingInfo:
    """Write down what the committee decided on a point, and take the item its step."""
    why = reason(decision.why, needed=_("Write the reasons of the decision: they are public."))
    with transaction.atomic():
        row = _meeting(slug, number)
        access.may_decide(actor, row.committee)
        _still_open(row)
        point = row.agenda.select_for_update(of=("self",)).filter(pk=point_id).first()
        if point is None:
            raise CommitteeNotFound(_("There is no such point on the agenda."))
        if point.verdict:
            raise NotNow(_("This point was decided already."))
        if (point.item_id is None) != (decision.verdict is Verdict.NOTED):
            raise BadCommittee(_("Choose what was decided."))
        point.verdict, point.why = decision.verdict, why
        point.votes_for = decision.votes_for
        point.votes_against = decision.votes_against
        point.votes_none = decision.votes_none
        point.decided_at = clock.now()
        point.save()
        for member in row.committee.members.filter(pk__in=list(decision.dissents)):
            if text := decision.dissents[member.pk].strip():
                models.Dissent.objects.create(agenda=point, member=member, text=text[:20_000])
        if point.item is not None:
            item = lock(point.item.pk)
            _move(actor, item, point, Level(row.committee.level), decision)
        _record(actor, "catalog.point-decided", row)
        return meeting_of(row)


def write_minutes(
    *, actor: Actor, slug: str, number: int, minutes: str, present: Sequence[UUID]
) -> MeetingInfo:
    """Publish the minutes and who was there; that closes the meeting."""
    text = minutes.replace("\r\n", "\n").strip()
    if not text:
        raise BadCommittee(_("The minutes are empty."))
    with transaction.atomic():
        row = _meeting(slug, number)
        access.keeps(actor, row.committee)
        if row.agenda.filter(verdict="").exists():
            raise NotNow(
                _("Not every point of the agenda has been decided."),
                remedy=_("Write down what was decided on each, then publish the minutes."),
            )
        row.minutes, row.minutes_at = text[:200_000], clock.now()
        row.save()
        row.present.set(row.committee.members.filter(pk__in=list(present)))
        _record(actor, "catalog.minutes-published", row)
        return meeting_of(row)


def waiting(slug: str) -> list[UUID]:
    """Return the items that wait for a committee and are on no agenda yet, by priority."""
    committee = stored(slug)
    level = Level(committee.level)
    rows = (
        models.Item.objects.filter(state=AT[level])
        .exclude(pk__in=models.Agenda.objects.filter(verdict="", item__isnull=False).values("item"))
        .order_by("-score", "id")
        .values_list("id", "organization_id")
    )
    own: dict[UUID, bool] = {}
    for organization_id in {agency for _item, agency in rows}:
        found = committee_for(organization_id, level)
        own[organization_id] = found is not None and found.pk == committee.pk
    return [item_id for item_id, agency in rows if own[agency]]


def _move(
    actor: Actor, item: models.Item, point: models.Agenda, level: Level, decision: Decision
) -> None:
    verdict, why = decision.verdict, point.why
    if item.state != AT[level]:
        raise NotNow(_("The item does not wait for this committee any more."))
    office = DECIDER[State(item.state)]
    if verdict is Verdict.RETURN:
        step(actor, item, Move.RETURN, State.DRAFT, office=office, why=why, agenda=point)
        return
    if verdict is Verdict.REFER:
        step(actor, item, Move.REFER, State.NATIONAL, office=office, why=why, agenda=point)
        return
    access_ = Access(str(verdict))
    item.decided_by = level
    then = State.DECIDED
    if level is Level.AGENCY and reviewed_above(access_):
        then = State.NATIONAL
    elif ends_openness(item, access_):
        then, item.awaited = State.HEAD, access_
    step(actor, item, Move.DECIDE, then, office=office, why=why, access=access_, agenda=point)
    if then is State.DECIDED:
        put_in_force(actor, item, access_, _whole_reason(item, access_, why), level)


def _whole_reason(item: models.Item, access_: Access, why: str) -> str:
    """Return the business unit's reason and the committee's, where both stand for the class."""
    own = item.why if access_ is not Access.OPEN and item.proposed == access_ else ""
    return "\n".join(dict.fromkeys(filter(None, (own, why))))


def _meeting(slug: str, number: int) -> models.Meeting:
    row = (
        models.Meeting.objects.select_related("committee__organization")
        .filter(committee__slug=slug, number=number)
        .first()
    )
    if row is None:
        raise CommitteeNotFound(_("There is no such meeting."))
    return row


def _still_open(row: models.Meeting) -> None:
    if row.minutes_at is not None:
        raise NotNow(
            _("The minutes of this meeting are published: it is closed."),
            remedy=_("Call another meeting."),
        )


def _record(actor: Actor, action: str, row: models.Meeting) -> None:
    audit.record(actor=actor, action=action, target=f"meeting:{row.committee.slug}/{row.number}")
