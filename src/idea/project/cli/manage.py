"""`./idea manage …`: Django's own commands, for developers."""

import click


@click.command(
    context_settings={
        "ignore_unknown_options": True,
        "allow_extra_args": True,
        "help_option_names": [],
    }
)
@click.pass_context
def command(ctx: click.Context) -> None:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["idea manage", *ctx.args])
