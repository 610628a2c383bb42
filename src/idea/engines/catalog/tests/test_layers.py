"""Promises of a loaded folder: every file with places is a layer, the others are told, and again is nothing."""

import json

import pytest

from idea.engines.catalog import api, layers, models
from idea.engines.catalog.tests.factories import ACTOR, STOPS
from idea.engines.catalog.types import Draft
from idea.engines.features.residents import api as residents

SQUARE = [[[121.0, 24.0], [121.1, 24.0], [121.1, 24.1], [121.0, 24.0]]]


@pytest.fixture
def folder(tmp_path):
    """Two layers, one of them without a word; a table without places; a file that is none; a text."""
    home = tmp_path / "layers"
    (home / "deep").mkdir(parents=True)
    (home / "chiayi-city-rain-stations-2022.csv").write_text(STOPS)
    bare = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "Polygon", "coordinates": SQUARE},
    }
    (home / "deep" / "urban-plan-X1.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": [bare]})
    )
    (home / "budget.csv").write_text("科目,金額\n人事,5\n業務,7\n")
    (home / "torn.gpkg").write_bytes(b"SQLite format 3\0" + b"x" * 90)
    (home / "readme.md").write_text("# 不是資料")
    return home


def states(folder):
    found = {}
    for path in layers.files_of(folder):
        loaded = layers.load(path, actor=ACTOR)
        found[path.name] = (
            loaded.problem.code
            if loaded.problem
            else loaded.published and (loaded.published.version.number, loaded.published.unchanged)
        )
    return found


@pytest.mark.django_db
def test_a_folder_is_loaded_and_again_changes_nothing(folder):
    first = states(folder)
    assert first == {
        "budget.csv": None,
        "chiayi-city-rain-stations-2022.csv": (1, False),
        "urban-plan-X1.geojson": (1, False),
        "torn.gpkg": "sources-unreadable",
    }
    rain = api.dataset("chiayi-city-rain-stations-2022")
    assert (rain.title, rain.title_en) == (
        "雨量站（嘉義市，2022）",
        "Rain gauges (Chiayi City, 2022)",
    )
    assert rain.theme == "ENVI"
    plan = api.dataset("urban-plan-x1")
    assert plan.current.layer.kind == "Polygon"
    assert [column.name for column in plan.current.columns] == ["id"]
    assert models.Dataset.objects.count() == 2
    again = states(folder)
    assert again["chiayi-city-rain-stations-2022.csv"] == (1, True)
    assert again["urban-plan-X1.geojson"] == (1, True)
    assert models.Version.objects.count() == 2


@pytest.mark.django_db
def test_what_fits_the_near_me_page_is_shown_there_unless_somebody_decided(folder):
    rain = "chiayi-city-rain-stations-2022"
    states(folder)
    assert [each.id for each in residents.shown()] == [rain], "areas without words are left out"
    residents.decide(actor=ACTOR, collection_id=rain, shown=False)
    states(folder)
    assert residents.shown() == []


@pytest.mark.django_db
def test_a_changed_file_is_a_version_and_what_an_officer_said_stays(folder):
    states(folder)
    slug = "chiayi-city-rain-stations-2022"
    api.edit(actor=ACTOR, slug=slug, draft=Draft(title="測站", keywords=("雨",)), why="較短")
    path = folder / f"{slug}.csv"
    path.write_text(path.read_text().replace("臺北車站", "臺北轉運站"))
    assert states(folder)[path.name] == (2, False)
    assert (api.dataset(slug).title, api.dataset(slug).keywords) == ("測站", ("雨",))


@pytest.mark.parametrize(
    ("filename", "title"),
    [
        ("shelters.csv", "避難收容處所"),
        ("air-raid-shelters-penghu.csv", "防空避難設備（澎湖縣）"),  # the longer word decides
        ("land-change-points-chiayi-penghu-2016.csv", "國土利用變異點（2016）"),  # three counties
        ("earthquakes-2014-2021.csv", "有感地震"),
        ("臺南市夜市.geojson", "夜市（臺南市）"),
        ("臺南市 夜市.geojson", "夜市（臺南市）"),
        ("flood-reports-20250701.csv", "淹水通報（2025）"),
        ("something-else.csv", ""),
    ],
)
def test_the_name_of_a_file_says_what_it_is(filename, title):
    assert layers.draft_of(filename).title == title


@pytest.mark.data
@pytest.mark.django_db
def test_real_layers_of_land_and_hazards(shared_data):
    """Counts are those of the files' own descriptions; two plans are shapes without a word."""
    wanted = {
        "urban-plan-b0101": 1,
        "urban-plan-c0301": 1,
        "land-change-points-chiayi-penghu-2016": 55,
        "real-price-points-taipei-2012": 922,
        "flood-disaster-points": 5_487,  # of 5,491: four coordinates are off the planet
        "flood-sensors": 1_832,
    }
    found = {}
    for path in [
        *layers.files_of(shared_data("tw/land")),
        shared_data("tw/hazards/flood-disaster-points.csv"),
        shared_data("tw/hazards/flood-sensors.csv"),
    ]:
        loaded = layers.load(path, actor=ACTOR)
        assert loaded.problem is None, loaded.problem
        if loaded.published is not None:
            layer = loaded.published.version.layer
            found[loaded.published.dataset.slug] = layer.count if layer else 0
    assert found == wanted
