"""`./idea token EMAIL`: make an API token for a person and print its secret, once."""

import click

DAYS = 90


@click.command()
@click.argument("email")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    default=("read", "publish"),
    show_default=True,
    help="What the token may do; give the option again for more.",
)
@click.option("--days", default=DAYS, show_default=True, help="How long it works; 0: no end.")
@click.option("--label", default="./idea token", show_default=True, help="What it is for.")
def command(email: str, scopes: tuple[str, ...], days: int, label: str) -> None:
    """Make an API token for the person with the account EMAIL."""
    import django

    django.setup()
    from django.utils.translation import gettext as _

    from idea.engines.identity import api
    from idea.kernel.audit.types import Actor
    from idea.kernel.errors import Problem

    try:
        info, secret = api.create_token(
            actor=Actor.system("./idea token"),
            email=email,
            label=label,
            scopes=scopes,
            days=days or None,
        )
    except Problem as problem:
        raise click.ClickException(f"{problem.detail}\n{problem.remedy}".strip()) from None
    until = info.expires_at.date().isoformat() if info.expires_at else _("no end")
    click.echo(
        _("A token for %(email)s (%(scopes)s), good until %(until)s. It is shown only now:")
        % {"email": email, "scopes": ", ".join(info.scopes), "until": until},
        err=True,
    )
    click.echo(secret)
