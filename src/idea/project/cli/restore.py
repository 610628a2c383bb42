"""`./idea restore FILE`: a site from its backup, on SQLite or PostgreSQL."""

from dataclasses import asdict
from pathlib import Path

import click

from idea.project.config import site
from idea.project.serving import state


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def command(*, file: Path) -> None:
    """Bring the site in FILE back into this home, which must be empty."""
    from idea.project.cli.terminal import plain_problems, progress_bar
    from idea.project.serving import prepare

    if state.read(site().home) is not None:
        raise click.ClickException("A site runs here. Stop it first: ./idea down")
    prepare.start_django()
    prepare.everything(lambda words: click.echo(words, err=True))
    from django.utils.translation import gettext as _

    from idea.kernel.search.api import rebuild
    from idea.project.archive.bundle import restore

    with plain_problems(), progress_bar(_("Restoring")) as progress:
        counts = restore(file, progress=progress)
        rebuild()
    (site().home / "started").touch()
    words = _("Restored %(rows)d rows of %(tables)d tables and %(files)d files.")
    click.echo(words % asdict(counts))
