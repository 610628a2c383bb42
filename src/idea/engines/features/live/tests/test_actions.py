"""Features change one at a time, each change whole, kept, seen at once and reversible."""

import pytest

from idea.engines.features import api, queries, reading
from idea.engines.features.errors import NoCollection, NoFeature
from idea.engines.features.live.errors import BadDeclaration, BadFeature, LayerFull, RevisionMoved
from idea.engines.features.live.tests.conftest import SYSTEM, point
from idea.engines.features.live.types import Deed, Field, FieldType
from idea.engines.features.types import Query
from idea.engines.identity.types import Role
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Conflict, Forbidden
from idea.kernel.geometry import Place

pytestmark = pytest.mark.django_db


def seen():
    return {each["id"]: each for each in api.query("works", Query(limit=1000)).features}


def test_a_change_is_seen_at_once_by_all_who_read(works):
    assert api.query("works", Query()).matched == 0
    made = api.create_feature(
        "works",
        point(day="2026-11-23", seen="2026-11-23T00:00:00Z", depth=2, night=True, crew=3),
        actor=SYSTEM,
    )
    properties = {
        "name": "挖掘", "state": None, "depth": 2.0, "crew": 3, "night": True,
        "day": "2026-11-23", "seen": "2026-11-23T08:00:00+08:00",
    }  # fmt: skip
    assert made.properties == properties
    assert seen()[made.id]["properties"] == properties
    assert api.feature("works", made.id)["geometry"] == point()["geometry"]
    api.replace_feature("works", made.id, point(120.2, 22.9), actor=SYSTEM)
    assert seen()[made.id]["geometry"]["coordinates"] == [120.2, 22.9]
    assert seen()[made.id]["properties"]["depth"] is None
    found = queries.collection("works")
    assert found.layer.bbox == (120.2, 22.9, 120.2, 22.9)
    assert (found.layer.rows, found.layer.count) == (1, 1)
    api.delete_feature("works", made.id, actor=SYSTEM)
    assert seen() == {}


def test_ids_stay_and_are_never_given_again(works):
    first, second, third = api.create_features(
        "works", [point(121.5), point(121.0), point(120.5)], actor=SYSTEM
    )
    assert (first.id, second.id, third.id) == (1, 2, 3)
    api.delete_feature("works", third.id, actor=SYSTEM)
    assert api.create_feature("works", point(), actor=SYSTEM).id == 4
    assert set(seen()) == {1, 2, 4}
    with pytest.raises(NoFeature):
        api.feature("works", 3)
    near = [each.feature["id"] for each in api.near(Place(121.0, 25.0), 1000)]
    assert near == [second.id]


def test_only_what_is_named_changes(works):
    made = api.create_feature("works", point(state="open", depth=1), actor=SYSTEM)
    patch = {"properties": {"state": "closed", "depth": None}}
    changed = api.update_feature("works", made.id, patch, actor=SYSTEM)
    assert changed.properties["state"] == "closed"
    assert changed.properties["depth"] is None
    assert changed.properties["name"] == "挖掘"
    assert changed.geometry == made.geometry
    moved = api.update_feature(
        "works", made.id, {"geometry": {"coordinates": [121.1, 24.1]}}, actor=SYSTEM
    )
    assert moved.geometry == {"type": "Point", "coordinates": [121.1, 24.1]}
    with pytest.raises(BadFeature):
        api.update_feature("works", made.id, {"properties": {"name": None}}, actor=SYSTEM)


def test_history_is_whole_and_any_of_it_can_be_had_again(works):
    made = api.create_feature("works", point(state="open"), actor=SYSTEM, why="reported")
    api.update_feature("works", made.id, {"properties": {"state": "closed"}}, actor=SYSTEM)
    api.delete_feature("works", made.id, actor=SYSTEM, why="twice")
    again = api.revert("works", made.id, 1, actor=SYSTEM, why="it was not")
    assert again.properties["state"] == "open"
    assert again.created_at == made.created_at
    told = api.history("works", made.id)
    assert [each.deed for each in told] == [
        Deed.REVERTED, Deed.DELETED, Deed.UPDATED, Deed.CREATED,
    ]  # fmt: skip
    assert [each.feature.revision for each in told] == [4, 3, 2, 1]
    assert [each.why for each in told] == ["it was not", "twice", "", "reported"]
    assert [each.current for each in told] == [True, False, False, False]
    assert told[1].feature.geometry is None
    with pytest.raises(NoFeature):
        api.revert("works", made.id, 3, actor=SYSTEM)  # it was deleted then
    assert api.live_collection("works").count == 1


