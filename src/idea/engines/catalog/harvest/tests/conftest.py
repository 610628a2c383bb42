"""Each test has a data folder and a lake of its own, and an agency."""

import pytest

from idea.engines.identity import api as identity
from idea.kernel.audit.types import Actor
from idea.kernel.tests.conftest import server  # noqa: F401


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    settings.IDEA_HOME = home
    settings.IDEA_LAKE_URL = (home / "lake").as_uri()


@pytest.fixture
def agency(db):
    return identity.ensure_organization(actor=Actor.system("tests"), name="測試市政府", slug="city")
