"""The first administrator's link: once, for a day, and only while there is none."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from idea.engines.identity import api
from idea.engines.identity.models import Person, SetupLink
from idea.engines.identity.tests.factories import PASSWORD, administrator, person

pytestmark = pytest.mark.django_db
FORM = {"email": "Root@Example.org", "name": "王小明", "password": PASSWORD}


def link():
    return urlsplit(api.first_admin_link()).path


def test_the_link_makes_a_signed_in_verified_administrator(client, settings):
    address = api.first_admin_link()
    assert address.startswith(settings.IDEA_SITE_URL + "/identity/setup/")
    path = urlsplit(address).path
    assert client.get(path).status_code == 200
    answer = client.post(path, FORM)
    assert answer.status_code == 302
    made = Person.objects.get()
    assert (made.email, made.name) == ("root@example.org", "王小明")
    assert made.is_superuser
    assert made.is_staff
    assert client.session["_auth_user_id"] == str(made.id)
    kept = EmailAddress.objects.get()
    assert (kept.email, kept.verified, kept.primary) == ("root@example.org", True, True)


def test_it_works_once_and_takes_all_other_links_along(client):
    first, second = link(), link()
    client.post(first, FORM)
    for path in (first, second):
        assert client.get(path).status_code == 404
        assert client.post(path, {**FORM, "email": "two@example.org"}).status_code == 404
    assert Person.objects.count() == 1
    assert api.first_admin_link() is None


def test_it_dies_after_a_day(client):
    path = link()
    SetupLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(path).status_code == 404
    assert client.post(path, FORM).status_code == 404


def test_the_link_cannot_be_guessed_and_is_not_stored(client):
    path = link()
    secret = path.rstrip("/").rpartition("/")[2]
    row = SetupLink.objects.get()
    assert secret not in f"{row.digest}{row.id}"
    assert timedelta(hours=23) < row.expires_at - timezone.now() <= timedelta(hours=24)
    assert client.get(f"/identity/setup/{row.digest}/").status_code == 404


def test_there_is_none_while_an_administrator_is_there_and_one_again_when_not():
    root = administrator()
    assert api.first_admin_link() is None
    Person.objects.filter(pk=root.pk).update(is_active=False)
    assert api.first_admin_link()


@pytest.mark.parametrize("password", ["short", "password123", "root@example.org"])
def test_a_weak_password_is_refused_and_the_link_stays_good(client, password):
    path = link()
    answer = client.post(path, {**FORM, "password": password})
    assert answer.status_code == 200
    assert not Person.objects.exists()
    assert client.post(path, FORM).status_code == 302


def test_somebody_who_signed_up_before_becomes_the_administrator(client):
    early = person("root@example.org", password=None)
    client.post(link(), FORM)
    early.refresh_from_db()
    assert early.is_superuser
    assert early.check_password(PASSWORD)


def test_the_links_secret_stays_out_of_the_log(client, caplog, capfd):
    path = link()
    with caplog.at_level("DEBUG"):
        client.get(path)
        client.post(path, FORM)
    said = caplog.text + "".join(capfd.readouterr())
    assert "identity/setup" in said
    assert path.rstrip("/").rpartition("/")[2] not in said
    assert PASSWORD not in said