def test_a_change_of_what_has_changed_is_refused(works):
    made = api.create_feature("works", point(), actor=SYSTEM)
    api.update_feature(
        "works", made.id, {"properties": {"depth": 1}}, actor=SYSTEM, expected_revision=1
    )
    for act in (api.update_feature, api.replace_feature):
        with pytest.raises(RevisionMoved):
            act("works", made.id, point(), actor=SYSTEM, expected_revision=1)
    with pytest.raises(RevisionMoved):
        api.delete_feature("works", made.id, actor=SYSTEM, expected_revision=1)
    assert api.live_collection("works").revision == 2


def test_what_is_refused_changes_nothing(works):
    api.create_feature("works", point(), actor=SYSTEM)
    head = audit.head()
    with pytest.raises(BadFeature):
        api.create_features("works", [point(), point(crew="many")], actor=SYSTEM)
    assert api.live_collection("works").revision == 1
    assert audit.head() == head
    assert set(seen()) == {1}


def test_an_older_revision_is_read_as_it_was(works):
    api.create_features("works", [point(121.1), point(121.2)], actor=SYSTEM)
    old = queries.collection("works")
    api.delete_feature("works", 1, actor=SYSTEM)
    api.update_feature("works", 2, {"properties": {"name": "改"}}, actor=SYSTEM)
    before = reading.read(old, Query()).features  # its file is made only now
    assert sorted((each["id"], each["properties"]["name"]) for each in before) == [
        (1, "挖掘"), (2, "挖掘"),
    ]  # fmt: skip
    assert seen()[2]["properties"]["name"] == "改"


def test_only_those_of_the_agency_who_may(works, agency, person):
    other = api_agency("parks")
    stranger, reporter = person("stranger", other), person("reporter", agency, Role.REPORTER)
    for one in (stranger, reporter, person("nobody")):
        with pytest.raises(Forbidden):
            api.create_feature("works", point(), actor=acting(one))
    editor = person("editor", agency)
    made = api.create_feature("works", point(), actor=acting(editor))
    assert api.history("works", made.id)[0].by == str(editor)
    with pytest.raises(Forbidden):
        api.revert("works", made.id, 1, actor=acting(stranger))


def test_reporters_write_where_the_layer_says_so(declare, agency, person):
    declare("reports", writers=Role.REPORTER)
    reporter = acting(person("reporter", agency, Role.REPORTER))
    assert api.create_feature("reports", point(), actor=reporter).id == 1


def test_what_is_not_for_residents_is_not_served(declare):
    declare("inside", public=False)
    api.create_feature("inside", point(), actor=SYSTEM)
    assert api.live_features("inside")[0].id == 1
    with pytest.raises(NoCollection):
        queries.collection("inside")


def test_an_id_is_taken_once(works, declare):
    with pytest.raises(Conflict):
        declare()


@pytest.mark.parametrize(
    "name", ["_row", "geometry", "_bbox", "limit", "BBOX", "a b", "a;b", 'a"b', "1a", "", "a" * 61]
)
def test_names_that_mean_something_else_are_refused(declare, name):
    with pytest.raises(BadDeclaration):
        declare("odd", fields=(Field(name, FieldType.STRING),))


def test_names_that_differ_in_case_alone_are_refused(declare):
    with pytest.raises(BadDeclaration):
        declare("odd", fields=(Field("Name"), Field("name")))


@pytest.mark.parametrize("name", ["Works", "a/b", "a b", "", "x" * 81, "a--b", "live:1"])
def test_ids_are_addresses(declare, name):
    with pytest.raises(BadDeclaration):
        declare(name)


def test_a_layer_that_is_full_says_so(works, monkeypatch):
    monkeypatch.setattr("idea.engines.features.live.actions.MOST_FEATURES", 2)
    with pytest.raises(LayerFull):
        api.create_features("works", [point()] * 3, actor=SYSTEM)
    api.create_features("works", [point()] * 2, actor=SYSTEM)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("depth", "deep"), ("depth", True), ("depth", 10**400), ("crew", 1.5), ("crew", 2**60), ("night", 1),
        ("day", "23.11.2026"), ("day", 5), ("seen", "2026-11-23T08:00:00"), ("seen", "9999-99-99T00:00:00Z"),
        ("state", "lost"), ("name", {"a": 1}), ("name", ["x"]), ("name", "字" * 10_001), ("name", ""), ("nope", 1),
    ],
    ids=lambda value: str(value)[:12],
)  # fmt: skip
def test_values_are_held_against_the_schema_and_pointed_at(works, name, value):
    with pytest.raises(BadFeature) as refused:
        api.create_feature("works", point(**{name: value}), actor=SYSTEM)
    assert [issue.column for issue in refused.value.issues] == [f"/properties/{name}"]


def api_agency(slug):
    from idea.engines.identity import api as identity

    return identity.ensure_organization(actor=SYSTEM, slug=slug, name=slug)


def acting(person):
    return Actor("person", str(person.id), str(person))
