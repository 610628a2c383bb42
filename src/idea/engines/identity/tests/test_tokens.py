"""Tokens: shown once, kept as a hash, good for what and as long as they were made."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.utils import timezone

from idea.engines.identity import api
from idea.engines.identity.actions.tokens import check_token
from idea.engines.identity.errors import PersonNotFound, TokenRefused, UnknownScope
from idea.engines.identity.models import ApiToken
from idea.engines.identity.tests.factories import TESTER, person, token
from idea.kernel.errors import BadInput, NotFound

pytestmark = pytest.mark.django_db


def make(someone, **change):
    wanted = {"email": someone.email, "label": "x", "scopes": ["read"], "days": 30, **change}
    return api.create_token(actor=TESTER, **wanted)


def test_only_the_hash_is_kept():
    info, secret = make(person())
    assert secret.startswith("idea_")
    assert len(secret) == 5 + 43  # 256 bits in base64url
    row = ApiToken.objects.get()
    assert row.digest == sha256(secret.encode()).hexdigest()
    assert info.prefix == secret[:12]
    kept = " ".join(str(value) for value in ApiToken.objects.values_list().get())
    assert secret not in kept
    assert secret[12:] not in kept


def test_two_tokens_differ():
    someone = person()
    assert make(someone)[1] != make(someone)[1]


def test_a_good_token_tells_who_and_what_for():
    someone = person()
    _info, secret = make(someone, scopes=["publish", "read", "read"])
    caller = check_token(secret)
    assert caller.person == someone
    assert caller.scopes == {"publish", "read"}


@pytest.mark.parametrize("secret", ["", "idea_", "idea_" + "A" * 43, "A" * 48])
def test_an_unknown_token_is_refused(secret):
    make(person())
    with pytest.raises(TokenRefused):
        check_token(secret)


def test_the_hash_itself_is_no_key():
    make(person())
    with pytest.raises(TokenRefused):
        check_token("idea_" + ApiToken.objects.get().digest)


def test_an_expired_token_is_refused_from_the_second_on():
    _info, secret = make(person(), days=1)
    ApiToken.objects.update(expires_at=timezone.now() + timedelta(seconds=30))
    check_token(secret)
    ApiToken.objects.update(expires_at=timezone.now())
    with pytest.raises(TokenRefused, match=r"expired|過期|到期"):
        check_token(secret)


def test_no_end_means_no_end():
    info, secret = make(person(), days=None)
    assert info.expires_at is None
    check_token(secret)


def test_a_revoked_token_is_refused_and_only_its_person_revokes_it():
    someone = person()
    info, secret = make(someone)
    with pytest.raises(NotFound):
        api.revoke_token(actor=TESTER, person_id=person().id, token_id=info.id)
    check_token(secret)
    api.revoke_token(actor=TESTER, person_id=someone.id, token_id=info.id)
    with pytest.raises(TokenRefused):
        check_token(secret)
    with pytest.raises(NotFound):
        api.revoke_token(actor=TESTER, person_id=someone.id, token_id=info.id)


def test_a_closed_account_takes_its_tokens_along():
    someone = person()
    _info, secret = make(someone)
    someone.is_active = False
    someone.save()
    with pytest.raises(TokenRefused):
        check_token(secret)


def test_last_use_is_written_at_most_every_five_minutes(django_assert_num_queries):
    _info, secret = token(person())
    check_token(secret)
    first = ApiToken.objects.get().last_used_at
    with django_assert_num_queries(1):
        check_token(secret)
    ApiToken.objects.update(last_used_at=first - timedelta(minutes=6))
    check_token(secret)
    assert ApiToken.objects.get().last_used_at > first


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"scopes": []}, BadInput),
        ({"scopes": ["read", "everything"]}, UnknownScope),
        ({"label": " "}, BadInput),
        ({"label": "x" * 81}, BadInput),
        ({"days": 0}, BadInput),
        ({"email": "nobody@example.org"}, PersonNotFound),
    ],
)
def test_bad_wishes_are_refused_and_make_nothing(change, error):
    with pytest.raises(error):
        make(person(), **change)
    assert not ApiToken.objects.exists()
