"""The page of the command line: every command as `--help` tells it."""

import inspect
from pathlib import Path

import click

from idea.project.cli.main import COMMANDS, cli
from idea.project.reference.markdown import cell, code, heading, table

FOREIGN = {"manage"}  # passes its arguments on to Django, which documents its own commands


def commands() -> dict[str, click.Command]:
    """Return every command, and those of groups as "group name"."""
    context = click.Context(cli, info_name="./idea")
    found: dict[str, click.Command] = {}
    for name in COMMANDS:
        command = cli.get_command(context, name)
        if command is None:
            continue
        found[name] = command
        if isinstance(command, click.Group):
            for below in command.list_commands(context):
                child = command.get_command(context, below)
                if child is not None:
                    found[f"{name} {below}"] = child
    return found


def _parameters(command: click.Command, context: click.Context) -> list[tuple[str, str]]:
    rows = []
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if isinstance(parameter, click.Argument):
            rows.append((code(parameter.make_metavar(context)), ""))
        elif record is not None and record[0] != "--help":
            rows.append((code(record[0]), cell(record[1])))
    return rows


def page(_docs: Path) -> str:
    text = heading(
        "Command line",
        "`./idea COMMAND --help` says the same in the terminal. The launcher prepares what a "
        "command needs (Python, wheels, front end) before it hands over.",
    )
    for name, command in commands().items():
        context = click.Context(command, info_name=f"./idea {name}")
        help_text = inspect.cleandoc(command.help or "") or COMMANDS[name.split()[0]].help
        usage = " ".join(command.collect_usage_pieces(context))
        text += f"## {name}\n\n{help_text}\n\n```\n./idea {name} {usage}\n```\n\n"
        rows = _parameters(command, context)
        if rows and name not in FOREIGN:
            text += table(("argument", "meaning"), rows)
    return text
