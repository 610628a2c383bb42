"""Promises of invitations: only the owner of the address gets the role, once, from who may give it."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from idea.engines.identity import api, queries
from idea.engines.identity.actions.invitations import accept, check_invitation, invite, take_back
from idea.engines.identity.actions.privacy import erase_person
from idea.engines.identity.errors import LinkRefused, NotInvited
from idea.engines.identity.models import Invitation, Membership
from idea.engines.identity.tests.factories import TESTER, agency, member, person
from idea.engines.identity.types import Role
from idea.kernel.audit import api as audit
from idea.kernel.errors import BadInput, Forbidden, TooMany, Unavailable

pytestmark = pytest.mark.django_db
NEW = "new@example.org"


@pytest.fixture
def city():
    return agency()


@pytest.fixture
def boss(city):
    return member(city, Role.MANAGER, "boss@example.org")


def send(by, city, email=NEW, role="editor"):
    """Invite and return the secret of the letter's link."""
    invite(actor=TESTER, by=by, organization_id=city.id, email=email, role=role, why="到職")
    return secret_of(mail.outbox[-1].body)


def secret_of(body):
    return re.search(r"/invitations/([\w-]+)/", body)[1]


def test_a_letter_names_who_what_and_where(city, boss):
    send(boss, city, "New@Example.org")
    (letter,) = mail.outbox
    assert letter.to == [NEW]
    for words in ("boss@example.org", city.name, "編輯", "/identity/invitations/"):
        assert words in letter.subject + letter.body
    (waiting,) = queries.invitations(city.id)
    assert (waiting.email, waiting.role) == (NEW, Role.EDITOR)
    entry = audit.history(f"organization:{city.id}", 1)[0]
    assert (entry.action, entry.why) == ("identity.invited", "到職")


def test_the_role_is_given_once_to_the_owner_of_the_address(city, boss):
    secret = send(boss, city)
    with pytest.raises(NotInvited, match=NEW):
        accept(actor=TESTER, person=person("thief@example.org"), secret=secret)
    someone = person(NEW)
    given = accept(actor=TESTER, person=someone, secret=secret)
    assert (given.role, given.organization_slug) == (Role.EDITOR, city.slug)
    assert api.can(someone, "identity.see-people", city.id)
    assert audit.history(f"organization:{city.id}", 1)[0].action == "identity.invitation-accepted"
    with pytest.raises(LinkRefused):
        accept(actor=TESTER, person=someone, secret=secret)


def test_an_address_that_is_not_verified_is_nobodys(city, boss):
    secret = send(boss, city)
    someone = person(NEW)
    EmailAddress.objects.filter(user=someone).update(verified=False)
    with pytest.raises(NotInvited):
        accept(actor=TESTER, person=someone, secret=secret)


def test_a_higher_role_stays(city, boss):
    secret = send(boss, city, role="reporter")
    someone = member(city, Role.MANAGER, NEW)
    assert accept(actor=TESTER, person=someone, secret=secret).role == Role.MANAGER


def test_a_second_letter_replaces_the_first(city, boss):
    first = send(boss, city)
    second = send(boss, city, role="manager")
    assert check_invitation(second).role == Role.MANAGER
    with pytest.raises(LinkRefused):
        check_invitation(first)


@pytest.mark.parametrize("why", ["too old", "taken back", "inviter lost the role", "unknown"])
def test_a_link_that_is_not_good_any_more(city, boss, why):
    secret = send(boss, city)
    if why == "too old":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif why == "taken back":
        take_back(actor=TESTER, by=boss, invitation_id=queries.invitations(city.id)[0].id)
        take_back(actor=TESTER, by=boss, invitation_id=city.id)  # not there: no error
    elif why == "inviter lost the role":
        Membership.objects.filter(person=boss).delete()
    with pytest.raises(LinkRefused):
        check_invitation("x" if why == "unknown" else secret)


def test_who_may_give_no_roles_may_not_invite_or_take_back(city, boss):
    editor = member(city, Role.EDITOR)
    with pytest.raises(Forbidden):
        send(editor, city)
    send(boss, city)
    with pytest.raises(Forbidden):
        take_back(actor=TESTER, by=editor, invitation_id=queries.invitations(city.id)[0].id)
    with pytest.raises(BadInput):
        send(boss, city, role="king")
    assert len(mail.outbox) == 1


def test_letters_are_limited(city, boss, monkeypatch):
    monkeypatch.setattr("idea.engines.identity.actions.invitations.LETTERS", 2)
    send(boss, city, "a@example.org")
    send(boss, city, "b@example.org")
    with pytest.raises(TooMany):
        send(boss, city, "c@example.org")


def test_a_letter_that_cannot_be_sent_invites_nobody(city, boss, monkeypatch):
    def broken(*_args, **_kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("idea.engines.identity.actions.invitations.send_mail", broken)
    with pytest.raises(Unavailable):
        send(boss, city)
    assert queries.invitations(city.id) == []


def test_erasing_a_person_takes_their_invitations_along(city, boss):
    send(boss, city)
    other = member(city, Role.MANAGER)
    send(other, city, boss.email)
    erase_person(actor=TESTER, person_id=boss.pk)
    assert Invitation.objects.count() == 0


def test_from_the_managers_page_to_the_role_by_signing_up(city, boss):
    manager = Client()
    manager.force_login(boss, backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("identity:agency", args=[city.slug])
    said = {"email": NEW, "role": "editor", "why": "到職"}
    answer = manager.post(page, said, follow=True)
    assert "邀請信" in answer.content.decode()
    assert NEW in answer.content.decode()

    link = f"/identity/invitations/{secret_of(mail.outbox[-1].body)}/"
    newcomer = Client()
    text = newcomer.get(link).content.decode()
    assert city.name in text
    assert f"/signup/?next={link.replace('/', '%2F')}" in text
    password = "correct horse 電池 staple"
    signup = reverse("account_signup") + f"?next={link}"
    newcomer.post(signup, {"email": NEW, "password1": password, "next": link})
    code = re.search(r"^\s*([A-Z0-9-]{6,})\s*$", mail.outbox[-1].body, re.MULTILINE)[1]
    verified = newcomer.post(reverse("account_email_verification_sent"), {"code": code})
    assert verified.headers["Location"] == link
    newcomer.post(link)
    (role,) = queries.memberships_of(queries.members(city.id)[-1].person_id)
    assert (role.email, role.role) == (NEW, Role.EDITOR)


def test_somebody_else_is_told_whose_invitation_it_is(city, boss):
    secret = send(boss, city)
    other = Client()
    other.force_login(person(), backend="django.contrib.auth.backends.ModelBackend")
    answer = other.post(reverse("identity:invitation", args=[secret]))
    assert answer.status_code == 403
    assert NEW in answer.content.decode()
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_manager_takes_an_invitation_back_on_the_page(city, boss):
    send(boss, city)
    manager = Client()
    manager.force_login(boss, backend="django.contrib.auth.backends.ModelBackend")
    (waiting,) = queries.invitations(city.id)
    manager.post(reverse("identity:void", args=[city.slug, waiting.id]))
    assert queries.invitations(city.id) == []
