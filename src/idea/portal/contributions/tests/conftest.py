"""The site's fixtures of pages, and a live layer that takes contributions."""

import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection

from idea.engines.catalog.live import api as live
from idea.engines.features import api as features
from idea.engines.features.contributions import api
from idea.engines.features.contributions.types import Rule
from idea.engines.features.live.types import Field, FieldType, LiveDraft, Shape
from idea.portal.tests.conftest import SYSTEM, _own_home, agency, other_agency, person

__all__ = ["_own_home", "agency", "other_agency", "person"]


@pytest.fixture(autouse=True)
def _numbers_from_one(db):
    """PostgreSQL counts on where a test before left off."""
    models = [apps.get_model("features", "ContributionRecord")]
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(sql)


@pytest.fixture
def layer(agency):
    made = features.declare_live(
        LiveDraft(
            id="fountains",
            title="飲水機",
            shape=Shape.POINT,
            organization_id=agency.id,
            fields=(
                Field("name", title="名稱", required=True),
                Field("taps", FieldType.INTEGER, title="水龍頭"),
                Field("works", FieldType.BOOLEAN, title="可用"),
            ),
        ),
        actor=SYSTEM,
    )
    api.set_rule(
        Rule(made.id, open=True, license="OGDL-Taiwan-1.0", guidance="戶外的就好"), actor=SYSTEM
    )
    return made


@pytest.fixture
def publish_live(agency):
    """A live layer with its data set, open to contributions."""
    draft = LiveDraft(id="wells", title="井", shape=Shape.POINT, organization_id=agency.id)
    made = live.declare(draft, actor=SYSTEM, license_id="OGDL-Taiwan-1.0")
    api.set_rule(Rule(made.id, open=True, license="OGDL-Taiwan-1.0"), actor=SYSTEM)
    return made
