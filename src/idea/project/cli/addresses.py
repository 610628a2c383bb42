"""`./idea addresses load FILE …`: the lists that addresses are looked up in."""

import sys
from pathlib import Path

import click


@click.group()
def command() -> None:
    """Load, list and remove the lists that addresses are looked up in.

    Known are road names, postal ranges, villages with a point, and door plates, as agencies
    publish them (CSV, XLSX, JSON, GeoPackage …).
    """


def _start() -> None:
    from idea.project.serving import prepare

    prepare.start_django()
    prepare.migrate(lambda words: click.echo(words, err=True))


@command.command("load")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, path_type=Path),
    metavar="FILE...",
)
def load(files: tuple[Path, ...]) -> None:
    """Load lists; a file of the same name takes the place of the one before.

    The same file again changes nothing. A file that is no list is named, and the others are
    loaded all the same; the exit code is then 1.
    """
    _start()
    from idea.engines.features.addresses import api
    from idea.kernel.audit.types import Actor
    from idea.kernel.errors import Problem
    from idea.project.cli.terminal import progress_bar

    failed = False
    for path in _unfolded(files):
        try:
            with progress_bar(path.name) as progress:
                done = api.load(actor=Actor.system("command line"), path=path, progress=progress)
        except Problem as problem:
            failed = True
            click.secho(f"✗ {path.name}: {problem.detail}", fg="red", err=True)
            if problem.remedy:
                click.echo(f"  {problem.remedy}", err=True)
            continue
        again = " (unchanged)" if done.unchanged else ""
        click.secho(f"✓ {done.name}: {done.rows:,} {done.kind}{again}", bold=True)
        for why, count in sorted(done.reasons.items(), key=lambda pair: -pair[1]):
            click.echo(f"    left out: {count:,} ({why})")
    if failed:
        sys.exit(1)


def _unfolded(paths: tuple[Path, ...]) -> list[Path]:
    return [
        file
        for path in paths
        for file in (sorted(p for p in path.iterdir() if p.is_file()) if path.is_dir() else [path])
    ]


@command.command("list")
def show() -> None:
    """Name the lists that are loaded."""
    _start()
    from idea.engines.features.addresses import api

    for one in api.lists():
        click.echo(f"{one.name}: {one.rows:,} {one.kind}, {one.left_out:,} left out")


@command.command("remove")
@click.argument("name")
def remove(name: str) -> None:
    """Take a list away, by the name that `list` shows."""
    _start()
    from idea.engines.features.addresses import api
    from idea.kernel.audit.types import Actor
    from idea.project.cli.terminal import plain_problems

    with plain_problems():
        api.remove(actor=Actor.system("command line"), name=name)
    click.echo(f"✓ {name}")
