"""`./idea audit`: proves that nobody rewrote the audit log, and notes its head."""

import sys

import click


@click.group()
def command() -> None:
    """Verify the audit log's hash chain."""
    import django

    django.setup()


@command.command()
@click.option(
    "--head",
    metavar="SEQ:HASH",
    help="A head noted earlier (by `audit head`): also proves that nothing after was cut off.",
)
def verify(*, head: str | None) -> None:
    """Walk the whole log; exit code 1 where it is broken."""
    from idea.kernel.audit import api as audit

    expect = None
    if head:
        seq, _, digest = head.partition(":")
        if not seq.isdigit() or len(digest) != 64:  # noqa: PLR2004  hex digits of SHA-256
            raise click.BadParameter("SEQ:HASH expected, as `audit head` prints it")
        expect = audit.Head(int(seq), digest)
    found = audit.verify(expect=expect)
    if found.ok:
        erased = f", {found.erased} personal parts erased on request" if found.erased else ""
        click.echo(f"ok: {found.entries} entries{erased}; head {found.head}")
        return
    click.echo(f"BROKEN at entry {found.first_bad}: {found.reason}", err=True)
    click.echo(f"whole before it: {found.entries} entries; head {found.head}", err=True)
    sys.exit(1)


@command.command()
def head() -> None:
    """Print the newest entry's number and hash, to be kept outside this site."""
    from idea.kernel.audit import api as audit

    click.echo(str(audit.head()))
