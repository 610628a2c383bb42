"""`./idea areas declare COLLECTION …`: sets of areas that tables can be joined to."""

import click


@click.group()
def command() -> None:
    """Declare layers of polygons sets of areas, list and remove them."""


def _start() -> None:
    from idea.project.serving import prepare

    prepare.start_django()
    prepare.migrate(lambda words: click.echo(words, err=True))


@command.command("declare")
@click.argument("collection")
@click.option("--code", required=True, help="Column of the areas' codes.")
@click.option("--name", default="", help="Column of their names.")
@click.option("--name-en", default="", help="Column of their English names.")
@click.option("--from", "valid_from", default="", help="Column of the first day an area stands.")
@click.option("--to", "valid_to", default="", help="Column of the last day.")
@click.option("--parent", default="", help="Column of the code of what each is a part of.")
@click.option("--parent-set", default="", help="The set that those codes are of, e.g. town.")
@click.option(
    "--kind",
    default="custom",
    type=click.Choice(["county", "town", "village", "statistical", "basin", "custom"]),
)
def declare(collection: str, *, kind: str, parent_set: str, **columns: str) -> None:
    """Make the polygons of COLLECTION, a data set's slug, a set of areas.

    Again with other columns changes it; the same again changes nothing.
    """
    _start()
    from idea.engines.catalog.areas import api as areas
    from idea.engines.features.geographies.types import Columns, GeographyKind
    from idea.kernel.audit.types import Actor
    from idea.project.cli.terminal import plain_problems

    with plain_problems():
        made = areas.declare(
            actor=Actor.system("command line"),
            slug=collection,
            kind=GeographyKind(kind),
            columns=Columns(**columns),
            parent=parent_set,
        )
    click.secho(f"✓ {made.id}: {made.count:,} {made.kind}", bold=True)


@command.command("list")
def show() -> None:
    """Name the sets of areas, with how many areas each has."""
    _start()
    from idea.engines.features.geographies import api

    for each in api.geographies():
        click.echo(f"{each.id}: {len(api.units(each.id).rows):,} {each.kind} ({each.title})")


@command.command("remove")
@click.argument("collection")
def remove(collection: str) -> None:
    """Take a set of areas back; its layer stays."""
    _start()
    from idea.engines.catalog.areas import api as areas
    from idea.kernel.audit.types import Actor
    from idea.project.cli.terminal import plain_problems

    with plain_problems():
        areas.withdraw(actor=Actor.system("command line"), slug=collection)
    click.echo(f"✓ {collection}")
