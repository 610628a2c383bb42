"""The steps of `./idea test`: quick checks side by side, then the tests on each database.

Says what is run and in which order; each step is a command a developer may run alone.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import click

from idea.project.gate import postgres

PYTHON = sys.executable
PYTEST = (PYTHON, "-m", "pytest", "-rs", "--durations=12")


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    what: str
    command: Sequence[str]
    lane: str = "quick"  # quick: side by side, output shown when it fails; tests: one by one
    # Prepares what the step needs and returns variables for it, or None when this machine has it
    # not; outside CI the step is then skipped and says so, in CI it fails.
    needs: Callable[[Path], Mapping[str, str] | None] | None = None


def _tool(name: str, *arguments: str) -> tuple[str, ...]:
    return (str(Path(PYTHON).parent / name), *arguments)


STEPS: tuple[Step, ...] = (
    Step("lint", "ruff: style", _tool("ruff", "check", ".")),
    Step("format", "ruff: layout", _tool("ruff", "format", "--check", ".")),
    Step("imports", "import-linter: strata and stages", _tool("lint-imports", "--no-cache")),
    Step(
        "migrations",
        "every model change has its migration",
        (PYTHON, "-m", "idea", "manage", "makemigrations", "--check", "--dry-run"),
    ),
    Step(
        "messages", "every message is in Chinese too", (PYTHON, "-m", "idea", "messages", "--check")
    ),
    Step("types", "mypy, strict", _tool("mypy")),
    Step(
        "sqlite",
        "unit, property and conformance tests on SQLite",
        (*PYTEST, "-n", "2", "--dist", "loadgroup", "-m", "not browser"),
        lane="tests",
    ),
    Step(
        "postgres",
        "the same tests on PostgreSQL",
        (*PYTEST, "-n", "2", "--dist", "loadgroup", "-m", "not browser"),
        lane="tests",
        needs=postgres.address,
    ),
    Step(
        "browser",
        "journeys in Chromium",
        (*PYTEST, "-m", "browser"),
        lane="tests",
    ),
    # Last: it shows the pictures that the journeys took.
    Step("docs", "the documentation builds", (PYTHON, "-m", "idea", "docs"), lane="tests"),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    step: Step
    code: int
    seconds: float
    output: str = ""
    skipped: bool = False


def _run(step: Step, root: Path, scratch: Path, *, capture: bool) -> Outcome:
    began = time.monotonic()
    environment = {
        **os.environ,
        "PYTHONPATH": str(root / "src"),
        "IDEA_HOME": str(scratch / step.name),
    }
    if step.needs is not None:
        found = step.needs(scratch)
        if found is None:
            return Outcome(step, int(os.environ.get("CI") == "true"), 0, skipped=True)
        environment |= found
    done = subprocess.run(
        step.command,
        cwd=root,
        env=environment,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if capture else None,
        stderr=subprocess.STDOUT if capture else None,
        text=True,
    )
    return Outcome(step, done.returncode, time.monotonic() - began, done.stdout or "")


def _tell(outcome: Outcome) -> None:
    word = "passed" if outcome.code == 0 else f"FAILED (exit {outcome.code})"
    if outcome.skipped:
        word = "skipped: not on this machine" if outcome.code == 0 else "FAILED: CI must have it"
    click.echo(f"== {outcome.step.name}: {word}, {outcome.seconds:.0f} s")
    if outcome.code and outcome.output:
        click.echo(outcome.output)


def run(root: Path, *, only: Sequence[str] = (), pytest_args: Sequence[str] = ()) -> int:
    """Run the steps, tell of each, and return 0 when all passed."""
    if pytest_args:
        return subprocess.run([*PYTEST, *pytest_args], cwd=root, check=False).returncode
    chosen = [step for step in STEPS if not only or step.name in only]
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory(prefix="idea-gate-") as folder:
        scratch = Path(folder)
        with ThreadPoolExecutor(max_workers=2) as pool:
            quick = [step for step in chosen if step.lane == "quick"]
            for outcome in pool.map(lambda step: _run(step, root, scratch, capture=True), quick):
                _tell(outcome)
                outcomes.append(outcome)
        for step in chosen:
            if step.lane == "tests":
                outcome = _run(step, root, scratch, capture=False)
                _tell(outcome)
                outcomes.append(outcome)
        postgres.stop(scratch)
    failed = [outcome.step.name for outcome in outcomes if outcome.code]
    click.echo(f"failed: {', '.join(failed)}" if failed else f"all {len(outcomes)} steps passed")
    return int(bool(failed))
