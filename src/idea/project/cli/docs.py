"""`./idea docs`: writes the reference pages and builds the documentation site.

Calls the generators and MkDocs; the words are in `docs/` and beside what they describe.
"""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[4]


def build(*arguments: str) -> int:
    """Write the reference, then run MkDocs with `arguments`; return its exit code."""
    from idea.project.reference import write_all

    pages = write_all(ROOT / "docs")
    click.echo(f"{len(pages)} reference pages written")
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", *arguments], cwd=ROOT, env=environment, check=False
    )
    return done.returncode


@click.command()
@click.option("--serve", is_flag=True, help="Serve the pages and build again when a file changes.")
@click.option("--port", default=8100, show_default=True, help="The port of --serve.")
@click.option("--reference", is_flag=True, help="Write the reference pages only.")
def command(*, serve: bool, port: int, reference: bool) -> None:
    """Build the documentation site into site/."""
    import django

    django.setup()
    if reference:
        from idea.project.reference import write_all

        for page in write_all(ROOT / "docs"):
            click.echo(page.relative_to(ROOT))
        return
    if find_spec("mkdocs") is None:
        raise click.ClickException(
            "MkDocs is not installed; it comes with requirements-dev.lock (./idea test installs it)"
        )
    if serve:
        code = build("serve", "--dev-addr", f"127.0.0.1:{port}")
    else:
        code = build("build", "--strict", "--quiet")
        if code == 0:
            click.echo(f"the documentation is in {ROOT / 'site' / 'index.html'}")
    sys.exit(code)
