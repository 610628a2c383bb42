"""A live layer of drinking fountains that takes contributions, an officer, a resident."""

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache

from idea.engines.features.contributions import api
from idea.engines.features.contributions.types import Kind, Offer, Rule, Said
from idea.engines.features.live.actions import create_feature
from idea.engines.features.live.declaring import declare_live
from idea.engines.features.live.types import Field, FieldType, LiveDraft, Shape
from idea.engines.identity import api as identity
from idea.kernel.audit.types import Actor

SYSTEM = Actor.system("test")
HERE = {"type": "Point", "coordinates": [121.52, 25.03]}
THERE = {"type": "Point", "coordinates": [121.53, 25.04]}
SAID = Said(why="每天路過", name="王小明", agreed=True)


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
def layer(agency):
    made = declare_live(
        LiveDraft(
            id="fountains",
            title="飲水機",
            title_en="Fountains",
            shape=Shape.POINT,
            organization_id=agency.id,
            fields=(
                Field("name", title="名稱", required=True),
                Field("taps", FieldType.INTEGER, title="水龍頭"),
                Field("state", codes=("可用", "故障")),
            ),
        ),
        actor=SYSTEM,
    )
    api.set_rule(Rule(made.id, open=True, license="OGDL-Taiwan-1.0"), actor=SYSTEM)
    return made


@pytest.fixture
def there(layer):
    """A fountain that is on the map already."""
    feature = {"type": "Feature", "geometry": HERE, "properties": {"name": "東門", "taps": 2}}
    return create_feature(layer.id, feature, actor=SYSTEM)


def someone(agency, role=None):
    who = get_user_model().objects.create_user(f"{role or 'nobody'}@example.org")
    if role:
        identity.set_role(
            actor=SYSTEM, by=None, organization_id=agency.id, email=who.email, role=role
        )
    return Actor("person", str(who.pk), who.email)


@pytest.fixture
def resident(agency):
    return someone(agency)


@pytest.fixture
def officer(agency):
    return someone(agency, "editor")


@pytest.fixture
def propose(layer, resident):
    """Return a function that proposes a fountain, or what `offer` says."""

    def run(offer=None, said=SAID, who=None, **more):
        who = who or resident
        offer = offer or Offer(Kind.ADDED, THERE, {"name": "西門", "taps": 1})
        return api.propose(layer.id, offer, said, actor=who, person_id=who.id, **more)

    return run
