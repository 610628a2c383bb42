"""`./idea down`: stop the site that runs on this home."""

import click

from idea.project.config import site
from idea.project.serving.supervisor import stop


@click.command()
def command() -> None:
    """Stop the site."""
    from django.utils.translation import gettext as _

    from idea.project.serving.prepare import start_django

    start_django()
    click.echo(_("Stopped.") if stop(site().home) else _("No site was running here."))
