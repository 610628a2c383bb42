"""OGC API Features part 1 (17-069r4), conformance class GeoJSON: annex A.4, and RFC 7946."""

import pytest

from idea.engines.features.tests.conformance.asking import BASE, get, items, rels
from idea.engines.features.tests.conformance.layers import AREAS
from idea.engines.features.tests.factories import collection

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(tmp_path):
    return collection(tmp_path, AREAS)


def test_features_and_their_collection_have_the_members_of_rfc_7946(client, made):
    response = get(client, f"{BASE}/items", parameters={"limit": 100})
    assert response["Content-Type"] == "application/geo+json"
    body = response.json()
    assert body["type"] == "FeatureCollection"
    assert len(body["features"]) == body["numberReturned"] == 18
    for feature in body["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert feature["type"] == "Feature"
        if feature["id"] == 17:
            assert feature["geometry"] is None
        else:
            ring = feature["geometry"]["coordinates"][0]
            assert feature["geometry"]["type"] == "Polygon"
            assert ring[0] == ring[-1]


def test_each_feature_is_the_same_by_its_own_address(client, made):
    for feature in items(client, limit=3)["features"]:
        alone = get(client, f"{BASE}/items/{feature['id']}").json()
        assert {key: alone[key] for key in feature} == feature
        assert rels(alone)["collection"]["href"].endswith(BASE)
