"""Layers of a made-up agency, an editor of it, and an editor of another one."""

import pytest

from idea.engines.features.plugin import owners
from idea.engines.features.tests.factories import collection, points
from idea.engines.identity import api as identity
from idea.engines.identity.types import Role
from idea.kernel.audit.types import Actor

ACTOR = Actor.system("test")
SQUARE = "POLYGON((120.9 23.9, 121.1 23.9, 121.1 24.1, 120.9 24.1, 120.9 23.9))"


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    settings.IDEA_HOME = home
    settings.IDEA_LAKE_URL = (home / "lake").as_uri()


@pytest.fixture
def layer(tmp_path):
    """Return a function that serves a layer of a shape (none: many points over Taiwan)."""

    def made(name, wkt="", columns="'n' || _row AS name, "):
        (tmp_path / name).mkdir()
        one = f"SELECT 1::BIGINT AS _row, {columns}'{wkt}'::GEOMETRY AS geometry FROM (SELECT 1 AS _row)"  # noqa: S608
        return collection(tmp_path / name, one if wkt else points(300), name=name)

    return made


@pytest.fixture
def tokens(django_user_model):
    """Return API tokens by name: an editor of the agency of all layers, one of another agency."""
    made = {}
    for name in ("owner", "stranger"):
        agency = identity.ensure_organization(actor=ACTOR, name=name, slug=name)
        person = django_user_model.objects.create_user(f"{name}@example.gov")
        identity.set_role(
            actor=ACTOR, by=None, organization_id=agency.id, email=person.email, role=Role.EDITOR
        )
        if name == "owner":
            owners.register("test", lambda _slug, owner=agency.id: owner)
        _info, made[name] = identity.create_token(
            actor=ACTOR, email=person.email, label="t", scopes=["features"], days=1
        )
    yield made
    owners.unregister("test")
