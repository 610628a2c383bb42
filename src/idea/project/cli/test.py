"""`./idea test`: every check, as CI runs it; what may run side by side does."""

import sys
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[4]


@click.command()
@click.option("--only", multiple=True, metavar="STEP", help="Only these steps; see --list.")
@click.option("--list", "listing", is_flag=True, help="Name the steps.")
@click.argument("pytest_args", nargs=-1, type=click.UNPROCESSED)
def command(*, only: tuple[str, ...], listing: bool, pytest_args: tuple[str, ...]) -> None:
    """Run every check. With PYTEST_ARGS only pytest, with them: ./idea test -- -k search."""
    from idea.project.gate.steps import STEPS, run

    if listing:
        for step in STEPS:
            click.echo(f"{step.name:12} {step.what}")
        return
    unknown = set(only) - {step.name for step in STEPS}
    if unknown:
        raise click.UsageError(f"no step {', '.join(sorted(unknown))}; see --list")
    sys.exit(run(ROOT, only=only, pytest_args=pytest_args))
