"""A session of the real CKAN client, unchanged, against a live server: reading and writing."""

import io
from pathlib import Path

import pytest

from idea.engines.catalog import api
from idea.engines.catalog.tests.factories import ACTOR, FOOD, publish
from idea.engines.catalog.types import Distribution, Draft
from idea.engines.identity import api as identity
from idea.engines.identity.types import Role

ckanapi = pytest.importorskip("ckanapi")
pytestmark = pytest.mark.django_db(transaction=True)
LINK = Distribution(title="水位", download_url="https://example.org/w.csv", format="csv")


@pytest.fixture
def remote(live_server, settings):
    settings.IDEA_SITE_URL = live_server.url
    with ckanapi.RemoteCKAN(live_server.url) as client:
        yield client


@pytest.fixture
def writer(live_server, settings, django_user_model):
    settings.IDEA_SITE_URL = live_server.url
    person = django_user_model.objects.create_user("chief@example.gov")
    agency = identity.ensure_organization(actor=ACTOR, name="水利局", slug="water")
    identity.set_role(
        actor=ACTOR,
        by=None,
        organization_id=agency.id,
        email="chief@example.gov",
        role=Role.MANAGER,
    )
    _info, secret = identity.create_token(
        actor=ACTOR, email=person.email, label="ckan", scopes=["publish"], days=1
    )
    with ckanapi.RemoteCKAN(live_server.url, apikey=secret) as client:
        yield client


def test_a_reader_finds_everything(remote, tmp_path):
    published = publish(tmp_path, title="車站", theme="TRAN", keywords=("鐵路",)).dataset
    api.register(actor=ACTOR, draft=Draft(title="河川水位"), distributions=[LINK])
    act = remote.action
    assert act.site_read() is True
    assert act.status_show()["site_url"] == remote.address
    assert set(act.package_list()) == {published.slug, "河川水位"}
    one = act.package_show(id=published.slug)
    assert one == act.package_show(id=one["id"])
    assert one["groups"][0]["name"] == "tran"
    assert [tag["name"] for tag in one["tags"]] == ["鐵路"]
    assert one["num_resources"] == len(one["resources"]) == 6
    for resource in one["resources"]:
        assert act.resource_show(id=resource["id"]) == resource
    found = act.package_search(q="車站", **{"facet.field": ["tags", "res_format"]})
    assert found["count"] == 1
    assert found["results"][0]["id"] == one["id"]
    assert found["facets"]["tags"] == {"鐵路": 1}
    assert act.package_search(fq="res_format:CSV")["count"] == 2
    assert act.package_search(fq="tags:鐵路 AND groups:tran")["count"] == 1
    assert act.package_search(q="*:*", rows=1, start=1)["count"] == 2
    assert act.package_search(fq="metadata_modified:[2000-01-01T00:00:00Z TO *]")["count"] == 2
    assert len(act.current_package_list_with_resources(limit=1, page=2)) == 1
    assert act.organization_list() == [one["organization"]["name"]]
    assert act.organization_show(id=one["owner_org"], include_datasets=True)["package_count"] == 2
    assert "tran" in act.group_list()
    assert act.group_show(id="tran")["package_count"] == 1
    assert act.tag_list() == ["鐵路"]
    assert act.tag_show(id="鐵路")["name"] == "鐵路"
    assert any(item["id"] == "OGDL-Taiwan-1.0" for item in act.license_list())
    assert act.resource_search(query="format:CSV")["count"] == 1
    assert "exact" in act.help_show(name="package_search")


def test_a_reader_gets_rows(remote, tmp_path):
    slug = publish(tmp_path, title="車站").dataset.slug
    act = remote.action
    table = next(r for r in act.package_show(id=slug)["resources"] if r["datastore_active"])
    key = table["id"]
    page = act.datastore_search(
        resource_id=key,
        filters={"縣市": ["臺北市"]},
        fields=["站名", "人數"],
        sort="人數 desc",
        limit=1,
    )
    assert (page["total"], page["records"]) == (2, [{"_id": 2, "站名": "臺北車站", "人數": 1200}])
    assert act.datastore_search(resource_id=key, q="民雄")["records"][0]["_id"] == 5
    assert act.datastore_search(resource_id=key, filters={"人數": "900"})["total"] == 1
    assert [r["_id"] for r in act.datastore_search(resource_id=key, offset=3)["records"]] == [5, 6]
    assert act.datastore_info(id=key)["meta"]["count"] == 5
    with pytest.raises(ckanapi.errors.ValidationError):
        act.datastore_search(resource_id=key, filters={'x" OR 1=1 --': 1})


