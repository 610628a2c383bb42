"""`./idea status`: whether the site runs, and where."""

import sys
from datetime import datetime

import click

from idea.project.config import site
from idea.project.serving import state
from idea.project.serving.supervisor import answers


@click.command()
def command() -> None:
    """Say whether the site runs, and where. Exit 0: serving; 3: not running; 1: not answering."""
    running = state.read(site().home)
    if running is None:
        click.echo(f"Not running (home: {site().home}). Start it with ./idea up")
        sys.exit(3)
    since = datetime.fromtimestamp(running.since).astimezone().isoformat(" ", "minutes")
    serving = answers(running.port)
    word = "Serving" if serving else "Running, but not answering"
    click.echo(f"{word}: {running.url}/ (process {running.pid}, since {since}, home {site().home})")
    sys.exit(0 if serving else 1)
