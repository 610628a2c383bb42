"""/conf/optimistic-locking-etags (20-002r1): who saw an older state does not overwrite a newer."""

import pytest

from idea.engines.features.live.tests.conftest import point
from idea.engines.features.tests.conformance.part4.conftest import ITEMS, MERGE_PATCH

pytestmark = pytest.mark.django_db


def tag(ask, number=1):
    return ask.get(f"{ITEMS}/{number}")["ETag"]


@pytest.mark.parametrize(
    ("method", "body", "media"),
    [
        ("PUT", point(name="新"), "application/geo+json"),
        ("PATCH", {"properties": {"name": "新"}}, MERGE_PATCH),
    ],
)
def test_replace_and_update(ask, method, body, media):
    path, old = f"{ITEMS}/1", tag(ask)
    for wrong in ('"0"', '"xyz"', old.replace('"1-', '"9-')):
        ask(method, path, 412, body, media, HTTP_IF_MATCH=wrong)
    assert tag(ask) == old
    done = ask(method, path, 204, body, media, HTTP_IF_MATCH=old)
    assert done["ETag"] == tag(ask) != old
    again = ask(method, path, 412, body, media, HTTP_IF_MATCH=old)
    assert again.json()["code"] == "revision-moved"
    ask(method, path, 204, body, media)
    ask(method, path, 204, body, media, HTTP_IF_MATCH="*")


def test_delete(ask):
    old = tag(ask)
    ask("DELETE", f"{ITEMS}/1", 412, HTTP_IF_MATCH='"0"')
    ask("DELETE", f"{ITEMS}/1", 204, HTTP_IF_MATCH=old)
    ask.get(f"{ITEMS}/1", 404)
    ask("DELETE", f"{ITEMS}/2", 204)


def test_another_features_change_leaves_a_tag_as_it_is(ask):
    old = tag(ask, 2)
    ask("PATCH", f"{ITEMS}/1", 204, {"properties": {"depth": 1}}, MERGE_PATCH)
    assert tag(ask, 2) == old
    ask("PUT", f"{ITEMS}/2", 204, point(), HTTP_IF_MATCH=f"W/{old}")


def test_the_tag_that_comes_with_a_new_feature_is_its_own(ask):
    made = ask("POST", ITEMS, 201, point())
    assert ask.get(made["Location"])["ETag"] == made["ETag"]
    ask("PUT", made["Location"], 204, point(), HTTP_IF_MATCH=made["ETag"])
