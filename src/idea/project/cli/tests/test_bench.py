"""Promises of `./idea bench`: a line a figure, an exit code that tells, and no data of yours touched."""

import json
import os
import sys

import pytest
from click.testing import CliRunner

from idea.project.cli import bench

FIGURE = (
    "{'metric': 'seconds', 'bench': 'probe', 'value': 2.0, 'unit': 's', 'goal': '< 1', 'ok': %s}"
)


@pytest.fixture
def run(tmp_path, monkeypatch):
    """A repository with the benchmark `probe`; returns a function that runs the command."""
    folder = tmp_path / "benchmarks"
    folder.mkdir()
    monkeypatch.setattr(bench, "ROOT", tmp_path)
    monkeypatch.setenv("IDEA_HOME", os.environ["IDEA_HOME"])  # put back afterwards
    monkeypatch.setattr(sys, "path", [*sys.path])

    def call(*arguments, body):
        (folder / "probe.py").write_text(
            f'"""How long a probe takes."""\nimport os\n\ndef run(smoke):\n    {body}\n'
        )
        return CliRunner().invoke(bench.command, list(arguments))

    return call


def test_figures_are_json_lines_in_a_fixed_order(run):
    done = run("probe", body=f"yield {FIGURE % True}")
    assert done.exit_code == 0, done.output
    figure = json.loads(done.stdout)
    assert list(figure) == list(bench.REQUIRED)
    assert figure["value"] == 2.0


def test_a_missed_goal_fails_but_not_in_a_smoke_run(run):
    assert run("probe", body=f"yield {FIGURE % False}").exit_code == 1
    assert run("probe", "--smoke", body=f"assert smoke; yield {FIGURE % False}").exit_code == 0


def test_it_runs_in_a_home_of_its_own_that_is_removed(run):
    mine = os.environ["IDEA_HOME"]
    figure = FIGURE.replace("2.0", "os.environ['IDEA_HOME']")
    home = json.loads(run("probe", body=f"yield {figure % True}").stdout)["value"]
    assert home != mine
    assert not os.path.exists(home)  # noqa: PTH110  a string is what came back


def test_an_incomplete_figure_is_an_error(run):
    done = run("probe", body="yield {'bench': 'probe'}")
    assert isinstance(done.exception, ValueError)
    assert "metric" in str(done.exception)


def test_names_are_listed_and_an_unknown_one_is_told(run):
    listed = run("--list", body="yield {}")
    assert listed.stdout.split() == ["probe", "How", "long", "a", "probe", "takes."]
    unknown = run("porbe", body="yield {}")
    assert unknown.exit_code == 2
    assert "probe" in unknown.output
