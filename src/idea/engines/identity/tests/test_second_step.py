"""With an authenticator app in use, a password alone opens nothing."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.urls import reverse

from idea.engines.identity.tests.factories import PASSWORD, person

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"
STEP = "/accounts/2fa/authenticate/"


def number(secret=SECRET):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


@pytest.fixture
def who():
    someone = person()
    TOTP.activate(someone, SECRET)
    return someone


def with_password(who):
    client = Client()
    answer = client.post("/accounts/login/", {"login": who.email, "password": PASSWORD})
    assert answer.url.startswith(STEP)
    return client


def signed_in(client):
    return client.get(reverse("identity:profile")).status_code == 200


def test_a_password_alone_opens_nothing(who):
    client = with_password(who)
    assert not signed_in(client)
    client.post(STEP, {"code": "000000"})
    assert not signed_in(client)


def test_the_number_of_the_app_opens_and_not_twice(who):
    first, second = with_password(who), with_password(who)
    shown = number()
    first.post(STEP, {"code": shown})
    assert signed_in(first)
    second.post(STEP, {"code": shown})
    assert not signed_in(second)


def test_guessing_numbers_is_stopped(who):
    client = with_password(who)
    for guess in range(10):
        client.post(STEP, {"code": f"{guess:06}"})
    client.post(STEP, {"code": number()})
    assert not signed_in(client)


def test_a_recovery_code_opens_once(who):
    RecoveryCodes.activate(who)
    code = (
        Authenticator.objects.get(user=who, type=Authenticator.Type.RECOVERY_CODES)
        .wrap()
        .get_unused_codes()[0]
    )
    first, second = with_password(who), with_password(who)
    first.post(STEP, {"code": code})
    assert signed_in(first)
    second.post(STEP, {"code": code})
    assert not signed_in(second)


def test_a_letters_code_does_not_go_around_the_app(who, mailoutbox):
    client = Client()
    there = client.post("/accounts/login/code/", {"email": who.email}).url
    import re

    (code,) = re.findall(r"^ {4}(\S+)$", mailoutbox[0].body, re.MULTILINE)
    assert client.post(there, {"code": code}).url.startswith(STEP)
    assert not signed_in(client)
