"""Merging agencies: all one had is the other's, once, by who may, and never in a circle."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from idea.engines.identity import api, queries
from idea.engines.identity.errors import AgencyDissolved, NameTaken
from idea.engines.identity.models import Membership, Organization
from idea.engines.identity.tests.factories import TESTER, administrator, agency, member, person
from idea.engines.identity.types import Role
from idea.kernel.audit import api as audit
from idea.kernel.errors import BadInput, Forbidden, Problem

pytestmark = pytest.mark.django_db


def merge(old, new, *, by=None, typed=None):
    return api.merge_organization(
        actor=TESTER,
        by=by,
        organization_id=old.id,
        into_id=new.id,
        typed=old.name if typed is None else typed,
        why="整併",
    )


def parent_of(one):
    return Organization.objects.get(pk=one.id).parent_id


def test_slug_id_and_name_of_the_old_lead_to_the_new():
    old, new = agency("舊局"), agency("新局")
    assert merge(old, new) == api.organization(new.slug)
    for key in (old.slug, old.id, str(old.id), "舊局"):
        assert api.organization(key).id == new.id
    assert old.id not in {row.id for row in api.organizations()}
    assert api.ensure_organization(actor=TESTER, name="舊局").id == new.id
    found = api.ensure_organizations(actor=TESTER, names=["舊局"], parent_id=None, why="")
    assert found == {"舊局": new.id}
    assert api.is_former(old.slug)
    assert not api.is_former(new.slug)


def test_both_get_a_line_in_the_record_that_says_what_moved():
    old, new = agency(), agency()
    member(old, Role.EDITOR)
    agency(parent=old)
    merge(old, new)
    for one in (old, new):
        entry = audit.history(f"organization:{one.id}", 1)[0]
        assert (entry.action, entry.why) == ("identity.agency-merged", "整併")
        assert entry.data["moved"] == {"identity.roles": 1}
        assert entry.data["agencies"] == 1


def test_people_come_with_their_roles_and_keep_the_higher_of_two():
    old, new = agency(), agency()
    only, up, down = (member(old, role) for role in (Role.EDITOR, Role.MANAGER, Role.REPORTER))
    Membership.objects.create(person=up, organization_id=new.id, role=Role.REPORTER)
    Membership.objects.create(person=down, organization_id=new.id, role=Role.EDITOR)
    merge(old, new)
    roles = {row.person_id: row.role for row in queries.members(new.id)}
    assert roles == {only.pk: Role.EDITOR, up.pk: Role.MANAGER, down.pk: Role.EDITOR}
    assert not Membership.objects.filter(organization_id=old.id).exists()


def test_agencies_below_come_along():
    old, new = agency(), agency()
    one = agency(parent=old)
    leaf = agency(parent=one)
    merge(old, new)
    assert parent_of(one) == new.id
    assert parent_of(leaf) == one.id


def test_an_agency_below_of_a_name_that_is_there_stops_it_all():
    old, new = agency(), agency()
    agency("會計室", parent=old)
    agency("會計室", parent=new)
    who = member(old, Role.EDITOR)
    with pytest.raises(NameTaken):
        merge(old, new)
    assert api.organization(old.slug).active
    assert Membership.objects.get(person=who).organization_id == old.id


@pytest.mark.parametrize("deep", [1, 2, 3])
def test_an_agency_merged_into_one_below_it_makes_no_circle(deep):
    city, old = agency(), None
    old = line = agency(parent=city)
    between = []
    for _step in range(deep):
        line = agency(parent=line)
        between.append(line)
    beside = agency(parent=old)
    merge(old, line)
    assert parent_of(line) == city.id
    assert parent_of(beside) == line.id
    for one in between:
        assert queries.line_of(one.id)[-1] == city.id


def test_it_may_be_merged_into_the_one_above_and_give_its_name_free():
    city = agency()
    old = agency("觀光局", parent=city)
    merge(old, city)
    assert api.ensure_organization(actor=TESTER, name="觀光局", parent=city.id).id == city.id
    assert (
        api.edit_organization(
            actor=TESTER, by=None, organization_id=agency(parent=city).id, name="觀光局", why=""
        ).slug
        != old.slug
    )


def test_a_successor_merged_again_leads_the_first_one_on_in_one_step():
    one, two, three, four = (agency() for _ in range(4))
    merge(one, two)
    merge(two, three)
    merge(three, four)
    assert set(Organization.objects.filter(successor_id=four.id).values_list("pk", flat=True)) == {
        one.id,
        two.id,
        three.id,
    }
    assert api.organization(one.slug).id == four.id
    with pytest.raises((AgencyDissolved, BadInput)):
        merge(four, one)


def test_never_into_itself_nor_into_what_is_gone_nor_twice():
    old, new, gone = agency(), agency(), agency()
    with pytest.raises(BadInput):
        merge(old, old)
    merge(gone, new)
    with pytest.raises(AgencyDissolved):
        merge(old, gone)
    with pytest.raises(AgencyDissolved):
        merge(gone, old)
    with pytest.raises(AgencyDissolved):
        api.reactivate_organization(actor=TESTER, by=None, organization_id=gone.id, why="")


@pytest.mark.parametrize("typed", ["", "新局", "舊 局"])
def test_the_name_has_to_be_typed(typed):
    old, new = agency("舊局"), agency("新局")
    with pytest.raises(BadInput, match="舊局"):
        merge(old, new, typed=typed)
    assert api.organization(old.slug).active
    assert merge(old, new, typed=" 舊局 ").id == new.id


def test_it_takes_power_over_the_one_above_and_over_the_one_that_goes_on():
    city, other = agency(), agency()
    old, new = agency(parent=city), agency(parent=city)
    for by in (
        person(),
        member(old, Role.MANAGER),
        member(new, Role.MANAGER),
        member(other, Role.MANAGER),
        member(city, Role.EDITOR),
    ):
        with pytest.raises(Forbidden):
            merge(old, new, by=by)
    boss = member(city, Role.MANAGER)
    with pytest.raises(Forbidden):  # nobody carries an agency's power into another city
        merge(old, other, by=boss)
    with pytest.raises(Forbidden):
        merge(city, other, by=boss)
    merge(old, new, by=boss)
    merge(new, other, by=administrator())


def test_the_preview_counts_and_changes_nothing(django_assert_max_num_queries):
    old = agency()
    member(old, Role.EDITOR)
    agency(parent=old)
    head = audit.head()
    found = [one.count for one in api.moving(old.id)]
    assert found[0] == 1
    assert sum(found) == 2
    assert audit.head() == head
    for _more in range(5):
        member(old, Role.EDITOR)
    with django_assert_max_num_queries(len(found) + 1):
        api.moving(old.id)


@pytest.mark.skipif("connection.vendor != 'postgresql'")  # SQLite has one writer at a time
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("crossed", [False, True])
def test_of_two_mergers_at_once_one_is_refused(crossed):
    one, two, three = agency(), agency(), agency()
    pairs = [(one, two), (two, one)] if crossed else [(one, two), (one, three)]

    def go(pair):
        try:
            return merge(*pair).id
        except Problem as problem:
            return problem.code
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=2) as pool:
        done = list(pool.map(go, pairs))
    assert done.count("agency-dissolved") == 1
    assert Organization.objects.filter(merged_at__isnull=False).count() == 1
