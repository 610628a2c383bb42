"""Class B is given on application with a public ledger; points add up and are explained."""

from datetime import date

import pytest

from idea.engines.catalog.inventory import api as inventory
from idea.engines.catalog.inventory.errors import BadApplication, NotNow
from idea.engines.catalog.inventory.privacy import erase
from idea.engines.catalog.inventory.tests import factories as make
from idea.engines.catalog.inventory.types import ApplicationState, ItemFilter
from idea.engines.catalog.types import Access
from idea.kernel.errors import Forbidden

pytestmark = pytest.mark.django_db


@pytest.fixture
def restricted():
    entry = make.closed("票證紀錄", proposed=Access.RESTRICTED)
    return make.decided(make.agency(), entry, "restricted")


def _apply(item, who, **more):
    said = {"applicant": "李小姐", "purpose": "論文", "contact": "li@example.org", **more}
    return inventory.apply(actor=make.actor(who), item_id=item.id, **said)


def test_a_private_persons_name_and_contact_are_for_staff_only(restricted):
    _apply(restricted, make.person("li"), private=True)
    (public,) = inventory.applications(restricted.id)
    assert (public.applicant, public.contact, public.purpose) == ("", "", "論文")
    (staff,) = inventory.applications(restricted.id, named=True)
    assert staff.contact == "li@example.org"


def test_granted_with_conditions_and_revoked_with_a_reason(restricted):
    asked = _apply(restricted, make.person("li"), applicant="運輸研究中心")
    inventory.grant(
        actor=make.SYSTEM,
        application_id=asked.id,
        why="研究用途",
        conditions="不得識別個人",
        fee="免費",
        until=date(2027, 12, 31),
    )
    with pytest.raises(NotNow):
        inventory.refuse(actor=make.SYSTEM, application_id=asked.id, why="晚了")
    inventory.revoke(actor=make.SYSTEM, application_id=asked.id, why="違反約定")
    (row,) = inventory.applications(restricted.id)
    assert (row.state, row.conditions, row.revoked_why) == (
        ApplicationState.REVOKED,
        "不得識別個人",
        "違反約定",
    )


def test_only_the_agency_answers_and_only_class_b_is_applied_for(restricted):
    who = make.person("li")
    asked = _apply(restricted, who)
    with pytest.raises(Forbidden):
        inventory.grant(actor=make.actor(who), application_id=asked.id, why="自己核准")
    with pytest.raises(BadApplication):
        _apply(restricted, who, purpose=" ")
    draft = inventory.enter(actor=make.SYSTEM, organization="test-city", said=make.said())
    with pytest.raises(NotNow):
        _apply(draft, who)


def test_an_erased_applicant_leaves_the_line_without_the_name(restricted):
    who = make.person("li")
    _apply(restricted, who)
    erase(who.id)
    (row,) = inventory.applications(restricted.id, named=True)
    assert (row.applicant, row.contact, row.private) == ("", "", True)


def test_points_are_the_sum_of_their_parts_and_each_says_why():
    city = make.agency()
    entry = make.said(
        laws=("foi-7",), categories=("infrastructure", "safety", "democracy", "g8-transport")
    )
    item = inventory.enter(actor=make.SYSTEM, organization=city.slug, said=entry)
    parts = {part.code: part for part in inventory.computation(item.id)}
    assert sum(part.points for part in parts.values()) == item.score == 80
    assert sum(part.most for part in parts.values()) == 100
    assert "政府資訊公開法第 7 條" in parts["must-open"].why
    assert (parts["demand"].points, parts["economy"].why) == (0, "基礎建設")


def test_what_should_open_first_comes_first_and_demand_raises_it(restricted):
    city = restricted.organization_slug
    item = inventory.enter(
        actor=make.SYSTEM, organization=city, said=make.said(categories=("safety",))
    )
    before = restricted.score
    for number in range(5):
        _apply(restricted, make.person(f"p{number}"))
    assert inventory.rescore() == 1
    assert inventory.item(restricted.id).score > before
    found, total = inventory.items(ItemFilter(organization=city))
    assert total == 2
    assert [each.id for each in found] == [item.id, restricted.id]
    assert inventory.rescore() == 0
