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
    from django.utils.translation import gettext as _

    from idea.project.serving.prepare import start_django

    start_django()
    home = site().home
    running = state.read(home)
    if running is None:
        click.echo(_("Not running (home: %(home)s). Start it with ./idea up") % {"home": home})
        sys.exit(3)
    serving = answers(running.port)
    words = (
        _("Serving: %(url)s (process %(pid)d, since %(since)s, home %(home)s)")
        if serving
        else _("Running, but not answering: %(url)s (process %(pid)d, since %(since)s, %(home)s)")
    )
    since = datetime.fromtimestamp(running.since).astimezone().isoformat(" ", "minutes")
    about = {"url": f"{running.url}/", "pid": running.pid, "since": since, "home": home}
    click.echo(words % about)
    sys.exit(0 if serving else 1)
