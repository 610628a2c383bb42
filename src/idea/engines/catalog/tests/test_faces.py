"""Promises of the smaller faces: linked data, near me, search, privacy, addresses."""

import json

import pytest
from django.urls import reverse

from idea.engines.catalog import api, models
from idea.engines.catalog.errors import BadDraft
from idea.engines.catalog.near import nearby_data
from idea.engines.catalog.outward import document
from idea.engines.catalog.privacy import erase, export
from idea.engines.catalog.tests.factories import ACTOR, FOOD, STOPS, publish, write
from idea.engines.catalog.types import Draft
from idea.engines.features.residents import api as residents
from idea.engines.identity import api as identity
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Conflict, Forbidden
from idea.kernel.geometry import Place

pytestmark = pytest.mark.django_db


def test_dcat_has_what_the_profile_asks_for(tmp_path):
    found = publish(
        tmp_path, title="車站", title_en="Stations", theme="TRAN", keywords=("鐵路",)
    ).dataset
    node = json.loads(json.dumps(api.dcat(found)))
    assert node["@type"] == "dcat:Dataset"
    assert {text["@language"] for text in node["dct:title"]} == {"zh-hant", "en"}
    assert node["dcat:theme"]["@id"].endswith("/data-theme/TRAN")
    assert node["dct:publisher"]["foaf:name"]
    urls = [item["dcat:downloadURL"]["@id"] for item in node["dcat:distribution"]]
    assert any(url.endswith(".geojson") for url in urls)
    for item in node["dcat:distribution"]:
        assert item["dcat:accessURL"]["@id"].startswith("http")
        assert item["dct:license"]["@id"]
    assert "POLYGON" in node["dct:spatial"]["dcat:bbox"]["@value"]


def test_schema_org_and_table_schema(tmp_path):
    found = publish(tmp_path, title="車站").dataset
    node = api.jsonld(found, "https://city.example/datasets/x/")
    assert (node["@type"], node["name"], node["url"]) == (
        "Dataset",
        "車站",
        "https://city.example/datasets/x/",
    )
    assert node["license"] == "https://data.gov.tw/license"
    fields = {field["name"]: field["type"] for field in api.table_schema(found.current)["fields"]}
    assert fields["人數"] == "integer"
    assert fields["啟用日期"] == "date"


def test_near_me_names_what_is_around(tmp_path):
    slug = publish(tmp_path, title="車站").dataset.slug
    assert nearby_data(Place(121.516, 25.047), "zh-hant") is None, "nobody chose it yet"
    residents.decide(actor=ACTOR, collection_id=slug, shown=True)
    card = nearby_data(Place(121.516, 25.047), "zh-hant")
    assert card.items[0].label.startswith("臺北車站")
    assert card.items[0].distance_m < 200
    assert card.distance_m == card.items[0].distance_m
    assert nearby_data(Place(120.0, 22.0), "en") is None


def test_near_me_tells_areas_from_things_near_by(tmp_path):
    square = [[121.5, 25], [121.6, 25], [121.6, 25.1], [121.5, 25.1], [121.5, 25]]
    shape = {"type": "Polygon", "coordinates": [square]}
    feature = {"type": "Feature", "properties": {"學區名稱": "甲國小學區"}, "geometry": shape}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    slug = publish(tmp_path, "areas.geojson", text, title="學區").dataset.slug
    residents.decide(actor=ACTOR, collection_id=slug, shown=True)
    card = nearby_data(Place(121.516, 25.047), "zh-hant")
    assert (card.items, card.value, card.distance_m) == ((), "", None)
    assert [(item.label, item.note) for item in card.areas] == [("甲國小學區", "學區")]


def test_the_search_knows_titles_keywords_agency_and_columns(tmp_path):
    found = publish(tmp_path, title="車站", keywords=("鐵路",), theme="TRAN").dataset
    entry = document(found)
    for word in ("站名", "啟用日期"):
        assert word in entry.body
    assert "鐵路" in entry.keywords
    assert "Transport" in entry.keywords
    assert found.organization in entry.organization


def test_pages_have_addresses_for_chinese_slugs():
    assert reverse("portal:dataset", args=["避難收容處所"])


def test_a_persons_part_is_exported_and_cut(tmp_path, django_user_model):
    person = django_user_model.objects.create_superuser("chief@example.gov")
    path = write(tmp_path, "stops.csv", STOPS)
    actor = Actor("person", str(person.id), "chief@example.gov")
    done = api.publish(actor=actor, path=path)
    assert export(person.id)["versions"][0]["dataset__slug"] == done.dataset.slug
    assert erase(person.id) == {"versions": 1}
    assert export(person.id) == {"versions": []}
    assert models.Version.objects.get().created_by == ""
    assert api.count() == 1


def test_a_person_needs_the_role_whoever_calls(tmp_path, django_user_model):
    person = django_user_model.objects.create_user("nobody@example.gov")
    found = api.dataset(publish(tmp_path).dataset.slug)
    actor = Actor("person", str(person.id), "nobody")
    path = write(tmp_path, "more.csv", FOOD)
    for act in (
        lambda: api.publish(actor=actor, path=path, draft=Draft(slug=found.slug)),
        lambda: api.publish(actor=actor, path=path),
        lambda: api.edit(actor=actor, slug=found.slug, draft=Draft(title="x")),
        lambda: api.withdraw(actor=actor, slug=found.slug, why="x"),
    ):
        with pytest.raises(Forbidden):
            act()
    assert api.dataset(found.slug) == found


def test_edits_keep_the_slug_clear_what_is_named_and_move_agencies(tmp_path):
    found = publish(tmp_path, title="車站", description="d", keywords=("a", "b")).dataset
    identity.ensure_organization(actor=ACTOR, name="乙局", slug="yi")
    edited = api.edit(
        actor=ACTOR, slug=found.slug, draft=Draft(title="新", organization="yi"), clear=["keywords"]
    )
    assert (edited.slug, edited.title, edited.keywords) == (found.slug, "新", ())
    assert (edited.organization, edited.description) == ("乙局", "d")
    with pytest.raises(BadDraft):
        api.edit(actor=ACTOR, slug=found.slug, draft=Draft(slug="other"))
    unchanged = len(api.changes(50))
    api.edit(actor=ACTOR, slug=found.slug, draft=Draft(title="新"))
    assert len(api.changes(50)) == unchanged


def test_withdrawing_twice_or_restoring_what_is_there_is_a_conflict(tmp_path):
    slug = publish(tmp_path).dataset.slug
    with pytest.raises(Conflict):
        api.restore(actor=ACTOR, slug=slug)
    api.withdraw(actor=ACTOR, slug=slug, why="x")
    with pytest.raises(Conflict):
        api.withdraw(actor=ACTOR, slug=slug, why="x")
    assert api.restore(actor=ACTOR, slug=slug).withdrawn_at is None
