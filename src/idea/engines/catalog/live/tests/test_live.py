"""A live layer is found, seen and downloaded like every data set, and its map is never old."""

import pytest

from idea.engines.catalog import api as catalog
from idea.engines.catalog.live import api as live
from idea.engines.catalog.types import Declared, Draft
from idea.engines.features import api as features
from idea.engines.features import queries
from idea.engines.features.errors import NoCollection
from idea.engines.features.live.tests.conftest import (  # noqa: F401  fixtures
    FIELDS,
    SYSTEM,
    _own_home,
    agency,
    point,
)
from idea.engines.features.live.types import LiveDraft, Shape
from idea.engines.features.types import Query
from idea.kernel.errors import Conflict

pytestmark = pytest.mark.django_db


@pytest.fixture
def declare(agency):  # noqa: F811  the fixture
    def make(name="works", **said):
        draft = LiveDraft(
            id=name, title="道路施工", shape=Shape.POINT, fields=FIELDS,
            organization_id=agency.id, **said,
        )  # fmt: skip
        return live.declare(draft, actor=SYSTEM, license_id="OGDL-Taiwan-1.0")

    return make


def test_it_is_a_data_set_from_its_first_minute(declare):
    assert declare().offered
    dataset = catalog.dataset("works")
    assert (dataset.organization, dataset.current) == ("工務局", None)
    assert "/ogc/collections/works/items" in str(catalog.dcat(dataset))
    assert queries.collection("works").attribution.startswith("工務局")
    with pytest.raises(Conflict):
        declare()


def test_what_is_not_for_residents_is_no_data_set(declare):
    declare("inside", public=False)
    with pytest.raises(Exception, match="inside"):
        catalog.dataset("inside")


def test_a_snapshot_is_a_version_and_the_map_goes_on_living(declare):
    declare()
    with pytest.raises(Conflict):
        live.publish_snapshot("works")
    features.create_features("works", [point(121.5), point(121.0)], actor=SYSTEM)
    assert live.publish_snapshot("works").version.rows == 2
    assert catalog.dataset("works").has_map
    features.create_feature("works", point(120.5), actor=SYSTEM)
    features.delete_feature("works", 1, actor=SYSTEM)
    ids = {each["id"] for each in features.query("works", Query()).features}
    assert ids == {2, 3}
    again = live.publish_snapshot("works")
    assert (again.version.number, again.version.rows) == (2, 2)
    assert live.publish_snapshot("works").unchanged


def test_what_is_withdrawn_is_hidden_until_it_is_restored(declare):
    declare()
    features.create_feature("works", point(), actor=SYSTEM)
    live.publish_snapshot("works")
    catalog.withdraw(actor=SYSTEM, slug="works", why="一時")
    features.create_feature("works", point(), actor=SYSTEM)
    with pytest.raises(NoCollection):
        queries.collection("works")
    catalog.restore(actor=SYSTEM, slug="works")
    assert queries.collection("works").layer.rows == 2


def test_a_property_the_catalog_closes_is_served_no_more(declare):
    declare()
    features.create_feature("works", point(crew=3), actor=SYSTEM)
    live.publish_snapshot("works")
    assert "crew" in features.query("works", Query()).features[0]["properties"]
    closed = Draft(declared=(Declared(name="crew", personal=True),))
    catalog.edit(actor=SYSTEM, slug="works", draft=closed)
    assert "crew" not in features.query("works", Query()).features[0]["properties"]
    features.create_feature("works", point(crew=4), actor=SYSTEM)
    assert "crew" not in queries.collection("works").columns
