"""The REST entrance: who may call, with what, and what is refused to whom."""

import json

import pytest
from django.test import Client, RequestFactory

from idea.engines.identity import api
from idea.engines.identity.conf import identity_settings
from idea.engines.identity.http.auth import require_scope, someone, token_or_session
from idea.engines.identity.models import ApiToken
from idea.engines.identity.tests.factories import agency, member, person, token
from idea.engines.identity.types import Role
from idea.kernel.errors import Forbidden, SignInRequired, TooMany

pytestmark = pytest.mark.django_db
ME, TOKENS = "/api/v1/identity/me", "/api/v1/identity/tokens"


@pytest.fixture
def ask():
    """Return a function that asks the API with a token's secret."""

    def asked(secret, path=ME, method="get", body=None):
        return getattr(Client(), method)(
            path,
            **({"data": json.dumps(body), "content_type": "application/json"} if body else {}),
            headers={"Authorization": f"Bearer {secret}"},
        )

    return asked


def in_session(who, **options):
    client = Client(**options)
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


def post(client, body, **headers):
    return client.post(TOKENS, json.dumps(body), content_type="application/json", headers=headers)


BODY = {"label": "nightly", "scopes": ["publish"], "days": 7}


def test_a_token_tells_who_it_is(ask):
    who = member(agency("衛生局"), Role.EDITOR, "chen@example.org")
    info, secret = token(who, ["publish", "read"])
    answer = ask(secret)
    assert answer.status_code == 200
    me = answer.json()
    assert (me["email"], me["scopes"]) == ("chen@example.org", ["publish", "read"])
    assert (me["token"]["id"], me["token"]["prefix"]) == (str(info.id), secret[:12])
    assert [(r["organization"], r["role"]) for r in me["roles"]] == [("衛生局", "editor")]
    assert secret not in answer.content.decode()


@pytest.mark.parametrize("path", [ME, "/api/v1/identity/organizations"])
def test_a_bad_token_is_refused_on_open_reads_too(ask, path):
    agency()
    for secret in ("idea_wrong", "", "x"):
        answer = ask(secret, path)
        assert answer.status_code == 401
        assert answer["Content-Type"].startswith("application/problem+json")
        assert answer.json()["code"] == "token-refused"
        assert answer.json()["remedy"]


def test_a_token_makes_no_session(ask):
    answer = ask(token(person())[1])
    assert not answer.cookies


def test_open_reads_need_nobody_and_private_ones_do(client):
    one = agency("文化局")
    found = client.get("/api/v1/identity/organizations").json()
    assert [(o["slug"], o["name"]) for o in found] == [(one.slug, "文化局")]
    assert client.get(f"/api/v1/identity/organizations/{one.slug}").json()["id"] == str(one.id)
    assert client.get("/api/v1/identity/organizations/none").status_code == 404
    for path in (ME, TOKENS):
        assert client.get(path).json()["code"] == "sign-in-required"


def test_nobody_writes(client):
    assert post(client, BODY).status_code == 401
    assert not ApiToken.objects.exists()


def test_a_session_makes_lists_and_revokes_tokens(client):
    client = in_session(person())
    made = post(client, BODY)
    assert made.status_code == 201
    secret, number = made.json()["secret"], made.json()["id"]
    listed = client.get(TOKENS)
    assert [t["id"] for t in listed.json()] == [number]
    assert secret not in listed.content.decode()
    assert client.delete(f"{TOKENS}/{number}").status_code == 204
    assert client.get(TOKENS).json() == []
    assert client.delete(f"{TOKENS}/{number}").status_code == 404


def test_a_session_without_the_csrf_token_writes_nothing():
    client = in_session(person(), enforce_csrf_checks=True)
    for headers in ({}, {"X-CSRFToken": "a" * 32}):
        answer = post(client, BODY, **headers)
        assert answer.status_code == 403
        assert answer.json()["code"] == "csrf"
    assert not ApiToken.objects.exists()
    assert client.get(ME).status_code == 200


def test_a_session_with_the_csrf_token_writes(settings):
    client = in_session(person(), enforce_csrf_checks=True)
    client.get("/accounts/password/change/")
    csrf = client.cookies[settings.CSRF_COOKIE_NAME].value
    assert post(client, BODY, **{"X-CSRFToken": csrf}).status_code == 201


