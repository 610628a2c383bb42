"""Roles reach down the tree, never up or sideways; agencies are found by what people call them."""

import pytest

from idea.engines.identity import api, plugin, queries
from idea.engines.identity.errors import AgencyNotFound
from idea.engines.identity.tests.factories import administrator, agency, member, person
from idea.engines.identity.types import Permission, Role
from idea.kernel.errors import Forbidden, SignInRequired

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    """A city over a bureau over a section, and another bureau beside."""
    city = agency("臺南市政府")
    bureau = agency("環境保護局", parent=city)
    return city, bureau, agency("空氣品質科", parent=bureau), agency("工務局", parent=city)


@pytest.fixture
def permission():
    yield plugin.declare(Permission("test.publish", Role.EDITOR, "publish"))
    plugin.permissions.unregister("test.publish")


def test_a_role_reaches_down_and_not_up_or_sideways(tree, permission):
    city, bureau, section, other = tree
    editor = member(bureau, Role.EDITOR)
    assert api.can(editor, "test.publish", bureau.id)
    assert api.can(editor, "test.publish", section.id)
    assert not api.can(editor, "test.publish", city.id)
    assert not api.can(editor, "test.publish", other.id)
    assert api.can(editor, "test.publish")
    assert {o.id for o in api.organizations_where(editor, "test.publish")} == {
        bureau.id,
        section.id,
    }


def test_a_lesser_role_is_not_enough_and_a_greater_one_is(tree, permission):
    city = tree[0]
    assert not api.can(member(city, Role.REPORTER), "test.publish", city.id)
    assert api.can(member(city, Role.MANAGER), "test.publish", city.id)
    assert not api.can(person(), "test.publish")
    assert api.organizations_where(person(), "test.publish") == []


def test_a_closed_account_may_nothing_even_as_administrator(tree, permission):
    closed = administrator()
    closed.is_active = False
    closed.save()
    assert not api.can(closed, "test.publish", tree[0].id)
    assert api.organizations_where(closed, "test.publish") == []


def test_an_administrator_may_everything(tree, permission):
    assert api.can(administrator(), "test.publish", tree[3].id)
    assert len(api.organizations_where(administrator(), "test.publish")) == 4


def test_a_permission_nobody_declared_is_a_programming_error():
    with pytest.raises(KeyError, match=r"catalog\.pubish"):
        api.can(administrator(), "catalog.pubish")


def test_require_tells_a_stranger_to_sign_in_and_a_person_which_role_it_takes(tree, permission):
    with pytest.raises(SignInRequired):
        api.require(None, "test.publish", tree[0].id)
    with pytest.raises(Forbidden) as caught:
        api.require(member(tree[1], Role.REPORTER), "test.publish", tree[1].id)
    assert "編輯" in caught.value.remedy or "Editor" in caught.value.remedy


def test_an_agency_is_found_by_slug_id_and_name(tree):
    city = tree[0]
    for key in (city.slug, city.slug.upper(), city.id, str(city.id), " 臺南市政府 "):
        assert api.organization(key) == city
    for key in ("", "no-such", "00000000-0000-0000-0000-000000000000"):
        with pytest.raises(AgencyNotFound):
            api.organization(key)


def test_the_tree_has_children_below_parents(tree):
    (root,) = api.organization_tree()
    assert [(depth, one.name) for depth, one in root.walk()] == [
        (0, "臺南市政府"),
        (1, "工務局"),
        (1, "環境保護局"),
        (2, "空氣品質科"),
    ]


def test_a_part_of_the_tree_has_its_topmost_agencies_as_roots(tree):
    roots = api.organization_tree([tree[1], tree[2], tree[3]])
    assert {root.organization.id for root in roots} == {tree[1].id, tree[3].id}


def test_asking_far_down_the_tree_takes_few_queries(
    tree, permission, django_assert_max_num_queries
):
    editor = member(tree[0], Role.EDITOR)
    with django_assert_max_num_queries(4):
        assert api.can(editor, "test.publish", tree[2].id)


def test_counts_are_of_the_agency_itself(tree):
    member(tree[1], Role.EDITOR)
    member(tree[1], Role.MANAGER)
    assert queries.member_counts() == {tree[1].id: 2}
