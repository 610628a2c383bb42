"""Each benchmark runs, briefly, and says its figures in the agreed form."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
NAMES = sorted(path.stem for path in (ROOT / "benchmarks").glob("[a-z]*.py"))
AGREED = {"bench", "metric", "value", "unit", "goal", "ok"}

pytestmark = pytest.mark.xdist_group("site")


def test_there_are_benchmarks():
    assert {"up", "publish"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_short_run_prints_one_json_line_a_figure(make_site, name):
    printed = make_site().run("bench", name, "--smoke", seconds=300)
    lines = [line for line in printed.splitlines() if line.startswith("{")]
    figures = [figure for figure in map(json.loads, lines) if "bench" in figure]
    assert figures
    for figure in figures:
        assert set(figure) >= AGREED
        assert figure["bench"] == name
        assert figure["value"] > 0
