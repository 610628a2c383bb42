"""`./idea demo`: loads the made-up demonstration city; again, it changes nothing."""

import click
from rich.console import Console


@click.command()
def command() -> None:
    """Load the made-up demonstration city and the boundaries of Taiwan's counties and towns.

    Everything made up says so in its title. Running it again changes nothing.
    """
    from idea.project.serving import prepare

    prepare.start_django()
    prepare.migrate(lambda words: click.echo(words, err=True))
    load_with_progress(Console(stderr=True))


def load_with_progress(console: Console) -> None:
    """Load the demonstration with a bar on `console`, then say what came of it."""
    from django.utils.translation import gettext as _

    from idea.project.cli.terminal import plain_problems, progress_bar
    from idea.project.demo.loading import load

    with plain_problems(), progress_bar(_("Loading the demonstration city")) as progress:
        loaded = load(progress)
    console.print(
        _("Demonstration: %(created)d data sets made, %(renewed)d renewed, %(same)d as before.")
        % {
            "created": loaded.created,
            "renewed": loaded.renewed,
            "same": loaded.unchanged + loaded.withdrawn,
        }
    )
