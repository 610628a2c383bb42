"""The harvest's pages: who may open them, what they say, in both languages."""

import json

import pytest

from idea.engines.catalog.harvest import api as harvests
from idea.engines.catalog.harvest.errors import NotACatalog
from idea.engines.catalog.harvest.types import SourceDraft
from idea.kernel.audit.types import Actor

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")
ROWS = [
    {"identifier": "1", "title": "樹木<b>", "url": "https://city.example/trees.csv"},
    {"identifier": "2", "title": ""},
    {"identifier": "3", "title": "飲水機", "url": "https://city.example/water.csv"},
]


@pytest.fixture
def harvested(agency, tmp_path):
    file = tmp_path / "list.json"
    file.write_text(json.dumps(ROWS))
    slug = harvests.save_source(
        actor=SYSTEM,
        draft=SourceDraft(
            title="測試入口<i>",
            slug="portal",
            organization=agency.slug,
            url="https://city.example/",
        ),
    ).slug
    harvests.harvest(actor=SYSTEM, slug=slug, files=[file])
    return slug


def test_everybody_sees_where_data_sets_come_from(client, harvested):
    for prefix in ("", "/en"):
        text = client.get(f"{prefix}/sources/").content.decode()
        assert "測試入口&lt;i&gt;" in text
        assert "<i>" not in text
    page = client.get("/datasets/飲水機/").content.decode()
    assert "測試入口" in page
    assert "資料來源" in page


def test_the_desk_is_for_managers(client, person, harvested):
    assert client.get("/desk/harvest/").status_code in {302, 401}
    person("editor")
    for path in ("/desk/harvest/", "/desk/harvest/new/", f"/desk/harvest/{harvested}/"):
        assert client.get(path).status_code == 403, path
    assert client.post(f"/desk/harvest/{harvested}/run/").status_code == 403


def test_a_manager_reads_the_report(client, person, harvested):
    person("manager")
    run = harvests.runs(harvested)[0]
    for path in ("/desk/harvest/", f"/desk/harvest/{harvested}/", f"/desk/harvest/runs/{run.id}/"):
        for prefix in ("", "/en"):
            answer = client.get(prefix + path)
            assert answer.status_code == 200, path
    text = client.get(f"/desk/harvest/runs/{run.id}/").content.decode()
    assert "沒有名稱。" in text
    assert "讀取筆數" in text
    assert "一次寫入，費時" in text


def test_a_manager_adds_a_source_and_starts_it(client, person, agency):
    person("manager")
    said = {
        "title": "民政資料", "organization": agency.slug, "url": "https://data.example/api",
        "kind": "ckan", "hours": "12", "most_lost": "20", "mapping": "", "everywhere": "on",
    }  # fmt: skip
    answer = client.post("/desk/harvest/new/", said)
    made = harvests.sources()[0]
    assert answer.status_code == 302
    assert (made.title, made.hours, made.most_lost) == ("民政資料", 12, 20)
    assert not made.everywhere, "only administrators may let a source speak for every agency"
    started = client.post(f"/desk/harvest/{made.slug}/run/")
    assert started.status_code == 302
    assert "/desk/jobs/" in started["Location"]


@pytest.mark.parametrize(
    ("wrong", "value"),
    [("url", "javascript:alert(1)"), ("mapping", "{oops"), ("mapping", '{"fields": {"x": "y"}}')],
)
def test_what_cannot_be_is_said_beside_its_field(client, person, agency, wrong, value):
    person("manager")
    said = {
        "title": "x", "organization": agency.slug, "url": "", "kind": "auto", "hours": "0",
        "most_lost": "30", "mapping": "",
    }  # fmt: skip
    answer = client.post("/desk/harvest/new/", said | {wrong: value})
    assert answer.status_code == 422
    assert f'id="id_{wrong}_error"' in answer.content.decode()
    assert harvests.sources() == []


def test_a_failing_source_waits_on_the_desk(client, person, harvested, tmp_path):
    person("manager")
    assert "起失敗" not in client.get("/desk/").content.decode()
    bad = tmp_path / "bad.json"
    bad.write_text("<html>")
    with pytest.raises(NotACatalog):
        harvests.harvest(actor=SYSTEM, slug=harvested, files=[bad])
    assert "起失敗" in client.get("/desk/").content.decode()
    assert "拿到的是網頁" in client.get(f"/desk/harvest/{harvested}/").content.decode()


def test_a_source_is_paused_and_removed(client, person, harvested):
    person("manager")
    client.post(f"/desk/harvest/{harvested}/active/")
    assert not harvests.source(harvested).active
    client.post(f"/desk/harvest/{harvested}/remove/", {"keep": "no"})
    assert harvests.sources() == []
    assert client.get("/datasets/飲水機/").status_code == 410
