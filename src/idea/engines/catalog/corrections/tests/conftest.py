"""A data set of an agency, and people who may and may not decide about it."""

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache

from idea.engines.catalog.tests.factories import STOPS, publish
from idea.engines.identity import api as identity
from idea.kernel.audit.types import Actor

SYSTEM = Actor.system("tests")


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    settings.IDEA_HOME = home
    settings.IDEA_LAKE_URL = (home / "lake").as_uri()
    cache.clear()


@pytest.fixture
def agency(db):
    return identity.ensure_organization(actor=SYSTEM, name="測試市政府", slug="test-city")


@pytest.fixture
def stops(agency, tmp_path):
    return publish(tmp_path, text=STOPS, organization=agency.slug, title="車站").dataset


@pytest.fixture
def someone(db):
    """Return a function that makes a person (with a role in the agency) and returns its actor."""

    def make(name="resident", role="", where=None):
        who = get_user_model().objects.create_user(f"{name}@example.org", name=name)
        if role:
            identity.set_role(
                actor=SYSTEM, by=None, organization_id=where.id, email=who.email, role=role
            )
        return Actor("person", str(who.id), name)

    return make
