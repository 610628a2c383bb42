"""Pages: what is shown to whom, and what a page never does without asking once more."""

import json
import time

import pytest
from django.test import Client
from django.urls import reverse

from idea.engines.identity import api, queries
from idea.engines.identity.models import ApiToken, Person
from idea.engines.identity.tests.factories import (
    PASSWORD,
    TESTER,
    administrator,
    agency,
    member,
    person,
    token,
)
from idea.engines.identity.types import Role
from idea.kernel.audit import api as audit

pytestmark = pytest.mark.django_db


def signed_in(who, *, recently=True):
    """Return a client in a session of this person; `recently`: as after showing once more it is them."""
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    if recently:
        session = client.session
        session["account_authentication_methods"] = [
            {"method": "password", "at": time.time(), "reauthenticated": True}
        ]
        session["account_authentication_methods_user"] = str(who.pk)
        session.save()
    return client


def page(name, *args):
    return reverse(f"identity:{name}", args=args)


@pytest.mark.parametrize("name", ["profile", "tokens", "data", "erase", "agencies", "add_agency"])
def test_strangers_are_sent_to_sign_in_and_back(client, name):
    answer = client.get(page(name))
    assert answer.status_code == 302
    assert answer.url == f"{reverse('account_login')}?next={page(name)}"


@pytest.mark.parametrize("name", ["profile", "tokens", "data", "erase"])
@pytest.mark.parametrize("language", ["", "/en"])
def test_own_pages_open_in_both_languages(name, language):
    assert signed_in(person()).get(language + page(name)).status_code == 200


def test_the_profile_keeps_name_and_language_and_nothing_else():
    who = person()
    client = signed_in(who)
    answer = client.post(
        page("profile"),
        {"name": " 林美 ", "language": "en", "is_superuser": "1", "email": "x@y.zz"},
    )
    assert answer.url.startswith("/en/")
    who.refresh_from_db()
    assert (who.name, who.language, who.is_superuser) == ("林美", "en", False)
    assert who.email != "x@y.zz"


NEW_TOKEN = {"label": "nightly", "scopes": ["read"], "days": "30"}


def test_a_new_token_is_shown_once_and_never_stored_by_the_browser():
    client = signed_in(person())
    answer = client.post(page("tokens"), NEW_TOKEN)
    secret = answer.context["secret"]
    assert secret in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert secret not in client.get(page("tokens")).content.decode()


def test_making_a_token_asks_who_it_is_once_more_and_then_goes_on():
    client = signed_in(person(), recently=False)
    asked = client.post(page("tokens"), NEW_TOKEN)
    assert asked.status_code == 302
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert not ApiToken.objects.exists()
    wrong = client.post(asked.url, {"password": "not it", "next": page("tokens")})
    assert wrong.status_code == 200
    assert not ApiToken.objects.exists()
    done = client.post(asked.url, {"password": PASSWORD, "next": page("tokens")})
    assert done.context["secret"].startswith("idea_")


def test_revoking_is_for_ones_own_tokens():
    who = person()
    info, _secret = token(who)
    other = signed_in(person()).post(page("revoke_token", info.id))
    assert other.status_code == 404
    assert signed_in(who).post(page("revoke_token", info.id)).status_code == 302
    assert ApiToken.objects.get().revoked_at


def test_an_export_holds_everything_and_asks_who_it_is_first():
    city = agency("交通局")
    who = member(city, Role.EDITOR, "ho@example.org")
    _info, secret = token(who)
    assert signed_in(who, recently=False).post(page("export")).status_code == 302
    answer = signed_in(who).post(page("export"))
    assert answer["Content-Disposition"].startswith("attachment")
    held = json.loads(answer.content)["holds"]["identity"]
    assert held["account"]["email"] == "ho@example.org"
    assert held["roles"][0]["agency"] == "交通局"
    assert held["tokens"][0]["label"] == "a test"
    assert secret[12:] not in answer.content.decode()
    assert "password" not in held["account"]


def test_erasing_needs_the_address_typed_and_then_nothing_is_left_but_a_number():
    city = agency()
    who = member(city, Role.MANAGER, "gone@example.org")
    token(who)
    client = signed_in(who)
    actor = api.actor_of(client.get(page("profile")).wsgi_request)
    api.edit_organization(
        actor=actor, by=who, organization_id=city.id, name="新名字", why="Gone said so"
    )
    assert client.post(page("erase"), {"email": "other@example.org"}).status_code == 200
    assert Person.objects.get().is_active
    assert client.post(page("erase"), {"email": "Gone@example.org"}).status_code == 302

    left = Person.objects.get()
    assert left.id == who.id
    assert (left.is_active, left.name, left.erased_at is not None) == (False, "", True)
    assert left.email == f"{who.id}@erased.invalid"
    assert not left.has_usable_password()
    assert not ApiToken.objects.exists()
    assert not queries.memberships_of(who.id)
    assert client.get(page("profile")).status_code == 302
    entries = audit.latest(20)
    assert "gone@example.org" not in repr(entries).lower()
    assert "Gone said so" not in repr(entries)
    assert any(entry.action == "identity.person-erased" for entry in entries)
    assert audit.verify().ok


def test_the_address_is_free_again_after_erasing():
    who = person("again@example.org")
    signed_in(who).post(page("erase"), {"email": "again@example.org"})
    assert person("again@example.org").id != who.id


def test_the_only_administrator_cannot_erase_themselves():
    root = administrator()
    answer = signed_in(root).post(page("erase"), {"email": root.email})
    assert answer.status_code == 200
    root.refresh_from_db()
    assert root.is_superuser
    administrator()
    assert signed_in(root).post(page("erase"), {"email": root.email}).status_code == 302


# --- agencies -----------------------------------------------------------------------------------


