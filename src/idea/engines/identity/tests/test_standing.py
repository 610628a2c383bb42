"""Dissolving an agency: nothing new may come to it, all it has stays, and it can come back."""

from datetime import date

import pytest

from idea.engines.identity import api
from idea.engines.identity.actions.invitations import invite
from idea.engines.identity.errors import AgencyDissolved, AgencyInUse
from idea.engines.identity.tests.factories import TESTER, administrator, agency, member, person
from idea.engines.identity.types import Role
from idea.kernel.audit import api as audit
from idea.kernel.errors import BadInput, Forbidden

pytestmark = pytest.mark.django_db
DAY = date(2026, 8, 1)


def dissolve(one, *, by=None, successor=None):
    return api.dissolve_organization(
        actor=TESTER,
        by=by,
        organization_id=one.id,
        on=DAY,
        why="組織改造",
        successor_id=successor and successor.id,
    )


def reactivate(one, by=None):
    return api.reactivate_organization(actor=TESTER, by=by, organization_id=one.id, why="復設")


def test_a_dissolved_agency_says_when_and_who_goes_on_and_leaves_a_trail():
    old, new = agency(), agency()
    dissolve(old, successor=new)
    found = api.organization(old.slug)
    assert (found.active, found.dissolved_on, found.successor_id) == (False, DAY, new.id)
    assert [one.id for one in api.predecessors(new.id)] == [old.id]
    entry = audit.history(f"organization:{old.id}", 1)[0]
    assert (entry.action, entry.why) == ("identity.agency-dissolved", "組織改造")
    assert entry.data == {"on": "2026-08-01", "successor": str(new.id)}


def test_nobody_new_comes_to_a_dissolved_agency_but_who_is_there_may_leave():
    city = agency()
    old, successor = agency(parent=city), agency()
    boss, stays = member(city, Role.MANAGER), member(old, Role.EDITOR)
    dissolve(old, successor=successor)
    role = {"actor": TESTER, "by": boss, "organization_id": old.id, "role": "editor"}
    with pytest.raises(AgencyDissolved) as caught:
        api.set_role(**role, email=person().email)
    assert successor.slug in caught.value.remedy
    with pytest.raises(AgencyDissolved):
        invite(**role, email="new@example.org")
    with pytest.raises(AgencyDissolved):
        agency(parent=old)
    with pytest.raises(AgencyDissolved):
        api.move_organization(
            actor=TESTER, by=None, organization_id=successor.id, parent_id=old.id, why=""
        )
    assert api.set_role(**{**role, "role": "reporter"}, email=stays.email).role is Role.REPORTER


def test_an_invitation_of_before_gives_no_role_after(mailoutbox):
    city = agency()
    old, boss = agency(parent=city), member(city, Role.MANAGER)
    guest = person("guest@example.org")
    from idea.engines.identity.actions.invitations import accept

    invite(actor=TESTER, by=boss, organization_id=old.id, email=guest.email, role="editor")
    secret = mailoutbox[0].body.split("/invitations/")[1].split("/")[0]
    dissolve(old)
    with pytest.raises(AgencyDissolved):
        accept(actor=TESTER, person=guest, secret=secret)


def test_it_is_for_who_manages_the_agency_above():
    city = agency()
    bureau, top = agency(parent=city), agency()
    for by in (member(bureau, Role.MANAGER), member(city, Role.EDITOR), person()):
        with pytest.raises(Forbidden):
            dissolve(bureau, by=by)
    with pytest.raises(Forbidden):
        dissolve(top, by=member(top, Role.MANAGER))
    boss = member(city, Role.MANAGER)
    assert not dissolve(bureau, by=boss).active
    assert not dissolve(top, by=administrator()).active
    with pytest.raises(Forbidden):
        reactivate(bureau, by=member(bureau, Role.MANAGER))
    back = reactivate(bureau, by=boss)
    assert (back.active, back.successor_id) == (True, None)


def test_active_agencies_below_are_not_left_under_a_dissolved_one():
    city = agency()
    bureau = agency(parent=city)
    with pytest.raises(AgencyInUse):
        dissolve(city)
    dissolve(bureau)
    dissolve(city)
    with pytest.raises(AgencyDissolved):
        reactivate(bureau)


def test_a_successor_is_another_agency_that_is_active():
    old, gone = agency(), agency()
    dissolve(gone)
    with pytest.raises(BadInput):
        dissolve(old, successor=old)
    with pytest.raises(AgencyDissolved):
        dissolve(old, successor=gone)
    with pytest.raises(AgencyDissolved):
        dissolve(gone)


def test_no_circle_of_successors():
    one, two = agency(), agency()
    dissolve(one, successor=two)
    with pytest.raises(AgencyDissolved):
        dissolve(two, successor=one)


def test_lists_of_where_to_add_leave_it_out_and_other_lists_keep_it():
    city = agency()
    old, boss = agency(parent=city), member(city, Role.MANAGER)
    dissolve(old)
    code = "identity.edit-agency"
    assert old.id in {row.id for row in api.organizations_where(boss, code)}
    assert old.id not in {row.id for row in api.organizations_where(boss, code, active=True)}
    assert old.id in {row.id for row in api.organizations()}
