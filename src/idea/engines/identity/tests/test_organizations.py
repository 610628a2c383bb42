"""Agencies: added once, renamed and moved by who manages them, never in circles."""

import pytest

from idea.engines.identity import api
from idea.engines.identity.actions import organizations
from idea.engines.identity.errors import (
    AgencyAmbiguous,
    AgencyCycle,
    AgencyNotFound,
    NameTaken,
)
from idea.engines.identity.tests.factories import TESTER, administrator, agency, member
from idea.engines.identity.types import Role
from idea.kernel.audit import api as audit
from idea.kernel.errors import BadInput, Forbidden
from idea.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


def move(one, below, by=None):
    return api.move_organization(
        actor=TESTER, by=by, organization_id=one.id, parent_id=below and below.id, why="改制"
    )


def test_ensuring_twice_adds_once_and_keeps_what_is_there():
    first = api.ensure_organization(actor=TESTER, name="主計處", name_en="Office of Statistics")
    assert first.slug == "office-of-statistics"
    again = api.ensure_organization(actor=TESTER, name="主計處", name_en="Something else")
    assert again == first
    assert len(audit.history(f"organization:{first.id}", 10)) == 1


def test_a_slug_is_free_and_never_empty():
    one = api.ensure_organization(actor=TESTER, name="甲", name_en="Fire Department")
    two = api.ensure_organization(actor=TESTER, name="乙", name_en="Fire  Department!")
    assert (one.slug, two.slug) == ("fire-department", "fire-department-2")
    assert api.ensure_organization(actor=TESTER, name="消防局").slug.startswith("agency-")


@pytest.mark.parametrize("name", ["", "  "])
def test_an_agency_needs_a_name(name):
    with pytest.raises(BadInput):
        api.ensure_organization(actor=TESTER, name=name)


def test_a_parent_that_is_not_there_is_named():
    with pytest.raises(AgencyNotFound, match="沒有的局"):
        api.ensure_organization(actor=TESTER, name="丙", parent="沒有的局")


def test_a_circle_is_refused_at_every_length():
    top = agency()
    middle = agency(parent=top)
    leaf = agency(parent=middle)
    for below in (top, middle, leaf):
        with pytest.raises(AgencyCycle):
            move(top, below)
    with pytest.raises(AgencyNotFound):
        api.move_organization(
            actor=TESTER, by=None, organization_id=leaf.id, parent_id=uuid7(), why=""
        )
    assert move(leaf, top).parent_id == top.id
    assert move(leaf, None).parent_id is None


def test_a_move_needs_power_over_both_places():
    city, other = agency(), agency()
    bureau = agency(parent=city)
    own = member(bureau, Role.MANAGER)
    city_only = member(city, Role.MANAGER)
    for by in (own, city_only):  # neither may carry it off to another city, nor to the top
        for below in (other, None):
            with pytest.raises(Forbidden):
                move(bureau, below, by)
    inside = agency(parent=city)
    assert move(bureau, inside, city_only).parent_id == inside.id
    assert move(bureau, other, administrator()).parent_id == other.id


def test_editing_keeps_the_slug_and_leaves_a_trail_of_who_when_why():
    one = agency()
    by = member(one, Role.MANAGER)
    edited = api.edit_organization(
        actor=TESTER, by=by, organization_id=one.id, name="新名", email="a@gov.tw", why="組織改造"
    )
    assert (edited.name, edited.slug, edited.email) == ("新名", one.slug, "a@gov.tw")
    entry = audit.history(f"organization:{one.id}", 1)[0]
    assert (entry.action, entry.why, entry.actor) == ("identity.agency-edited", "組織改造", TESTER)
    assert entry.data == {"name": [one.name, "新名"]}


def test_editing_without_a_change_leaves_no_trail():
    one = agency()
    before = audit.head()
    api.edit_organization(actor=TESTER, by=None, organization_id=one.id, name=one.name, why="")
    assert audit.head() == before


def test_editing_is_for_managers_and_names_stay_apart():
    one, two = agency(), agency()
    with pytest.raises(Forbidden):
        api.edit_organization(
            actor=TESTER, by=member(one, Role.EDITOR), organization_id=one.id, name="x", why=""
        )
    with pytest.raises(Forbidden):
        api.edit_organization(
            actor=TESTER, by=member(two, Role.MANAGER), organization_id=one.id, name="x", why=""
        )
    with pytest.raises(NameTaken):
        api.edit_organization(actor=TESTER, by=None, organization_id=one.id, name=two.name, why="")


def test_agencies_of_different_cities_may_share_a_name_and_are_told_apart():
    tainan, kaohsiung = agency("臺南市政府"), agency("高雄市政府")
    one = agency("消防局", parent=tainan)
    two = agency("消防局", parent=kaohsiung)
    assert one.id != two.id
    assert agency("消防局", parent=tainan) == one
    with pytest.raises(AgencyAmbiguous) as caught:
        api.organization("消防局")
    assert one.slug in caught.value.remedy
    assert two.slug in caught.value.remedy
    with pytest.raises(NameTaken):
        move(two, tainan)


def test_an_agency_that_somebody_adds_at_the_same_moment_is_found(monkeypatch):
    first = api.ensure_organization(actor=TESTER, name="觀光局")
    known = organizations._known
    blind = [True]  # the other's row is not seen yet when this one looks first
    monkeypatch.setattr(
        organizations, "_known", lambda *args: None if blind and blind.pop() else known(*args)
    )
    assert api.ensure_organization(actor=TESTER, name="觀光局") == first
