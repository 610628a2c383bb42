"""`./idea bench NAME`: runs a benchmark of the repository's `benchmarks/` and prints its figures.

Finds, runs and prints; what is measured, and against which goal, is the benchmark's business
(`benchmarks/README.md`).
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parents[4]
FIELDS = ("bench", "metric", "value", "unit", "goal", "ok", "peer", "peer_value", "ratio")
REQUIRED = FIELDS[:6]

Run = Callable[[bool], Iterator[dict[str, Any]]]


def names(root: Path) -> dict[str, str]:
    """Return each benchmark's name and the first line of its docstring."""
    import ast

    found = {}
    for path in sorted((root / "benchmarks").glob("[a-z]*.py")):
        tree = ast.parse(path.read_text())
        if any(isinstance(node, ast.FunctionDef) and node.name == "run" for node in tree.body):
            found[path.stem] = (ast.get_docstring(tree) or "").partition("\n")[0]
    return found


def load(root: Path, name: str) -> Run:
    """Return the `run` of `benchmarks/<name>.py` of this repository, wherever Python would look."""
    spec = spec_from_file_location(f"benchmarks.{name}", root / "benchmarks" / f"{name}.py")
    if spec is None or spec.loader is None:
        raise ImportError(name)
    module = sys.modules[spec.name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    run: Run = module.run
    return run


def figures(run: Run, *, smoke: bool) -> Iterator[dict[str, Any]]:
    """Yield the figures in the order of `FIELDS`; one without a required field is a ValueError."""
    for figure in run(smoke):
        lacking = [field for field in REQUIRED if field not in figure]
        if lacking:
            raise ValueError(f"a figure lacks {', '.join(lacking)}: {figure}")
        yield {field: figure[field] for field in FIELDS if field in figure} | {
            key: value for key, value in figure.items() if key not in FIELDS
        }


@click.command()
@click.argument("name", required=False)
@click.option("--smoke", is_flag=True, help="A short run on small data; goals are not judged.")
@click.option("--list", "listing", is_flag=True, help="Name the benchmarks and stop.")
def command(*, name: str | None, smoke: bool, listing: bool) -> None:
    """Run the benchmark NAME: one JSON line a figure, exit 1 where one misses its goal.

    It runs in a data folder of its own that is thrown away afterwards.
    """
    import orjson

    known = names(ROOT)
    if listing or name is None:
        for key, purpose in known.items():
            click.echo(f"{key:16}{purpose}")
        return
    if name not in known:
        raise click.UsageError(f"no benchmark {name!r}; there are: {', '.join(known) or 'none'}")
    home = Path(tempfile.mkdtemp(prefix="idea-bench-"))
    os.environ["IDEA_HOME"] = str(home)
    sys.path.insert(0, str(ROOT))
    good = True
    try:
        for figure in figures(load(ROOT, name), smoke=smoke):
            click.echo(orjson.dumps(figure).decode())
            good = good and bool(figure["ok"])
    finally:
        shutil.rmtree(home, ignore_errors=True)
    if not good and not smoke:
        sys.exit(1)
