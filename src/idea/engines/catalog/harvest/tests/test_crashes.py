"""Killed with -9 at any point and run again, a harvest ends where an undisturbed one ends."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from idea.engines.catalog.harvest.tests.factories import lines, row
from idea.engines.catalog.tests.process import new_home

pytestmark = pytest.mark.skipif("IDEA_DATABASE_URL" in os.environ, reason="processes on SQLite")
SCRIPT = Path(__file__).with_name("process.py")
HARVEST = "idea.engines.catalog.harvest"
POINTS = (
    f"after:{HARVEST}.staging.Stage.get",
    f"after:{HARVEST}.running.plan",
    f"before:{HARVEST}.running.lay_down",
    "after:idea.kernel.bulk.copy",
    f"after:{HARVEST}.running.lay_down",
    "after:idea.kernel.audit.api.record",
)


def process(home: Path, *arguments: str, die_at: str = "") -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("IDEA_")}
    environment = clean | {
        "IDEA_HOME": str(home),
        "PYTHONPATH": str(Path(__file__).parents[5]),
        "DIE_AT": die_at,
    }
    return subprocess.run(
        [sys.executable, str(SCRIPT), *arguments],
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("crash")
    first = lines(folder / "first.jsonl", *(row(n) for n in range(40)))
    second = lines(
        folder / "second.jsonl",
        *(row(n, description="改過" if n % 3 else f"第 {n} 個") for n in range(5, 45)),
    )
    new_home(folder / "home")
    assert process(folder / "home", str(first)).returncode == 0
    whole = folder / "whole"
    subprocess.run(["cp", "-r", str(folder / "home"), str(whole)], check=True)
    done = process(whole, str(second))
    return folder, second, json.loads(done.stdout)


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.rpartition(".")[2] + point[:3])
def test_a_killed_harvest_changes_nothing_and_the_next_one_ends_the_same(undisturbed, point):
    folder, second, expected = undisturbed
    home = folder / f"home-{POINTS.index(point)}"
    subprocess.run(["cp", "-r", str(folder / "home"), str(home)], check=True)
    before = json.loads(process(home, "").stdout)
    killed = process(home, str(second), die_at=point)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert json.loads(process(home, "").stdout) == before, "nothing of the killed run is seen"
    resumed = process(home, str(second))
    assert resumed.returncode == 0, resumed.stderr
    assert json.loads(resumed.stdout) == expected
