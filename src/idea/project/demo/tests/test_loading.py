"""Loading publishes the whole city, says that it is made up, and can be run again."""

import json

import pytest

from idea.engines.catalog import api as catalog
from idea.engines.catalog.types import Filter, License
from idea.engines.features import api as features
from idea.engines.features.residents import api as residents
from idea.engines.identity import api as identity
from idea.kernel.audit.types import Actor
from idea.kernel.geometry import Place
from idea.project.demo.city import city
from idea.project.demo.loading import _draft, load
from idea.project.demo.recipes import CITY, REFERENCE

pytestmark = pytest.mark.django_db
WITH_PLACES = 11


@pytest.fixture
def small(monkeypatch, settings, tmp_path):
    """A few recipes of different formats: the whole city is loaded in one test only."""
    settings.IDEA_BOUNDARIES = tmp_path
    chosen = [CITY[0], CITY[5], CITY[13]]
    monkeypatch.setattr("idea.project.demo.loading.CITY", chosen)
    return chosen


def test_the_whole_city(settings, tmp_path):
    settings.IDEA_BOUNDARIES = tmp_path  # without the front end's boundaries
    told = []
    loaded = load(lambda done, total=None, message="": told.append((done, total, message)))
    assert (loaded.created, loaded.renewed, loaded.unchanged) == (len(CITY), 0, 0)
    assert told[-1][:2] == (len(CITY), len(CITY))
    listed = catalog.listing(Filter(limit=100)).datasets
    assert {d.slug for d in listed} == {recipe.slug for recipe in CITY}
    for dataset in listed:
        assert dataset.synthetic
        assert "模擬" in dataset.title
        assert "synthetic" in dataset.title_en
        assert "虛構" in dataset.description
        assert dataset.current.rejected == 0
        assert dataset.current.issue_count == 0
    formats = {d.current.format for d in listed}
    assert formats >= {"csv", "tsv", "json", "jsonl", "geojson", "gpkg", "parquet"}
    assert "cp950" in {d.current.encoding for d in listed}
    assert len(features.collections()) == WITH_PLACES
    library = city().libraries[0]
    near = features.near(Place(library.lon, library.lat), 5, 10, each=1)
    assert {n.collection.id for n in near} >= {"chenglan-libraries", "chenglan-shelters"}
    shown = {each.id for each in residents.shown()}
    assert shown == {recipe.slug for recipe in CITY if recipe.near}
    assert shown > {"chenglan-libraries", "chenglan-road-works"}
    tree = json.dumps([str(node) for node in identity.organization_tree()], ensure_ascii=False)
    assert "澄瀾市政府消防局" in tree


def test_the_boundaries_come_under_their_own_license():
    for recipe in REFERENCE:
        draft = _draft(recipe)
        assert draft.license == License.MIT
        assert "MIT" in draft.description
        assert not draft.synthetic


def test_loading_again_changes_nothing(small):
    assert load().created == len(small)
    again = load()
    assert (again.created, again.renewed, again.unchanged) == (0, 0, len(small))
    assert {d.current.number for d in catalog.listing(Filter()).datasets} == {1}


def test_what_an_officer_took_off_the_near_me_page_stays_off(small):
    load()
    residents.decide(actor=Actor.system("test"), collection_id=small[0].slug, shown=False)
    load()
    assert small[0].slug not in {each.id for each in residents.shown()}


def test_what_was_withdrawn_stays_withdrawn(small):
    load()
    catalog.withdraw(actor=Actor.system("test"), slug=small[0].slug, why="測試")
    again = load()
    assert (again.withdrawn, again.unchanged) == (1, len(small) - 1)
