"""/conf/update and merge patches of /conf/features (20-002r1): only what is named changes."""

import pytest

from idea.engines.features.tests.conformance.part4.conftest import ITEMS, MERGE_PATCH

pytestmark = pytest.mark.django_db


def test_a_merge_patch_changes_what_it_names(ask):
    patch = {
        "geometry": {"type": "Point", "coordinates": [120.1, 22.9]},
        "properties": {"state": "closed", "depth": 3, "name": "改"},
    }
    ask("PATCH", f"{ITEMS}/1", 204, patch, MERGE_PATCH)
    got = ask.get(f"{ITEMS}/1").json()
    assert got["geometry"] == patch["geometry"]
    assert got["properties"] | patch["properties"] == got["properties"]
    ask("PATCH", f"{ITEMS}/1", 204, {"properties": {"depth": None}}, MERGE_PATCH)
    got = ask.get(f"{ITEMS}/1").json()["properties"]
    assert (got["depth"], got["state"]) == (None, "closed")


def test_the_id_is_not_a_thing_to_change(ask):
    ask("PATCH", f"{ITEMS}/1", 204, {"id": 2, "properties": {"name": "一"}}, MERGE_PATCH)
    assert ask.get(f"{ITEMS}/1").json()["properties"]["name"] == "一"
    assert ask.get(f"{ITEMS}/2").json()["properties"]["name"] == "挖掘"


def test_what_would_not_be_valid_is_refused(ask):
    for patch in (
        {"geometry": None},
        {"properties": {"name": None}},
        {"properties": 7},
        {"properties": None},
        {"type": "Point"},
        {"geometry": {"type": "LineString"}},
    ):
        ask("PATCH", f"{ITEMS}/1", 422, patch, MERGE_PATCH)
    ask("PATCH", f"{ITEMS}/1", 415, {"properties": {}})
    ask("PATCH", f"{ITEMS}/9", 404, {"properties": {}}, MERGE_PATCH)