def test_a_token_needs_no_csrf_token_even_beside_a_session_cookie():
    who = person()
    client = in_session(who, enforce_csrf_checks=True)
    info, secret = token(who)
    path = f"{TOKENS}/{info.id}"
    answer = client.delete(path, headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 204


def test_a_token_makes_lists_and_revokes_no_other_tokens_but_itself(ask):
    who = person()
    info, secret = token(who, ["read", "publish", "admin"])
    other, _secret = token(who)
    assert ask(secret, TOKENS, "post", BODY).status_code == 403
    assert ask(secret, TOKENS).status_code == 403
    assert ask(secret, f"{TOKENS}/{other.id}", "delete").status_code == 403
    assert ask(secret, f"{TOKENS}/{info.id}", "delete").status_code == 204
    assert ask(secret).status_code == 401


def test_nobody_revokes_anothers_token():
    info, _secret = token(person())
    assert in_session(person()).delete(f"{TOKENS}/{info.id}").status_code == 404
    assert ApiToken.objects.get().revoked_at is None


@pytest.mark.parametrize(
    "change", [{"scopes": ["root"]}, {"days": 4000}, {"days": 0}, {"label": ""}, {"scopes": []}]
)
def test_bad_wishes_are_refused(change):
    assert post(in_session(person()), {**BODY, **change}).status_code == 422
    assert not ApiToken.objects.exists()


def caller(who, scopes):
    """Return a request that carries a token with these scopes, as an API entrance sees it."""
    secret = token(who, scopes)[1]
    request = RequestFactory().post("/", headers={"Authorization": f"Bearer {secret}"})
    request.auth = token_or_session(request)
    return request


def test_a_scope_that_the_token_lacks_is_refused_whatever_the_person_may():
    root = person(is_superuser=True)
    request = caller(root, ["read"])
    require_scope(request, "read")
    with pytest.raises(Forbidden) as caught:
        require_scope(request, "publish")
    assert caught.value.code == "scope-missing"
    with pytest.raises(KeyError):
        require_scope(request, "pubish")


def test_a_scope_does_not_replace_a_role():
    city = agency()
    request = caller(member(city, Role.REPORTER), ["admin"])
    require_scope(request, "admin")
    with pytest.raises(Forbidden):
        api.require(request.user, "identity.manage-people", city.id)


def test_the_audit_log_learns_of_the_token_not_only_of_its_person():
    who = person("wu@example.org")
    request = caller(who, ["read"])
    actor = api.actor_of(request)
    assert (actor.kind, actor.id) == ("token", str(request.auth.token.id))
    assert "wu@example.org" in actor.label


def anonymous(method="get"):
    from django.contrib.auth.models import AnonymousUser

    request = getattr(RequestFactory(), method)("/")
    request.user = AnonymousUser()
    return request


def test_anybody_may_read_and_is_told_to_sign_in_for_the_rest():
    assert token_or_session(anonymous()).person is None
    for refused in (
        lambda: token_or_session(anonymous("post")),
        lambda: someone(anonymous()),
        lambda: require_scope(anonymous(), "read"),
        lambda: api.actor_of(anonymous()),
    ):
        with pytest.raises(SignInRequired):
            refused()


@pytest.fixture
def _tight(monkeypatch):
    monkeypatch.setenv("IDEA_API_TOKEN_RATE", "3")
    monkeypatch.setenv("IDEA_API_ADDRESS_RATE", "2")
    identity_settings.cache_clear()
    yield
    monkeypatch.undo()
    identity_settings.cache_clear()


@pytest.mark.usefixtures("_tight")
def test_each_token_has_a_limit_of_its_own(ask):
    (_one, first), (_two, second) = token(person()), token(person())
    assert [ask(first).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert ask(second).status_code == 200


@pytest.mark.usefixtures("_tight")
def test_an_address_has_a_limit_and_guessing_tokens_counts_against_it(ask):
    assert [ask("idea_guess").status_code for _ in range(3)] == [401, 401, 429]
    with pytest.raises(TooMany):
        token_or_session(anonymous())
