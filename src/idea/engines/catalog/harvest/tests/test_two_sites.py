"""What one site offers, another one lists: every data set, every link, over real HTTP."""

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from idea.engines.catalog import api as catalog
from idea.engines.catalog.harvest.tests.factories import ACTOR, run, source
from idea.engines.catalog.harvest.tests.test_crashes import new_home
from idea.engines.catalog.series import save_series
from idea.engines.catalog.tests.factories import FOOD, publish
from idea.engines.catalog.types import Distribution, Draft, License

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("IDEA_DATABASE_URL" in os.environ, reason="a second site on SQLite"),
]
AT = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
LINKS = (
    Distribution(
        title="水位", description="每小時", access_url="https://river.example/page",
        download_url="https://river.example/水位.csv", format="csv", media_type="text/csv",
        encoding="UTF-8", size=1234, license=License.CC_BY, issued=AT, modified=AT,
        checksum="sha256:" + "ab" * 32, rows=10, fields=(("level", "水位"),), identifier="r1",
    ),
    Distribution(access_url="https://river.example/wms", format="wms", service=True),
    Distribution(download_url="https://river.example/water.zip", format="shp.zip"),
)  # fmt: skip
EXPORT = """
import os, sys, django
django.setup()
from django.test import Client
answer = Client(SERVER_NAME="localhost").get("/api/v1/datasets/export.jsonl")
sys.stdout.buffer.write(b"".join(answer.streaming_content))
"""


class Site:
    """A site in processes of its own."""

    def __init__(self, home: Path, port: int) -> None:
        new_home(home)
        kept = {key: value for key, value in os.environ.items() if not key.startswith("IDEA_")}
        self.environment = kept | {
            "IDEA_HOME": str(home),
            "IDEA_SITE_URL": "https://second.example",
            "IDEA_HTTP_ALLOW": f"127.0.0.1:{port},localhost:{port}",
            "PYTHONPATH": str(Path(__file__).parents[5]),
            "DJANGO_SETTINGS_MODULE": "idea.project.settings",
        }

    def _run(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command],
            env=self.environment, check=False, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    def harvest(self, url: str) -> dict[str, object]:
        said = self._run("-m", "idea", "harvest", url, "--kind", "idea", "--json")
        return json.loads(said.splitlines()[-1])

    def export(self) -> tuple[dict[str, object], dict[str, dict[str, object]]]:
        return told(self._run("-c", EXPORT))


def told(text: str) -> tuple[dict[str, object], dict[str, dict[str, object]]]:
    lines = [json.loads(line) for line in text.splitlines()]  # a log line may stand among them
    head = next(line for line in lines if "form" in line)
    return head, {line["title"]: line for line in lines if "title" in line}


@pytest.fixture
def first(agency, live_server, settings, tmp_path, client):
    """A site with tables, links, a series, a harvested and a closed data set, and a withdrawn one."""
    settings.IDEA_SITE_URL = live_server.url.replace("localhost", "127.0.0.1")
    publish(tmp_path, title="車站位置", title_en="Stops", organization="city")
    save_series(actor=ACTOR, title="水文年報", organization="city", slug="rivers")
    for year in (2024, 2025):
        draft = Draft(
            title=f"河川水位 {year}", organization="city", license="CC-BY-4.0", theme="ENVI",
            frequency="hourly", keywords=("水", "河"), start=date(year, 1, 1), place="臺灣",
            bbox=(120.0, 21.9, 122.0, 25.3), contact_name="水利科", series="rivers",
            description="各站\n水位", provenance="測站回傳", notes="颱風中斷",
        )  # fmt: skip
        catalog.register(actor=ACTOR, draft=draft, distributions=LINKS)
    catalog.register(
        actor=ACTOR,
        draft=Draft(
            title="監視器", organization="city", access="closed", access_why="妨礙犯罪偵查"
        ),
    )
    gone = publish(tmp_path, "food.csv", FOOD, title="食品", organization="city").dataset
    catalog.withdraw(actor=ACTOR, slug=gone.slug, why="個資")
    listing = tmp_path / "list.json"
    listing.write_text(
        json.dumps([{"identifier": "7", "title": "樹木", "url": "https://t.example/a.csv"}])
    )
    run(source(), listing)
    return settings.IDEA_SITE_URL


def here(client):
    return told(b"".join(client.get("/api/v1/datasets/export.jsonl").streaming_content).decode())


def test_another_site_has_the_same_data_sets_and_links(first, client, tmp_path, live_server):
    second = Site(tmp_path / "second", int(first.rpartition(":")[2]))
    made = second.harvest(first)
    head, mine = here(client)
    assert head["total"] == len(mine) == 5
    assert (made["read"], made["new"], made["rejected"]) == (5, 5, 0)
    there, theirs = second.export()
    assert there["total"] == 5
    for title, entry in mine.items():
        found = theirs[title]
        assert found["distributions"] == entry["distributions"], title
        for name in ("organization", "license", "frequency", "theme", "keywords", "start", "place",
                     "bbox", "contact_name", "description", "access", "access_why", "provenance",
                     "notes"):  # fmt: skip
            assert found[name] == entry[name], (title, name)
    assert made["distributions"] == sum(len(each["distributions"]) for each in mine.values())
    assert len(mine["河川水位 2024"]["distributions"]) == 3
    assert len(mine["車站位置"]["distributions"]) >= 4, "its own downloads are links there"
    assert mine["監視器"]["distributions"] == []
    assert theirs["河川水位 2025"]["series"]["title"] == "水文年報"

    again = second.harvest(first)
    assert (again["state"], again["same"]) == ("unchanged", 5)
    catalog.edit(actor=ACTOR, slug="stops", draft=Draft(place="臺北"))
    changed = second.harvest(first)
    assert (changed["state"], changed["changed"], changed["same"]) == ("applied", 1, 4)


@pytest.mark.parametrize(
    "line",
    ["not json", "[]", '{"title": 1}', '{"url": "https://x.example/d", "title": null}'],
)
def test_a_broken_line_of_an_export_costs_that_line(agency, tmp_path, line):
    good = json.dumps({"url": "https://a.example/datasets/x/", "title": "好", "distributions": 5})
    file = tmp_path / "e.jsonl"
    file.write_text(f'{{"form": "idea-catalog", "total": 2}}\n{line}\n{good}\n')
    made = run(source(), file)
    assert (made.counts.read, made.counts.datasets, made.counts.rejected) == (2, 1, 1)


def test_an_export_that_ends_early_makes_nothing_gone(agency, tmp_path):
    entries = [
        json.dumps({"url": f"https://a.example/datasets/{n}/", "title": f"第 {n} 個"})
        for n in range(4)
    ]
    head = '{"form": "idea-catalog", "total": 4}'
    (tmp_path / "a.jsonl").write_text("\n".join([head, *entries]))
    portal = source(most_lost=100)
    run(portal, tmp_path / "a.jsonl")
    (tmp_path / "b.jsonl").write_text("\n".join([head, *entries[:2]]))
    made = run(portal, tmp_path / "b.jsonl")
    assert (made.counts.gone, made.counts.held) == (0, 2)
