"""kill -9 at every stage of a publication, and publications that meet: real processes."""

import json
from pathlib import Path

import pytest

from idea.engines.catalog import workplace
from idea.engines.catalog.tests import process
from idea.engines.catalog.tests.factories import FOOD, STOPS, write
from idea.kernel.ids import uuid7

STAGES = [
    "after:idea.engines.sources.actions._put",
    "after:idea.engines.sources.actions._note",
    "after:idea.engines.sources.api.read",
    "after:idea.engines.features.api.write",
    "after:idea.engines.catalog.publishing.draw_chart",
    "after:idea.kernel.lake.lake.Lake.put",
    "before:idea.engines.catalog.publishing.commit",
    "after:idea.engines.catalog.models.Version.save",
    "after:idea.engines.features.api.register",
    "after:idea.kernel.events.api.emit",
]
NEW = STOPS + "6,永康車站,臺南市,120.25,23.04,70,2024-06-10\n"


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory):
    home = tmp_path_factory.mktemp("site") / "home"
    process.new_home(home)
    return home


@pytest.fixture(scope="session")
def site_with_one(empty_site, tmp_path_factory):
    """A site that has published version 1 of "stops", and what is to be seen of it."""
    folder = tmp_path_factory.mktemp("one")
    home = process.copy_home(empty_site, folder / "home")
    answer(process.run(home, "publish", str(write(folder, "stops.csv", STOPS)), "stops"))
    return home, state(home)


def answer(running):
    out, err = running.communicate(timeout=120)
    assert running.returncode == 0, err[-3000:]
    return json.loads(out.splitlines()[-1])


def state(home: Path):
    return answer(process.run(home, "state"))


def seen(found):
    return {key: value for key, value in found.items() if key != "keys"}


def folders(keys):
    return {key.rpartition("/")[0] for key in keys}


@pytest.mark.parametrize("stage", STAGES)
def test_killed_at_any_stage_nothing_half_is_left(stage, site_with_one, tmp_path):
    source, before = site_with_one
    home = process.copy_home(source, tmp_path / "home")
    path = write(tmp_path, "stops.csv", NEW)
    running = process.run(home, "publish", str(path), "stops", DIE_AT=stage)
    running.communicate(timeout=120)
    assert running.returncode == -9
    after, swept = answer(process.run(home, "sweep"))
    assert seen(after) == seen(before)
    assert seen(swept) == seen(before)
    assert folders(swept["keys"]) == folders(swept["known_keys"])
    assert not list((home / "work" / "publish").glob("*"))
    # And the work can simply be done again.
    done = answer(process.run(home, "publish", str(path), "stops"))
    assert done == {"number": 2, "unchanged": False}


@pytest.mark.parametrize(
    "stage",
    [
        "after:idea.engines.catalog.committing.ensure_own_organization",
        "after:idea.kernel.audit.api.record",
    ],
)
def test_killed_at_the_very_first_publication_the_site_is_as_new(stage, empty_site, tmp_path):
    home = process.copy_home(empty_site, tmp_path / "home")
    path = write(tmp_path, "stops.csv", STOPS)
    running = process.run(home, "publish", str(path), "stops", DIE_AT=stage)
    running.communicate(timeout=120)
    assert running.returncode == -9
    after, swept = answer(process.run(home, "sweep"))
    assert after["slugs"] == after["maps"] == swept["keys"] == []
    assert after["found"] == after["changes"] == after["published"] == 0
    assert answer(process.run(home, "publish", str(path), "stops"))["number"] == 1


def test_publications_of_one_slug_at_once_become_versions_in_a_row(empty_site, tmp_path):
    home = process.copy_home(empty_site, tmp_path / "home")
    texts = [STOPS, FOOD, FOOD + "salt,spice,9,\n"]
    paths = [write(tmp_path, f"{number}.csv", text) for number, text in enumerate(texts)]
    running = [process.run(home, "publish", str(path), "race") for path in paths]
    assert sorted(answer(one)["number"] for one in running) == [1, 2, 3]
    after = state(home)
    assert after["versions"] == {"race": [3, 2, 1]}
    assert after["audit"] is True
    assert after["changes"] == after["published"] == 3


def test_the_same_file_twice_at_once_is_published_once(empty_site, tmp_path):
    home = process.copy_home(empty_site, tmp_path / "home")
    path = write(tmp_path, "stops.csv", STOPS)
    running = [process.run(home, "publish", str(path), "stops") for _ in range(2)]
    answers = [answer(one) for one in running]
    assert sorted(one["unchanged"] for one in answers) == [False, True]
    after = state(home)
    assert after["versions"] == {"stops": [1]}
    assert len(folders(after["keys"])) == 1


def test_a_sweep_leaves_alone_what_a_live_process_works_on(settings, tmp_path):
    settings.IDEA_HOME = tmp_path
    version = uuid7()
    with workplace.workplace(version) as folder:
        assert workplace.is_leased(version)
        assert [found for found, _ in workplace.folders()] == [version]
        assert folder.exists()
    assert not folder.exists()
    assert not workplace.is_leased(version)
