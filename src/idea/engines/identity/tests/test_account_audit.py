import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp

from idea.engines.identity.tests import factories
from idea.kernel.audit import api as audit

pytestmark = pytest.mark.django_db


def test_a_changed_password_is_in_the_log_with_its_owner(client):
    person = factories.person()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    before = audit.head().seq
    fresh = "another 長 password 42"
    answer = client.post(
        "/accounts/password/change/",
        {"oldpassword": factories.PASSWORD, "password1": fresh, "password2": fresh},
    )
    assert answer.status_code == 302
    entry = audit.history(f"person:{person.pk}", 1)[0]
    assert audit.head().seq == before + 1
    assert entry.action == "identity.change-password"
    assert entry.actor.id == str(person.pk)


def test_the_secret_of_one_time_codes_is_not_readable_in_the_database():
    person = factories.person()
    secret = totp.generate_totp_secret()
    device = totp.TOTP.activate(person, secret)
    kept = Authenticator.objects.get(pk=device.instance.pk).data["secret"]
    assert secret not in kept
    now = next(totp.yield_hotp_counters_from_time())
    code = totp.format_hotp_value(totp.hotp_value(secret, now))
    assert device.validate_code(code)
