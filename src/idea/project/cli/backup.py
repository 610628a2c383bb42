"""`./idea backup FILE`: everything the site holds, in one file."""

from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def command(*, file: Path) -> None:
    """Write tables, lake and secret to FILE. The site may go on running meanwhile."""
    from idea.project.cli.terminal import plain_problems, progress_bar
    from idea.project.serving.prepare import start_django

    start_django()
    from idea.project.archive.bundle import backup

    with plain_problems(), progress_bar("Backing up") as progress:
        counts = backup(file, progress=progress)
    click.echo(
        f"{file}: {counts.rows} rows of {counts.tables} tables, {counts.files} files, "
        f"{counts.size / 1e6:.1f} MB. Keep it safe: it holds the site's secret and personal data."
    )