def test_errors_are_those_the_client_knows(remote, tmp_path):
    publish(tmp_path, title="車站")
    with pytest.raises(ckanapi.errors.NotFound):
        remote.action.package_show(id="nothing")
    with pytest.raises(ckanapi.errors.NotAuthorized):
        remote.action.package_create(name="x")
    with pytest.raises(ckanapi.errors.ValidationError):
        remote.action.package_show()
    with pytest.raises(ckanapi.errors.SearchQueryError):
        remote.action.package_search(fq="nonsense:1")
    with pytest.raises(ckanapi.errors.CKANAPIError):
        remote.action.no_such_action()


def test_a_writer_makes_changes_and_removes(writer, tmp_path):
    act = writer.action
    assert [item["name"] for item in act.organization_list_for_user()] == ["water"]
    made = act.package_create(
        name="River_Levels",
        title="河川水位",
        notes="各測站",
        owner_org="water",
        license_id="cc-by",
        tags=[{"name": "水"}, {"name": "river"}],
        extras=[{"key": "temporal_start", "value": "2020-01-01"}, {"key": "自訂", "value": "甲"}],
        resources=[{"url": "https://example.org/w.csv", "name": "水位", "format": "CSV"}],
        maintainer="水利科",
    )
    assert made["name"] == "river-levels"
    assert act.package_show(id="River_Levels") == made
    assert (made["license_id"], made["num_tags"], made["num_resources"]) == ("CC-BY-4.0", 2, 1)
    with pytest.raises(ckanapi.errors.ValidationError) as caught:
        act.package_create(name="river-levels", owner_org="water")
    assert "name" in caught.value.error_dict

    again = act.package_update(**{**made, "notes": "改寫"})
    assert again["notes"] == "改寫"
    assert again["extras"] == made["extras"]
    assert again["resources"][0]["id"] == made["resources"][0]["id"]
    patched = act.package_patch(id=made["id"], title="河川水位（即時）")
    assert (patched["title"], patched["notes"], patched["num_tags"]) == (
        "河川水位（即時）",
        "改寫",
        2,
    )
    cut = act.package_update(id=made["id"], title="水位", owner_org="water")
    assert (cut["notes"], cut["tags"], cut["resources"], cut["maintainer"]) == ("", [], [], "")

    link = act.resource_create(package_id=made["id"], url="https://example.org/a.json", name="甲")
    assert act.resource_show(id=link["id"])["url"] == "https://example.org/a.json"
    assert act.resource_patch(id=link["id"], name="乙")["name"] == "乙"
    act.resource_delete(id=link["id"])
    assert act.package_show(id=made["id"])["num_resources"] == 0

    act.package_delete(id=made["id"])
    with pytest.raises(ckanapi.errors.NotFound):
        act.package_show(id=made["id"])


def test_an_upload_is_published_and_can_be_asked(writer):
    act = writer.action
    act.package_create(name="food", title="食物", owner_org="water")
    upload = io.BytesIO(FOOD.encode())
    upload.name = "food.csv"
    made = act.resource_create(package_id="food", name="食物", upload=upload)
    assert made["datastore_active"] is True
    assert act.datastore_search(resource_id=made["id"])["total"] == 6
    upload = io.BytesIO(FOOD.replace("rice", "wheat").encode())
    upload.name = "food.csv"
    act.resource_update(id=made["id"], upload=upload)
    package = act.package_show(id="food")
    assert package["version"] == "2"
    kept = act.package_update(**{**package, "title": "食品"})
    assert (kept["title"], kept["num_resources"]) == ("食品", package["num_resources"])
    assert api.rows("food", search="wheat").total == 1
    with pytest.raises(ckanapi.errors.ValidationError):
        act.resource_delete(id=made["id"])


def test_a_bad_token_and_a_strangers_form_write_nothing(live_server, client):
    with (
        ckanapi.RemoteCKAN(live_server.url, apikey="idea_wrong") as bad,
        pytest.raises(ckanapi.errors.NotAuthorized),
    ):
        bad.action.package_list()
    answer = client.post("/api/3/action/package_create", {"name": "x"}, "application/json")
    assert answer.status_code == 403
    assert client.get("/api/3/action/package_create?name=x").status_code == 409
    assert client.get("/api/3/action/package_list").json()["success"] is True
    assert client.post("/api/3/action/package_list", "{", "application/json").status_code == 409
    assert api.count() == 0


def test_a_persons_session_needs_the_csrf_token(settings, django_user_model):
    from django.test import Client

    person = django_user_model.objects.create_superuser("root@example.gov")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person)
    answer = strict.post("/api/3/action/package_create", {"name": "x"}, "application/json")
    assert answer.status_code == 403
    assert api.count() == 0


def test_ids_of_downloads_lead_back_to_their_data_set(tmp_path):
    from idea.engines.catalog.ckan import shapes
    from idea.engines.catalog.ckan.finding import resource_of

    found = publish(Path(tmp_path)).dataset
    for key in shapes.own_ids(found):
        assert resource_of(key)[0].id == found.id
