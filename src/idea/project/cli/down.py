"""`./idea down`: stop the site that runs on this home."""

import click

from idea.project.config import site
from idea.project.serving.supervisor import stop


@click.command()
def command() -> None:
    """Stop the site."""
    click.echo("Stopped." if stop(site().home) else "No site was running here.")
