"""`./idea up`: set up what is missing, serve, and print where."""

import os
import subprocess
import sys
import time
from pathlib import Path

import click

from idea.project.config import SiteSettings, site
from idea.project.serving import state
from idea.project.serving.supervisor import Supervisor, wait_for_answer

START_SECONDS = 60.0


def say(words: str) -> None:
    click.echo(words, err=True)


@click.command()
@click.option("--detach", is_flag=True, help="Return when the site serves; stop it with down.")
@click.option("--port", type=click.IntRange(1, 65535), help="The port; kept for later starts.")
@click.option("--no-demo", is_flag=True, help="Start empty, without the made-up city.")
@click.option("--supervise", is_flag=True, hidden=True)
def command(*, detach: bool, port: int | None, no_demo: bool, supervise: bool) -> None:
    """Set up what is missing and serve the site."""
    if port is not None:
        os.environ["IDEA_PORT"] = str(port)
        site.cache_clear()
    settings = site()
    os.environ["IDEA_HOME"] = str(settings.home)  # children start in any folder
    if supervise:
        _supervise(settings, settings.home / "log" / "site.log")
        return

    from idea.project.serving import prepare, variables

    variables.check()
    prepare.start_django()
    running = state.read(settings.home)
    if running is not None:
        _print_addresses(running.url)
        return
    _refuse_taken_port(settings)
    first = not (settings.home / "started").exists()
    prepare.everything(say)
    if first:
        _first_data(no_demo=no_demo)
        (settings.home / "started").touch()
    (settings.home / "port").write_text(str(settings.port))
    if detach:
        _start_detached(settings)
        _print_addresses(settings.site_url)
    else:
        _print_addresses(settings.site_url)
        _supervise(settings, None)


def _first_data(*, no_demo: bool) -> None:
    if no_demo:
        return
    from rich.console import Console

    from idea.project.cli.demo import load_with_progress

    load_with_progress(Console(stderr=True))


def _refuse_taken_port(settings: SiteSettings) -> None:
    import socket

    from django.utils.translation import gettext as _

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            words = _("Port %(port)d cannot be used: %(why)s.") % {
                "port": settings.port,
                "why": error.strerror,
            }
            remedy = _("Choose another one: ./idea up --port %(port)d") % {
                "port": settings.port + 1
            }
            raise click.ClickException(f"{words} {remedy}") from error


def _supervise(settings: SiteSettings, log: Path | None) -> None:
    for _attempt in range(10):
        with state.sole(settings.home) as mine:
            if mine:
                running = state.Running(os.getpid(), settings.port, settings.site_url, time.time())
                state.write(settings.home, running)
                Supervisor(settings, log).run()
                return
        time.sleep(0.1)  # `status` holds the lock for an instant when it looks
    from django.utils.translation import gettext as _

    raise click.ClickException(_("This site is up already."))


def _start_detached(settings: SiteSettings) -> None:
    from django.utils.translation import gettext as _

    log = settings.home / "log" / "site.log"
    with log.open("ab") as output:
        child = subprocess.Popen(
            [sys.executable, "-m", "idea", "up", "--supervise"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    if not wait_for_answer(settings, START_SECONDS):
        child.terminate()
        words = _("The site did not answer within %(seconds)d s. Its log: %(log)s")
        last = log.read_text(errors="replace").splitlines()[-5:]
        parts = [words % {"seconds": START_SECONDS, "log": log}, *last]
        raise click.ClickException("\n".join(parts))


def _print_addresses(url: str) -> None:
    from django.utils.translation import gettext as _

    from idea.engines.identity.api import first_admin_link

    click.echo(_("The site: %(url)s") % {"url": url + "/"})
    link = first_admin_link()
    if link:
        words = _("Make the first administrator (once, within 24 hours): %(link)s")
        click.echo(words % {"link": link})
