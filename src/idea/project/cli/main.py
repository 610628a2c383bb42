"""The command line: one row a command, each in its own module, imported when it is called.

Lists commands; a command's work is done by the engine it belongs to.
"""

from importlib import import_module
from typing import NamedTuple

import click


class Row(NamedTuple):
    module: str  # idea.project.cli.<module> holds a click command named `command`
    help: str


COMMANDS = {
    "up": Row("up", "Set up what is missing and serve the site."),
    "down": Row("down", "Stop the site."),
    "status": Row("status", "Say whether the site runs, and where."),
    "doctor": Row("doctor", "Say what is wrong, and the mend."),
    "publish": Row("publish", "Publish a file or an address as a data set."),
    "harvest": Row("harvest", "Bring the data sets of another catalog here."),
    "addresses": Row("addresses", "Load the lists that addresses are looked up in."),
    "areas": Row("areas", "Declare layers sets of areas that tables are joined to."),
    "maps": Row("maps", "Load the layers of the map from a folder."),
    "token": Row("token", "Make an API token for a person."),
    "audit": Row("audit", "Verify the audit log's hash chain."),
    "backup": Row("backup", "Write everything the site holds to one file."),
    "restore": Row("restore", "Bring a site back from a backup file."),
    "demo": Row("demo", "Load the made-up demonstration city."),
    "test": Row("test", "Run every check, as CI does."),
    "bench": Row("bench", "Run a benchmark."),
    "docs": Row("docs", "Build the documentation site."),
    "messages": Row("messages", "Compile the translations and say what is missing."),
    "shell": Row("shell", "Open a Python shell with the site loaded."),
    "manage": Row("manage", "Run one of Django's own commands."),
    "worker": Row("worker", "Run jobs and deliver events (started by up)."),
}


class Table(click.Group):
    """A group whose commands are imported only when one is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        row = COMMANDS.get(cmd_name)
        if row is None:
            return None
        command = import_module(f"idea.project.cli.{row.module}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"idea.project.cli.{row.module}.command is no click command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, row.help) for name, row in COMMANDS.items()])


@click.command(cls=Table)
@click.version_option(package_name=None, version="0.1.0")
def cli() -> None:
    """ide@: the open platform of a smart nation."""
