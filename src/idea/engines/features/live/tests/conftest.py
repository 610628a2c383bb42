"""A live collection of works in a made-up agency, its editor, and others who may not."""

import pytest

from idea.engines.features import api
from idea.engines.features.live.types import Field, FieldType, LiveDraft, Shape
from idea.engines.identity import api as identity
from idea.engines.identity.types import Role
from idea.kernel.audit.types import Actor

SYSTEM = Actor.system("tests")
FIELDS = (
    Field("name", FieldType.STRING, "名稱", "Name", required=True),
    Field("state", FieldType.STRING, "狀態", "State", codes=("open", "closed")),
    Field("depth", FieldType.NUMBER),
    Field("crew", FieldType.INTEGER),
    Field("night", FieldType.BOOLEAN),
    Field("day", FieldType.DATE),
    Field("seen", FieldType.DATETIME),
)


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path):
    settings.IDEA_HOME = tmp_path / "home"
    settings.IDEA_LAKE_URL = (tmp_path / "home" / "lake").as_uri()


@pytest.fixture
def agency(db):
    return identity.ensure_organization(actor=SYSTEM, slug="works", name="工務局")


@pytest.fixture
def person(django_user_model):
    """Make a person who has a role in an agency, or none."""

    def make(name, organization=None, role=Role.EDITOR):
        made = django_user_model.objects.create_user(f"{name}@example.org", "a-long-password-1")
        if organization is not None:
            identity.set_role(
                actor=SYSTEM,
                by=None,
                organization_id=organization.id,
                email=made.email,
                role=role,
            )
        return made

    return make


@pytest.fixture
def declare(agency):
    def make(name="works", *, shape=Shape.POINT, fields=FIELDS, **said):
        draft = LiveDraft(
            id=name,
            title="道路施工",
            title_en="Road works",
            shape=shape,
            organization_id=agency.id,
            fields=fields,
            **said,
        )
        return api.declare_live(draft, actor=SYSTEM)

    return make


@pytest.fixture
def works(declare):
    return declare()


def point(lon=121.5, lat=25.0, **properties):
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {"name": "挖掘", **properties},
    }
