"""While a harvest writes, others read; who writes waits, and is never answered with a crash."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from idea.engines.catalog.harvest.tests.factories import lines, row
from idea.engines.catalog.harvest.tests.process import HELD
from idea.engines.catalog.tests.process import _clean, new_home

pytestmark = pytest.mark.skipif("IDEA_DATABASE_URL" in os.environ, reason="SQLite has one writer")
SCRIPT = Path(__file__).with_name("process.py")


def start(home, *arguments, **environment):
    return subprocess.Popen(
        [sys.executable, str(SCRIPT), *map(str, arguments)],
        env={**_clean(), "IDEA_HOME": str(home), **environment},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_resident_who_posts_meanwhile_waits_or_is_told_when_to_come_back(tmp_path):
    home, flag = tmp_path / "home", tmp_path / "writing"
    new_home(home)
    file = lines(tmp_path / "a.jsonl", *(row(n) for n in range(500)))
    patient, hasty = start(home, "ask", flag, 30), start(home, "ask", flag, 0.2)
    for each in (patient, hasty):
        for line in iter(each.stdout.readline, "ready\n"):
            assert line, "it ended before it was ready"
    harvest = start(home, file, HOLD=str(flag))
    told, refused = (
        json.loads(each.communicate(timeout=120)[0].splitlines()[-1]) for each in (patient, hasty)
    )
    done = json.loads(harvest.communicate(timeout=120)[0].splitlines()[-1])
    assert told["read"] == refused["read"] == [200, 0], "readers see what was there before"
    assert told["status"] == 201
    assert told["waited"] < HELD + 20
    assert (refused["status"], refused["code"]) == (503, "unavailable")
    assert int(refused["retry"]) > 0
    assert len(done["datasets"]) == 500
    assert done["audit"]
