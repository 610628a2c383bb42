"""Sign-up, sign-in and letters: what strangers must not learn, steal or repeat too often."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from idea.engines.identity.models import Person
from idea.engines.identity.tests.factories import PASSWORD, administrator, person

pytestmark = pytest.mark.django_db
LOGIN, SIGNUP = "/accounts/login/", "/accounts/signup/"
FORGOT, BY_CODE = "/accounts/password/reset/", "/accounts/login/code/"


def sign_in(client, who, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": who.email, "password": password, **more})


def signed_in(client):
    return "_auth_user_id" in client.session


def code_in(letter):
    (code,) = re.findall(r"^ {4}(\S+)$", letter.body, re.MULTILINE)
    return code


# --- signing up ---------------------------------------------------------------------------------


def test_signing_up_asks_for_the_code_in_the_letter(client, mailoutbox):
    answer = client.post(SIGNUP, {"email": "Lee@Example.org", "password1": PASSWORD})
    assert answer.status_code == 302
    assert not signed_in(client)
    (letter,) = mailoutbox
    assert letter.to == ["lee@example.org"]
    assert client.post(answer.url, {"code": "WRONG1"}).status_code == 200
    assert not signed_in(client)
    client.post(answer.url, {"code": code_in(letter)})
    assert signed_in(client)
    made = Person.objects.get()
    assert (made.email, made.language, made.is_staff) == ("lee@example.org", "zh-hant", False)
    assert EmailAddress.objects.get(verified=True).email == "lee@example.org"


@pytest.mark.parametrize(
    ("prefix", "subject", "words"),
    [("", "您的驗證碼：", "我們絕不會以電話"), ("/en", "Your code: ", "We never ask for it")],
)
def test_letters_speak_the_language_of_the_page(client, mailoutbox, prefix, subject, words):
    client.post(prefix + SIGNUP, {"email": "a@example.org", "password1": PASSWORD})
    (letter,) = mailoutbox
    assert letter.subject.startswith(subject)
    assert words in letter.body
    assert "&" not in letter.body
    assert Person.objects.get().language == ("en" if prefix else "zh-hant")


@pytest.mark.parametrize("password", ["short", "12345678901", "password1234"])
def test_weak_passwords_are_refused(client, password):
    client.post(SIGNUP, {"email": "a@example.org", "password1": password})
    assert not Person.objects.exists()


# --- what strangers must not learn --------------------------------------------------------------


def shown(answer):
    """Return a page without what differs by chance."""
    return re.sub(
        r'name="csrfmiddlewaretoken" value="\w+"|\S+@example\.org', "", answer.content.decode()
    )


@pytest.mark.parametrize(
    ("path", "field", "more"),
    [
        (SIGNUP, "email", {"password1": PASSWORD}),
        (FORGOT, "email", {}),
        (BY_CODE, "email", {}),
    ],
)
def test_a_page_answers_the_same_for_known_and_unknown_addresses(mailoutbox, path, field, more):
    person("known@example.org")
    answers = []
    for email in ("known@example.org", "unknown@example.org"):
        client = Client()
        answer = client.post(path, {field: email, **more})
        answers.append((answer.status_code, answer.url, shown(client.get(answer.url))))
        assert not signed_in(client)
    assert answers[0] == answers[1]
    assert {letter.to[0] for letter in mailoutbox} == {"known@example.org", "unknown@example.org"}


def test_a_wrong_password_and_an_unknown_address_look_the_same():
    person("known@example.org")
    known, unknown = (
        shown(Client().post(LOGIN, {"login": f"{name}@example.org", "password": "wrong"}))
        for name in ("known", "unknown")
    )
    assert known == unknown


def test_signing_up_over_somebodys_account_changes_nothing(client):
    owner = person("owner@example.org")
    client.post(SIGNUP, {"email": "OWNER@example.org", "password1": "another long phrase"})
    owner.refresh_from_db()
    assert owner.check_password(PASSWORD)
    assert Person.objects.count() == 1


# --- too often ----------------------------------------------------------------------------------


def test_guessing_a_password_is_stopped_even_when_it_is_then_right(client):
    who = person()
    for _ in range(5):
        sign_in(client, who, "wrong")
    sign_in(client, who)
    assert not signed_in(client)
    other = Client(REMOTE_ADDR="203.0.113.9")
    assert sign_in(other, person()).status_code == 302  # nobody else is locked out


def test_guessing_a_sign_in_code_is_stopped(client, mailoutbox):
    who = person()
    there = client.post(BY_CODE, {"email": who.email}).url
    for _ in range(3):
        client.post(there, {"code": "AAAAAA"})
    client.post(there, {"code": code_in(mailoutbox[0])})
    assert not signed_in(client)


def test_asking_for_codes_over_and_over_is_stopped(mailoutbox):
    who = person()
    for number in range(6):
        Client(REMOTE_ADDR=f"203.0.113.{number}").post(BY_CODE, {"email": who.email})
    assert len(mailoutbox) == 3


def test_signing_up_over_and_over_is_stopped(client):
    answers = [
        client.post(SIGNUP, {"email": f"n{number}@example.org", "password1": "x"}).status_code
        for number in range(21)
    ]
    assert answers[-1] == 429
    assert 429 not in answers[:20]


# --- sessions -----------------------------------------------------------------------------------


def test_signing_in_changes_the_session_key(client, settings):
    who = person()
    session = client.session
    session["planted"] = "by an attacker who knows this key"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    sign_in(client, who)
    assert signed_in(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != session.session_key
    assert not type(session)(session.session_key).exists(session.session_key)


def test_changing_the_password_signs_the_others_out():
    who = person()
    here, there = Client(), Client()
    sign_in(here, who)
    sign_in(there, who)
    changed = here.post(
        "/accounts/password/change/",
        {
            "oldpassword": PASSWORD,
            "password1": "a newer longer phrase",
            "password2": "a newer longer phrase",
        },
    )
    assert changed.status_code == 302
    own = reverse("identity:profile")
    assert here.get(own).status_code == 200
    assert there.get(own).status_code == 302


def test_sessions_are_listed_and_the_others_can_be_signed_out():
    who = person()
    here, there = Client(), Client(HTTP_USER_AGENT="A Stranger's Phone")
    sign_in(there, who)
    sign_in(here, who)
    own = reverse("identity:profile")
    there.get(own)
    here.get(own)
    assert "A Stranger&#x27;s Phone" in here.get("/accounts/sessions/").content.decode()
    here.post("/accounts/sessions/")
    assert here.get(own).status_code == 200
    assert there.get(own).status_code == 302


# --- where to go after --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "https:/\\evil.example",
    ],
)
def test_signing_in_never_leads_off_the_site(target):
    for where in ("get", "post"):
        client = Client()
        who = person()
        path = f"{LOGIN}?next={target}" if where == "get" else LOGIN
        more = {"next": target} if where == "post" else {}
        answer = client.post(path, {"login": who.email, "password": PASSWORD, **more})
        assert signed_in(client)
        assert answer.url == "/my/"


def test_signing_in_leads_back_to_where_one_was(client):
    there = reverse("identity:tokens")
    answer = sign_in(client, person(), next=there)
    assert answer.url == there


# --- the admin ----------------------------------------------------------------------------------


def test_the_admin_signs_in_through_the_sites_own_page(client):
    answer = client.get("/admin/login/")
    assert answer.status_code == 302
    assert answer.url.startswith(LOGIN)
    client.force_login(person(), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/admin/", follow=True).status_code == 403


def test_the_admin_shows_agencies_but_changes_only_accounts(client):
    root, who = administrator(), person()
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    for name in ("organization", "membership"):
        assert client.get(f"/admin/identity/{name}/").status_code == 200
        assert client.get(f"/admin/identity/{name}/add/").status_code == 403
    there = f"/admin/identity/person/{who.id}/change/"
    client.post(there, {"is_active": "on", "is_superuser": "on", "email": "x@y.zz"})
    who.refresh_from_db()
    assert who.is_superuser
    assert who.email != "x@y.zz"
    assert client.get(f"/admin/identity/person/{who.id}/delete/").status_code == 403


def test_changes_of_an_account_are_told_by_letter_where_the_site_wants_that(mailoutbox, settings):
    settings.ACCOUNT_EMAIL_NOTIFICATIONS = True
    who, client = person(), Client(HTTP_USER_AGENT="Test <b>")
    sign_in(client, who)
    new = "a newer longer phrase"
    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    (letter,) = mailoutbox
    assert letter.subject == "密碼已變更"
    for words in ("您的帳號有以下變更", "您的密碼已變更。", "瀏覽器：Test <b>"):
        assert words in letter.body
