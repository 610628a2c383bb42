"""Committees and meetings: who sits, who may write down, votes and dissent on record, all public."""

from datetime import date

import pytest

from idea.engines.catalog.inventory import api as inventory
from idea.engines.catalog.inventory.errors import BadCommittee, NotNow
from idea.engines.catalog.inventory.privacy import erase, export
from idea.engines.catalog.inventory.tests import factories as make
from idea.engines.catalog.inventory.types import Level, Verdict
from idea.kernel.errors import Conflict, Forbidden

pytestmark = pytest.mark.django_db


def _board(city):
    board = make.committee(city)
    people = [("林資訊長", False, True), ("黃教授", True, False), ("張理事", True, False)]
    for name, outside, chair in people:
        board = inventory.seat(
            actor=make.SYSTEM,
            slug=board.slug,
            name=name,
            outside=outside,
            chair=chair,
            start=make.BEGIN,
        )
    return board


def test_the_share_of_civil_members_counts_those_who_sit_now():
    board = _board(make.agency())
    assert (board.outside, board.outside_share) == (2, 67)
    gone = board.members[-1]
    board = inventory.unseat(actor=make.SYSTEM, slug=board.slug, member_id=gone.id)
    assert (board.outside_share, [m.name for m in board.former]) == (50, [gone.name])


def test_an_agency_below_uses_the_committee_above_it():
    city = make.agency()
    below = make.agency("交通局", "transport", parent=city.id)
    board = make.committee(city)
    item = inventory.enter(actor=make.SYSTEM, organization=below.slug, said=make.said())
    inventory.propose(actor=make.SYSTEM, item_id=item.id)
    inventory.confirm(actor=make.OTHER, item_id=item.id, why="可")
    assert inventory.waiting(board.slug) == [item.id]


def test_votes_and_dissent_are_on_record_and_minutes_close_the_meeting():
    city = make.agency()
    board = _board(city)
    dissenter = board.members[1]
    item = inventory.enter(actor=make.SYSTEM, organization=city.slug, said=make.closed())
    inventory.propose(actor=make.SYSTEM, item_id=item.id)
    inventory.confirm(actor=make.OTHER, item_id=item.id, why="可")
    more = {"votes_for": 2, "votes_against": 1, "dissents": {dissenter.id: "應先開放點位"}}
    make.decide(item.id, "closed", board, **more)
    (point,) = inventory.meeting(board.slug, 1).agenda
    assert (point.verdict, point.votes_for, point.votes_against) == (Verdict.CLOSED, 2, 1)
    assert [(d.member, d.text) for d in point.dissents] == [(dissenter.name, "應先開放點位")]
    done = inventory.write_minutes(
        actor=make.SYSTEM, slug=board.slug, number=1, minutes="散會。", present=[dissenter.id]
    )
    assert [m.name for m in done.present] == [dissenter.name]
    with pytest.raises(NotNow):
        inventory.put_on_agenda(actor=make.SYSTEM, slug=board.slug, number=1, title="臨時動議")


def test_minutes_wait_until_every_point_is_decided():
    board = make.committee(make.agency())
    inventory.announce(actor=make.SYSTEM, slug=board.slug, at=make.AT)
    inventory.put_on_agenda(actor=make.SYSTEM, slug=board.slug, number=1, title="行動策略")
    with pytest.raises(NotNow):
        inventory.write_minutes(
            actor=make.SYSTEM, slug=board.slug, number=1, minutes="散會", present=[]
        )


def test_a_member_decides_and_a_stranger_or_a_former_one_does_not():
    city = make.agency()
    board = make.committee(city)
    member, former = make.person("member"), make.person("former")
    for who, end in ((member, None), (former, date(2026, 2, 1))):
        inventory.seat(
            actor=make.SYSTEM,
            slug=board.slug,
            name=who.name,
            start=make.BEGIN,
            end=end,
            email=who.email,
        )
    inventory.announce(actor=make.SYSTEM, slug=board.slug, at=make.AT)
    held = inventory.put_on_agenda(actor=make.SYSTEM, slug=board.slug, number=1, title="策略")
    decision = inventory.Decision(Verdict.NOTED, "洽悉。")
    where = {"slug": board.slug, "number": 1, "point_id": held.agenda[0].id}
    for stranger in (make.person("stranger"), former):
        with pytest.raises(Forbidden):
            inventory.decide(actor=make.actor(stranger), decision=decision, **where)
    with pytest.raises(Forbidden):  # a member decides, and does not keep the committee
        inventory.announce(actor=make.actor(member), slug=board.slug, at=make.AT)
    done = inventory.decide(actor=make.actor(member), decision=decision, **where)
    assert done.agenda[0].verdict is Verdict.NOTED
    assert inventory.seats_of(str(member.id)) == [board.slug]


def test_a_national_committee_is_founded_by_administrators_and_once():
    city = make.agency()
    boss = make.actor(make.person("boss", "manager", city))
    with pytest.raises(Forbidden):
        inventory.found(actor=boss, organization=city.slug, level=Level.NATIONAL, name="院級")
    make.committee(city)
    with pytest.raises(Conflict):
        make.committee(city)


def test_a_term_does_not_end_before_it_begins():
    board = make.committee(make.agency())
    with pytest.raises(BadCommittee):
        inventory.seat(
            actor=make.SYSTEM,
            slug=board.slug,
            name="某",
            start=date(2026, 5, 1),
            end=date(2026, 4, 1),
        )


def test_personal_data_are_exported_and_names_erased_while_the_record_stays():
    city = make.agency()
    board = make.committee(city)
    who = make.person("member")
    inventory.seat(
        actor=make.SYSTEM, slug=board.slug, name="黃教授", start=make.BEGIN, email=who.email
    )
    inventory.designate(actor=make.SYSTEM, organization_id=city.id, email=who.email)
    assert export(who.id)["seats"][0]["name"] == "黃教授"
    counts = erase(who.id)
    assert (counts["seats"], counts["reviewer_of"]) == (1, 1)
    (member,) = inventory.committee(board.slug).members
    assert (member.name, member.person_id) == ("", None)
