"""The back office of live layers, by form and without JavaScript; and who may not open it."""

import pytest

from idea.engines.catalog import api as catalog
from idea.engines.features import api as features
from idea.engines.features.live.tests.conftest import (  # noqa: F401  fixtures
    SYSTEM,
    _own_home,
    agency,
    declare,
    person,
    point,
    works,
)
from idea.engines.identity import api as identity
from idea.engines.identity.types import Role

pytestmark = pytest.mark.django_db
NEW = {
    "title": "路樹", "id": "street-trees", "organization": "works", "license": "OGDL-Taiwan-1.0",
    "shape": "Point", "writers": "editor", "public": "yes", "p-TOTAL_FORMS": "2", "p-INITIAL_FORMS": "0",
    "p-0-name": "kind", "p-0-type": "string", "p-0-required": "on", "p-0-codes": "榕樹、樟樹", "p-1-type": "number",
}  # fmt: skip


@pytest.fixture
def officer(client, person, agency):  # noqa: F811
    made = person("officer", agency)
    client.force_login(made)
    return client


def test_a_layer_is_declared_and_listed(officer):
    assert officer.get("/desk/live/new/").status_code == 200
    made = officer.post("/desk/live/new/", NEW)
    assert (made.status_code, made.url) == (302, "/desk/live/street-trees/")
    (field,) = features.live_collection("street-trees").fields
    assert (field.codes, field.required) == (("榕樹", "樟樹"), True)
    assert catalog.dataset("street-trees").title == "路樹"
    assert "路樹" in officer.get("/desk/live/").content.decode()
    again = officer.post("/desk/live/new/", NEW)
    assert again.status_code == 422
    for wrong in ({"id": "Street Trees"}, {"p-0-name": "bbox"}, {"shape": "Circle"}):
        assert officer.post("/desk/live/new/", NEW | {"id": "other"} | wrong).status_code == 422
    assert [each.id for each in features.live_collections()] == ["street-trees"]


def test_a_feature_is_added_changed_deleted_and_set_back(officer, works):  # noqa: F811
    form = {"lon": "121.5", "lat": "25.0", "p0": "挖掘", "p1": "open", "p4": "yes",
            "p5": "2026-11-23", "p6": "2026-11-23T08:30", "why": "通報"}  # fmt: skip
    assert officer.post("/desk/live/works/new/", form).status_code == 302
    made = features.live_feature("works", 1)
    assert made.properties["seen"] == "2026-11-23T08:30:00+08:00"
    assert made.properties["night"] is True
    page = officer.get("/desk/live/works/1/").content.decode()
    assert 'value="2026-11-23T08:30"' in page
    assert 'value="25.0"' in page
    changed = form | {"p1": "closed", "revision": "1"}
    assert officer.post("/desk/live/works/1/", changed).status_code == 302
    late = officer.post("/desk/live/works/1/", changed | {"p0": "晚到"})
    assert late.status_code == 422  # somebody else was quicker
    assert officer.post("/desk/live/works/1/delete/", {"revision": "2"}).status_code == 302
    assert "刪除" in officer.get("/desk/live/works/1/").content.decode()
    assert officer.post("/desk/live/works/1/revert/", {"to": "1"}).status_code == 302
    assert features.live_feature("works", 1).properties["state"] == "open"
    told = officer.get("/desk/live/works/changes/").content.decode()
    assert told.count("/desk/live/works/1/") == 4
    assert "officer@example.org" in officer.get("/desk/live/works/").content.decode()
    exported = officer.get("/desk/live/works/export.geojson").json()
    assert [each["id"] for each in exported["features"]] == [1]


@pytest.mark.parametrize(
    "wrong", [{"lon": ""}, {"lon": "25", "lat": "121"}, {"p0": ""}, {"p1": "lost"}, {"p3": "1.5"}]
)
def test_what_is_wrong_is_told_beside_its_field(officer, works, wrong):  # noqa: F811
    form = {"lon": "121.5", "lat": "25.0", "p0": "挖掘"}
    refused = officer.post("/desk/live/works/new/", form | wrong)
    assert refused.status_code == 422
    assert "errorlist" in refused.content.decode()
    assert features.live_collection("works").count == 0


def test_areas_are_pasted_as_geojson(officer, declare):  # noqa: F811
    declare("areas", shape="Polygon", fields=())
    bow = '{"type": "Polygon", "coordinates": [[[121,24],[122,25],[122,24],[121,25],[121,24]]]}'
    for text in ("", "{", "7", bow):
        assert officer.post("/desk/live/areas/new/", {"geojson": text}).status_code == 422
    square = bow.replace("[122,25],[122,24]", "[122,24],[122,25]")
    assert officer.post("/desk/live/areas/new/", {"geojson": square}).status_code == 302


def test_only_the_agency_comes_in(client, works, person):  # noqa: F811
    features.create_feature("works", point(), actor=SYSTEM)
    other = identity.ensure_organization(actor=SYSTEM, slug="parks", name="公園處")
    pages = ["", "1/", "new/", "changes/", "export.geojson"]
    for path in pages:
        assert client.get(f"/desk/live/works/{path}").status_code in (302, 401, 403)
    client.force_login(person("stranger", other))
    for path in pages:
        assert client.get(f"/desk/live/works/{path}").status_code == 403
    assert client.post("/desk/live/works/1/delete/").status_code == 403
    assert (
        "/desk/live/works/" not in client.get("/desk/live/").content.decode().partition("<main")[2]
    )


def test_a_reporter_sees_but_does_not_write_what_editors_keep(client, works, agency, person):  # noqa: F811
    client.force_login(person("reporter", agency, Role.REPORTER))
    assert client.get("/desk/live/works/").status_code == 200
    assert client.post("/desk/live/works/new/", {}).status_code == 403
    assert client.get("/desk/live/new/").status_code == 403
