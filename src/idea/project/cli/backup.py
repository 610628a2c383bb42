"""`./idea backup FILE`: everything the site holds, in one file."""

from dataclasses import asdict
from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def command(*, file: Path) -> None:
    """Write tables, lake and secret to FILE. The site may go on running meanwhile."""
    from idea.project.cli.terminal import plain_problems, progress_bar
    from idea.project.serving.prepare import start_django

    start_django()
    from django.utils.translation import gettext as _

    from idea.project.archive.bundle import backup

    with plain_problems(), progress_bar(_("Backing up")) as progress:
        counts = backup(file, progress=progress)
    words = _("%(file)s: %(rows)d rows of %(tables)d tables, %(files)d files, %(size).1f MB.")
    click.echo(words % {**asdict(counts), "file": file, "size": counts.size / 1e6})
    click.echo(_("Keep it safe: it holds the site's secret and personal data."))
