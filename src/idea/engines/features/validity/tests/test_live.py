"""A live layer that tells time is cut by a date as a file is, and follows each change at once."""

from urllib.parse import urlencode

import mapbox_vector_tile
import pytest

from idea.engines.features import api as features
from idea.engines.features.live.tests.conftest import (  # noqa: F401  fixtures
    SYSTEM,
    _own_home,
    agency,
    declare,
    point,
)
from idea.engines.features.live.types import Field, FieldType
from idea.engines.features.types import Validity
from idea.engines.features.validity import api

pytestmark = pytest.mark.django_db
FIELDS = (
    Field("name", FieldType.STRING),
    Field("start", FieldType.DATE),
    Field("end", FieldType.DATE),
)


@pytest.fixture
def dated(declare):  # noqa: F811
    live = declare(fields=FIELDS)
    days = [("2020-01-01", "2024-06-01"), ("2022-03-15", None), (None, "2023-01-01"), (None, None)]
    for place, (start, end) in enumerate(days):
        told = {name: day for name, day in (("start", start), ("end", end)) if day}
        feature = point(121.5 + place / 100, **told)
        features.create_feature(live.id, feature, actor=SYSTEM)
    api.declare(actor=SYSTEM, collection_id=live.id, validity=Validity("start", "end"))
    return live.id


def items(client, name, when, **more):
    query = urlencode({"f": "json", "datetime": when, **more})
    body = client.get(f"/ogc/collections/{name}/items?{query}").json()
    return body["numberMatched"], sorted(each["id"] for each in body["features"])


def test_items_follow_datetime(client, dated):
    assert items(client, dated, "2021-01-01") == (3, [1, 3, 4])
    assert items(client, dated, "2025-01-01") == (2, [2, 4])
    assert items(client, dated, "2024-06-01", limit=1) == (2, [2])


def test_a_change_counts_at_once(client, dated):
    assert items(client, dated, "2025-01-01")[1] == [2, 4]
    ended = {"properties": {"end": "2024-12-31"}}
    features.update_feature(dated, 2, ended, actor=SYSTEM)
    assert items(client, dated, "2025-01-01") == (1, [4])
    assert items(client, dated, "2024-01-01")[1] == [1, 2, 4]


def test_tiles_follow_datetime(client, dated):
    answer = client.get(f"/ogc/collections/{dated}/tiles/6/53/27.mvt?datetime=2025-01-01")
    drawn = mapbox_vector_tile.decode(answer.content)
    assert sorted(each["id"] for layer in drawn.values() for each in layer["features"]) == [2, 4]


def test_the_extent_follows_the_features(client, dated):
    assert "temporal" not in extent(client, dated), "open on both sides says nothing"
    for number in (3, 4):
        features.delete_feature(dated, number, actor=SYSTEM)
    assert extent(client, dated)["temporal"]["interval"] == [["2019-12-31T16:00:00Z", None]]


def extent(client, name):
    return client.get(f"/ogc/collections/{name}?f=json").json()["extent"]