@pytest.fixture
def city():
    return agency("高雄市政府")


def test_agencies_are_for_those_with_a_role_and_show_no_others(city):
    bureau, other = agency("水利局", parent=city), agency("別的局", parent=city)
    assert signed_in(person()).get(page("agencies")).status_code == 403
    reporter = signed_in(member(bureau, Role.REPORTER))
    shown = reporter.get(page("agencies")).content.decode()
    assert "水利局" in shown
    assert "別的局" not in shown
    assert reporter.get(page("agency", other.slug)).status_code == 403
    assert reporter.get(page("agency", city.slug)).status_code == 403
    assert reporter.get(page("agency", bureau.slug)).status_code == 200


def give(client, one, email, role="editor"):
    return client.post(page("agency", one.slug), {"email": email, "role": role, "why": "到職"})


def test_a_manager_gives_a_role_on_the_page(city):
    someone = person("new@example.org")
    manager = signed_in(member(city, Role.MANAGER, "boss@example.org"))
    assert give(manager, city, "new@example.org").status_code == 302
    (given,) = queries.memberships_of(someone.id)
    assert given.role == Role.EDITOR
    entry = audit.history(f"organization:{city.id}", 1)[0]
    assert (entry.actor.label, entry.why) == ("boss@example.org", "到職")


def test_giving_where_one_may_not_gives_nothing(city):
    bureau = agency(parent=city)
    someone = person()
    for who, one in (
        (member(city, Role.EDITOR), city),
        (member(bureau, Role.MANAGER), city),
        (member(agency(), Role.MANAGER), city),
    ):
        answer = give(signed_in(who), one, someone.email)
        assert answer.status_code in (200, 403)
        assert not queries.memberships_of(someone.id)


def test_a_manager_cannot_raise_themselves_on_any_page(city):
    bureau = agency(parent=city)
    who = member(bureau, Role.MANAGER, "climber@example.org")
    client = signed_in(who)
    give(client, city, "climber@example.org", "manager")
    give(client, bureau, "climber@example.org", "manager")
    other = member(city, Role.MANAGER)
    (above,) = queries.memberships_of(other.id)
    # another agency's membership asked for below one's own
    client.post(page("member", bureau.slug, above.id), {"take": "1", "take-why": "x"})
    assert [(m.organization_id, m.role) for m in queries.memberships_of(who.id)] == [
        (bureau.id, Role.MANAGER)
    ]
    assert queries.memberships_of(other.id)


def test_a_role_is_changed_and_taken_with_a_reason(city):
    someone = member(city, Role.REPORTER)
    (row,) = queries.memberships_of(someone.id)
    manager = signed_in(member(city, Role.MANAGER))
    there = page("member", city.slug, row.id)
    assert manager.post(there, {"role": "editor"}).status_code == 200  # no reason
    assert queries.memberships_of(someone.id)[0].role == Role.REPORTER
    assert manager.post(there, {"role": "editor", "why": "升任"}).status_code == 302
    assert queries.memberships_of(someone.id)[0].role == Role.EDITOR
    assert manager.post(there, {"take": "1", "take-why": "退休"}).status_code == 302
    assert not queries.memberships_of(someone.id)


def test_an_editor_sees_people_and_changes_only_their_own_leaving(city):
    editor, other = member(city, Role.EDITOR), member(city, Role.REPORTER)
    (own,) = queries.memberships_of(editor.id)
    (others,) = queries.memberships_of(other.id)
    client = signed_in(editor)
    assert client.get(page("member", city.slug, others.id)).status_code == 403
    raised = client.post(page("member", city.slug, own.id), {"role": "manager", "why": "x"})
    assert raised.status_code == 200
    assert queries.memberships_of(editor.id)[0].role == Role.EDITOR
    left = client.post(page("member", city.slug, own.id), {"take": "1", "take-why": "x"})
    assert left.url == page("profile")
    assert not queries.memberships_of(editor.id)


def test_an_agency_is_added_renamed_and_moved_on_pages(city):
    manager = signed_in(member(city, Role.MANAGER))
    manager.post(
        page("add_agency"), {"name": "動物園", "name_en": "City Zoo", "parent": str(city.id)}
    )
    zoo = api.organization("city-zoo")
    assert zoo.parent_id == city.id
    manager.post(page("edit_agency", zoo.slug), {"name": "市立動物園", "why": "正名"})
    assert api.organization("city-zoo").name == "市立動物園"
    park = agency("公園處", parent=city)
    manager.post(page("move_agency", zoo.slug), {"parent": str(park.id), "why": "整併"})
    assert api.organization("city-zoo").parent_id == park.id


def test_a_manager_adds_nothing_at_the_top_or_elsewhere(city):
    other = agency()
    manager = signed_in(member(city, Role.MANAGER))
    for parent in ("", "top", str(other.id)):
        answer = manager.post(page("add_agency"), {"name": "野局", "parent": parent})
        assert answer.status_code == 200
    assert len(api.organizations()) == 2


def test_names_are_escaped(city):
    who = administrator()
    api.edit_organization(
        actor=TESTER, by=None, organization_id=city.id, name="<script>alert(1)</script>", why=""
    )
    for there in (page("agencies"), page("agency", city.slug)):
        assert b"<script>alert" not in signed_in(who).get(there).content


def test_an_english_page_calls_an_agency_by_its_english_name(city):
    one = api.ensure_organization(actor=TESTER, name="民政局", name_en="Civil Affairs Bureau")
    client, there = signed_in(member(one, Role.MANAGER)), page("agency", one.slug)
    assert "<h1>Civil Affairs Bureau</h1>" in client.get(f"/en{there}").content.decode()
    assert "<h1>民政局</h1>" in client.get(there).content.decode()
