"""Roles are given by managers of that agency, never to oneself, and each change is recorded."""

import pytest

from idea.engines.identity import api, queries
from idea.engines.identity.errors import PersonNotFound
from idea.engines.identity.tests.factories import TESTER, administrator, agency, member, person
from idea.engines.identity.types import Role
from idea.kernel.audit import api as audit
from idea.kernel.errors import BadInput, Forbidden

pytestmark = pytest.mark.django_db


def give(by, organization, someone, role="editor", why="到職"):
    return api.set_role(
        actor=TESTER,
        by=by,
        organization_id=organization.id,
        email=someone if isinstance(someone, str) else someone.email,
        role=role,
        why=why,
    )


@pytest.fixture
def city():
    return agency()


def test_a_manager_gives_changes_and_takes_a_role_and_each_is_recorded(city):
    manager, someone = member(city, Role.MANAGER), person("lin@example.org")
    assert give(manager, city, " LIN@example.org ").role == Role.EDITOR
    given = give(manager, city, someone, "reporter", "調職")
    assert [m.role for m in queries.memberships_of(someone.id)] == [Role.REPORTER]
    api.remove_member(actor=TESTER, by=manager, membership_id=given.id, why="離職")
    assert queries.memberships_of(someone.id) == []
    trail = audit.history(f"organization:{city.id}", 3)
    assert [(e.action, e.why, e.data["role"]) for e in trail] == [
        ("identity.role-taken", "離職", ["reporter", ""]),
        ("identity.role-changed", "調職", ["editor", "reporter"]),
        ("identity.role-given", "到職", ["", "editor"]),
    ]


def test_the_same_role_again_changes_and_records_nothing(city):
    manager, someone = member(city, Role.MANAGER), person()
    give(manager, city, someone)
    before = audit.head()
    give(manager, city, someone)
    assert audit.head() == before


def test_a_manager_of_one_agency_gives_nothing_in_another(city):
    bureau, elsewhere = agency(parent=city), agency()
    manager = member(bureau, Role.MANAGER)
    for organization in (city, elsewhere):
        with pytest.raises(Forbidden):
            give(manager, organization, person())
    assert give(manager, agency(parent=bureau), person())


@pytest.mark.parametrize("role", [Role.REPORTER, Role.EDITOR])
def test_lesser_roles_give_nothing(city, role):
    with pytest.raises(Forbidden):
        give(member(city, role), city, person())


def test_nobody_gives_a_role_to_themselves(city):
    bureau = agency(parent=city)
    manager = member(city, Role.MANAGER)
    for organization, role in ((city, "reporter"), (bureau, "manager")):
        with pytest.raises(Forbidden):
            give(manager, organization, manager, role)
    root = administrator()
    assert give(root, city, root).role == Role.EDITOR


def test_somebody_without_a_role_gives_nothing_not_even_their_own_membership(city):
    stranger = person()
    with pytest.raises(Forbidden):
        give(stranger, city, stranger, "manager")


def test_taking_is_for_managers_but_anybody_may_leave(city):
    manager, editor = member(city, Role.MANAGER), member(city, Role.EDITOR)
    (of_manager,) = queries.memberships_of(manager.id)
    (of_editor,) = queries.memberships_of(editor.id)
    with pytest.raises(Forbidden):
        api.remove_member(actor=TESTER, by=editor, membership_id=of_manager.id)
    with pytest.raises(Forbidden):
        api.remove_member(
            actor=TESTER, by=member(agency(), Role.MANAGER), membership_id=of_editor.id
        )
    api.remove_member(actor=TESTER, by=editor, membership_id=of_editor.id)
    api.remove_member(actor=TESTER, by=editor, membership_id=of_editor.id)  # gone already
    assert queries.memberships_of(editor.id) == []


def test_unknown_people_closed_accounts_and_unknown_roles_are_named(city):
    manager = member(city, Role.MANAGER)
    with pytest.raises(PersonNotFound, match="nobody@example"):
        give(manager, city, "nobody@example.org")
    with pytest.raises(PersonNotFound):
        give(manager, city, person(is_active=False))
    with pytest.raises(BadInput, match="emperor"):
        give(manager, city, person(), "emperor")
