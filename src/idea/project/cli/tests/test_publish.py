"""Promises of `./idea publish`: what it tells, what it leaves alone, how it ends."""

import json

import pytest
from click.testing import CliRunner
from django.utils import translation

from idea.engines.catalog import api
from idea.engines.catalog.types import Filter
from idea.project.cli.publish import command
from idea.project.serving import prepare

pytestmark = pytest.mark.django_db
STOPS = "編號,站名,經度,緯度\n1,臺北車站,121.517,25.047\n2,板橋車站,121.463,25.014\n3,嘉義,120.441,23.479\n"
FOOD = "name,kind\napple,fruit\npear,fruit\nrice,grain\n"


def write(folder, name, text):
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path_factory):
    settings.IDEA_HOME = tmp_path_factory.mktemp("home")
    settings.IDEA_LAKE_URL = (settings.IDEA_HOME / "lake").as_uri()


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr(prepare, "start_django", lambda: None)
    monkeypatch.setattr(prepare, "migrate", lambda _say: None)
    return lambda *arguments: CliRunner().invoke(command, [str(part) for part in arguments])


def test_the_command_tells_the_addresses_and_runs_twice_without_harm(run, tmp_path):
    path = write(tmp_path, "stops.csv", STOPS)
    first = run(path, "--title-en", "Stops", "--keyword", "a", "--keyword", "b")
    assert first.exit_code == 0, first.output
    for part in ("/api/v1/datasets/stops", "/download/stops/stops.csv", "/ogc/collections/stops"):
        assert part in first.output
    again = run(path, "--json")
    facts = json.loads(again.stdout)
    assert (facts["unchanged"], facts["version"], facts["rows"]) == (True, 1, 3)
    assert api.dataset("stops").keywords == ("a", "b")


def test_the_command_publishes_what_it_can_and_says_what_it_could_not(run, tmp_path):
    good, bad = write(tmp_path, "good.csv", FOOD), write(tmp_path, "bad.csv", "")
    done = run(bad, good, tmp_path / "none.csv")
    assert done.exit_code == 1
    assert api.count() == 1
    assert "none.csv" in done.output
    assert run(good, bad, "--slug", "x").exit_code == 2


def test_the_command_shows_the_first_issues_and_counts_the_rest(run, tmp_path):
    rows = "".join(f"{n},{n},{n}\n" for n in range(200))
    bad = "".join(f"{n},x{n},1,2,3,4,5\n" for n in range(15))
    done = run(write(tmp_path, "odd.csv", f"a,b,c\n{rows}{bad}"))
    assert done.exit_code == 0, done.output
    count = api.listing(Filter()).datasets[0].current.issue_count
    assert count >= 1
    assert str(count) in done.output


def test_what_is_wrong_with_a_description_is_said_once(run, tmp_path):
    done = run(write(tmp_path, "food.csv", FOOD), "--license", "none-such", "--theme", "XXXX")
    assert done.exit_code == 1
    assert done.output.count("none-such") == 1
    assert done.output.count("XXXX") == 1


def test_labels_have_the_colon_of_their_language(run, tmp_path):
    path = write(tmp_path, "food.csv", FOOD)
    with translation.override("zh-hant"):
        told = run(path).output + run(tmp_path / "none.csv").output
    assert "頁面：http" in told
    assert "none.csv：" in told
    with translation.override("en"):
        assert "Page: http" in run(path).output
