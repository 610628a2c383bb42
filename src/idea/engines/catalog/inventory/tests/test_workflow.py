"""The way of an item: only the steps of the table, each with who, when and why, by two people."""

import pytest

from idea.engines.catalog.inventory import api as inventory
from idea.engines.catalog.inventory import workflow
from idea.engines.catalog.inventory.errors import BadItem, NotNow, SamePerson
from idea.engines.catalog.inventory.tests import factories as make
from idea.engines.catalog.inventory.types import Answer, Level, Move, Office, State
from idea.engines.catalog.types import Access
from idea.kernel.audit import api as audit
from idea.kernel.errors import Forbidden

pytestmark = pytest.mark.django_db


def test_every_state_can_be_reached_and_left():
    reached = {then for after in workflow.TABLE.values() for then in after}
    assert reached == set(State)
    assert {state for state, _move in workflow.TABLE} == set(State)


def test_from_a_draft_to_an_open_class_with_a_history_everybody_can_read():
    city = make.agency()
    item = make.decided(city, make.said(), "open")
    assert (item.state, item.access, item.decided_by) == (State.DECIDED, Access.OPEN, Level.AGENCY)
    steps = inventory.steps(item.id)
    assert [(s.move, s.office) for s in steps] == [
        (Move.ENTER, Office.BUSINESS),
        (Move.PROPOSE, Office.BUSINESS),
        (Move.CONFIRM, Office.LEGAL),
        (Move.DECIDE, Office.AGENCY),
    ]
    assert steps[-1].meeting == ("test-city-committee", 1)
    assert {s.who for s in steps} == {""}
    assert inventory.steps(item.id, named=True)[0].who == "tests"
    actions = [e.action for e in audit.history(f"inventory-item:{item.id}", 10)]
    assert "catalog.inventory-decide" in actions


def test_who_proposed_cannot_confirm():
    city = make.agency()
    boss = make.actor(make.person("boss", "manager", city))
    item = inventory.enter(actor=boss, organization=city.slug, said=make.said())
    inventory.propose(actor=boss, item_id=item.id)
    with pytest.raises(SamePerson):
        inventory.confirm(actor=boss, item_id=item.id, why="可")


def test_an_editor_proposes_and_does_not_confirm_until_designated():
    city = make.agency()
    editor = make.actor(make.person("editor", "editor", city))
    lawyer = make.person("lawyer")
    item = inventory.enter(actor=editor, organization=city.slug, said=make.said())
    inventory.propose(actor=editor, item_id=item.id)
    with pytest.raises(Forbidden):
        inventory.confirm(actor=make.actor(lawyer), item_id=item.id, why="可")
    inventory.designate(actor=make.SYSTEM, organization_id=city.id, email=lawyer.email)
    done = inventory.confirm(actor=make.actor(lawyer), item_id=item.id, why="核無不合。")
    assert done.state is State.CONFIRMED


def test_strangers_enter_nothing():
    city, other = make.agency(), make.agency("鄰市", "next-city")
    stranger = make.actor(make.person("stranger", "manager", other))
    with pytest.raises(Forbidden):
        inventory.enter(actor=stranger, organization=city.slug, said=make.said())


@pytest.mark.parametrize(
    ("entry", "column"),
    [
        (make.said(proposed=None), "proposed"),
        (make.said(proposed=Access.CLOSED, laws=("foi-18-1-2",)), "why"),
        (make.said(proposed=Access.CLOSED, why="不宜"), "laws"),
        (make.said(proposed=Access.RESTRICTED, why="x", laws=("secrets-2",)), "laws"),
        (make.said(proposed=Access.CLOSED, why="x", laws=("foi-7",)), "laws"),
        (make.said(personal=True), "personal"),
        (make.said(may_license=Answer.UNKNOWN), "may_license"),
        (make.said(may_license=Answer.NO), "may_license"),
        (make.said(what=""), "what"),
    ],
)
def test_a_class_is_proposed_only_with_all_it_needs(entry, column):
    item = inventory.enter(actor=make.SYSTEM, organization=make.agency().slug, said=entry)
    with pytest.raises(BadItem) as caught:
        inventory.propose(actor=make.SYSTEM, item_id=item.id)
    assert column in {issue.column for issue in caught.value.issues}


def test_returned_with_words_mended_and_sent_again():
    city = make.agency()
    item = inventory.enter(actor=make.SYSTEM, organization=city.slug, said=make.closed())
    inventory.propose(actor=make.SYSTEM, item_id=item.id)
    with pytest.raises(BadItem):
        inventory.send_back(actor=make.OTHER, item_id=item.id, why=" ")
    inventory.send_back(actor=make.OTHER, item_id=item.id, why="請敘明條文")
    inventory.edit(actor=make.SYSTEM, item_id=item.id, said=make.closed(law_text="某法第 1 條"))
    assert inventory.propose(actor=make.SYSTEM, item_id=item.id).state is State.PROPOSED
    assert "請敘明條文" in [s.why for s in inventory.steps(item.id)]


def test_what_is_with_others_is_not_changed():
    city = make.agency()
    item = inventory.enter(actor=make.SYSTEM, organization=city.slug, said=make.said())
    inventory.propose(actor=make.SYSTEM, item_id=item.id)
    with pytest.raises(NotNow):
        inventory.edit(actor=make.SYSTEM, item_id=item.id, said=make.said(what="別的"))
    with pytest.raises(NotNow):
        inventory.propose(actor=make.SYSTEM, item_id=item.id)


def test_an_appeal_goes_to_the_national_committee_once():
    city, nation = make.agency(), make.agency("國家發展委員會", "ndc")
    item = make.decided(city, make.closed(), "closed")
    citizen = make.actor(make.person("citizen"))
    asked = inventory.appeal(actor=citizen, item_id=item.id, why="路口已有公告，位置並非秘密。")
    assert (asked.state, asked.access) == (State.NATIONAL, Access.CLOSED)
    board = make.committee(nation, Level.NATIONAL)
    again = make.decide(item.id, "open", board)
    assert (again.access, again.decided_by) == (Access.OPEN, Level.NATIONAL)
    with pytest.raises(NotNow):
        inventory.appeal(actor=citizen, item_id=item.id, why="再一次")


def test_a_national_committee_may_review_every_decision_for_a_class():
    city, nation = make.agency(), make.agency("國家發展委員會", "ndc")
    board = make.committee(nation, Level.NATIONAL, reviews=[Access.CLOSED])
    item = make.decided(city, make.closed(), "closed")
    assert (item.state, item.access) == (State.NATIONAL, None)
    assert inventory.waiting(board.slug) == [item.id]
    assert make.decide(item.id, "closed", board).access is Access.CLOSED


def test_a_decided_item_is_taken_up_again_and_its_class_stays_meanwhile():
    item = make.decided(make.agency(), make.closed(), "closed")
    again = inventory.review(actor=make.SYSTEM, item_id=item.id, why="法規已修正")
    assert (again.state, again.access) == (State.DRAFT, Access.CLOSED)
