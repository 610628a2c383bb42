"""A live collection with two features, and those who ask: with a token, with the wrong one."""

import json

import pytest

from idea.engines.features import api
from idea.engines.features.live.tests.conftest import (  # noqa: F401  fixtures
    SYSTEM,
    _own_home,
    agency,
    declare,
    person,
    point,
    works,
)
from idea.engines.identity import api as identity

ITEMS = "/ogc/collections/works/items"
GEOJSON = "application/geo+json"
MERGE_PATCH = "application/merge-patch+json"


@pytest.fixture
def token(db):
    def make(owner, *scopes):
        _info, secret = identity.create_token(
            actor=SYSTEM, email=owner.email, label="t", scopes=scopes or ("features",), days=1
        )
        return {"HTTP_AUTHORIZATION": f"Bearer {secret}"}

    return make


@pytest.fixture
def editor(person, agency):  # noqa: F811
    return person("editor", agency)


class Asking:
    """Sends bodies as a program does, and asserts the status."""

    def __init__(self, client, auth):
        self.client, self.auth = client, auth

    def __call__(self, method, path, status, body=None, media=GEOJSON, **headers):
        data = body if isinstance(body, str | bytes) else json.dumps(body or {})
        response = self.client.generic(
            method, path, data, content_type=media, **self.auth, **headers
        )
        assert response.status_code == status, (response.status_code, response.content[:600])
        if status >= 400 and status != 405:
            assert response["Content-Type"] == "application/problem+json"
            assert {"code", "detail", "title"} <= set(response.json())
        return response

    def get(self, path, status=200):
        response = self.client.get(path)
        assert response.status_code == status, response.content[:600]
        return response


@pytest.fixture
def ask(client, editor, token, works):  # noqa: F811
    api.create_features("works", [point(121.5), point(120.5, 23.0)], actor=SYSTEM)
    return Asking(client, token(editor))
