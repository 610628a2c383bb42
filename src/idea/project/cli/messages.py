"""`./idea messages`: turns translations (PO) into what Django reads (MO), and says what is missing.

Reads and compiles catalogs; the words in them belong to each package. Works without Django's
settings, so that the launcher can call it before anything else is there.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

PACKAGE = Path(__file__).resolve().parents[2]
LANGUAGE = "zh_Hant"  # English is the language of the sources; this one must be complete


def catalogs(package: Path = PACKAGE) -> Iterator[Path]:
    """Yield every PO file of the platform."""
    yield from sorted(package.glob("**/locale/*/LC_MESSAGES/django.po"))


def read(path: Path) -> "Catalog":
    """Parse a PO file; ValueError with the path and what is wrong where it cannot be."""
    from babel.messages.pofile import PoFileError, read_po

    try:
        with path.open("rb") as file:
            return read_po(file, locale=path.parts[-3], domain="django", abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: {error}") from error


def compile_all(package: Path = PACKAGE) -> int:
    """Write the MO file of every catalog whose PO file is newer; return how many were written.

    A file appears whole or not at all: two sites of one machine may start together.
    """
    written = 0
    for source in catalogs(package):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        from babel.messages.mofile import write_mo

        fresh = target.with_name(f"{target.name}.{os.getpid()}")
        with fresh.open("wb") as file:
            write_mo(file, read(source))
        fresh.replace(target)
        written += 1
    return written


@dataclass(frozen=True, slots=True)
class Flaw:
    """One message that a reader of Chinese would see wrong, or a translation nobody asks for."""

    package: str  # "portal", "engines.catalog", …
    kind: str  # untranslated, fuzzy, obsolete, placeholders
    message: str
    where: str  # file:line below src/idea

    def __str__(self) -> str:
        return f"{self.package}: {self.kind}: {self.message!r} ({self.where})"


def missing(package: Path = PACKAGE) -> list[Flaw]:
    """Compare what the sources ask for with what the catalogs hold; empty: nothing is wrong."""
    from idea.project.reference.messages import compare

    return [Flaw(*row) for row in compare(package, LANGUAGE)]


@click.command()
@click.option("--check", is_flag=True, help="Also compare with the sources; exit 1 on any flaw.")
def command(*, check: bool) -> None:
    """Compile the translations and, with --check, say what is missing."""
    try:
        written = compile_all()
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    total = len(list(catalogs()))
    click.echo(f"{written} of {total} catalogs compiled; the others are up to date")
    if not check:
        return
    flaws = missing()
    for flaw in flaws:
        click.echo(str(flaw), err=True)
    if flaws:
        click.echo(f"{len(flaws)} messages to mend", err=True)
        sys.exit(1)
    click.echo("every message is translated")
