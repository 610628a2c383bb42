"""A site with agencies, people and data sets that were truly published."""

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache

from idea.engines.catalog import api as catalog
from idea.engines.catalog.types import Draft
from idea.engines.features.residents import api as residents
from idea.engines.identity import api as identity
from idea.kernel.audit.types import Actor

SYSTEM = Actor.system("test")
TABLE = """名稱,lon,lat,容納人數,啟用日期
飲水機一,121.5198,25.0324,12,2015-07-27
飲水機二,121.5201,25.0330,7,2016-01-02
飲水機三,121.5630,25.0380,,2017-03-04
"""


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    settings.IDEA_HOME = home
    settings.IDEA_LAKE_URL = (home / "lake").as_uri()
    cache.clear()


@pytest.fixture
def agency(db):
    return identity.ensure_organization(
        actor=SYSTEM, name="測試市政府", name_en="Test City", slug="test-city"
    )


@pytest.fixture
def other_agency(db):
    return identity.ensure_organization(
        actor=SYSTEM, name="鄰市政府", name_en="Next City", slug="next-city"
    )


@pytest.fixture
def publish(agency, tmp_path):
    """Return a function that publishes a small table, for residents too, and returns its data set."""

    def make(title="飲水機", text=TABLE, filename="water.csv", *, near=True, **said):
        path = tmp_path / filename
        path.write_text(text, encoding="utf-8")
        draft = Draft(title=title, organization=said.pop("organization", agency.slug), **said)
        published = catalog.publish(actor=SYSTEM, path=path, filename=filename, draft=draft)
        slug = published.dataset.slug
        if near and published.version.layer is not None:
            residents.decide(actor=SYSTEM, collection_id=slug, shown=True)
        return published.dataset

    return make


@pytest.fixture
def person(client, agency):
    """Return a function that signs somebody in, with a role in the agency or without one."""

    def sign_in(role="editor", *, admin=False, where=None):
        who = get_user_model().objects.create_user(
            f"{role or 'nobody'}@example.org", is_superuser=admin, is_staff=admin
        )
        if role:
            place = where or agency
            identity.set_role(
                actor=SYSTEM, by=None, organization_id=place.id, email=who.email, role=role
            )
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        return who

    return sign_in
