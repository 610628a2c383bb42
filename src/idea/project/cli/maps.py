"""`./idea maps load FOLDER`: publishes the files of a folder that have places, as layers."""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from idea.kernel.progress import silent

if TYPE_CHECKING:
    from idea.engines.catalog.layers import Loaded


@click.group()
def command() -> None:
    """Load the layers of the map."""


@command.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--agency", default="", help="Slug or name. Default: the site's own agency.")
@click.option("--license", "license_", default="", help="SPDX id. Default: OGDL-Taiwan-1.0.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON line a file, no progress.")
def load(folders: tuple[Path, ...], *, agency: str, license_: str, as_json: bool) -> None:
    """Publish every file below FOLDER that has places as a layer of the map.

    Files without places are left out and named. Running it again renews what changed; titles
    and words given since stay. Exit code 1 where a file was refused; the others are published.
    """
    from idea.project.serving import prepare

    prepare.start_django()
    prepare.migrate(lambda words: click.echo(words, err=True))
    from django.utils.translation import gettext as _

    from idea.engines.catalog import layers
    from idea.kernel.audit.types import Actor
    from idea.project.cli.terminal import progress_bar

    files = [path for folder in folders for path in layers.files_of(folder)]
    if not as_json:
        click.echo(_("Looking through %(files)d files …") % {"files": len(files)})
    counts: Counter[str] = Counter()
    for path in files:
        said = {"organization": agency, "license_id": license_}
        actor = Actor.system("command line")
        if as_json:
            loaded = layers.load(path, actor=actor, progress=silent, **said)
            click.echo(json.dumps(_facts(loaded), ensure_ascii=False))
        else:
            with progress_bar(path.name) as progress:
                loaded = layers.load(path, actor=actor, progress=progress, **said)
            _tell(loaded)
        counts[_state(loaded)] += 1
    if not as_json:
        click.echo(
            _(
                "%(new)d new layers, %(renewed)d renewed, %(unchanged)d unchanged; "
                "%(without)d files without places, %(refused)d refused."
            )
            % {
                "new": counts["new"],
                "renewed": counts["renewed"],
                "unchanged": counts["unchanged"],
                "without": counts["without"],
                "refused": counts["refused"],
            }
        )
    sys.exit(1 if counts["refused"] else 0)


def _state(loaded: "Loaded") -> str:
    if loaded.problem is not None:
        return "refused"
    if loaded.published is None:
        return "without"
    if loaded.published.unchanged:
        return "unchanged"
    return "new" if loaded.published.version.number == 1 else "renewed"


def _facts(loaded: "Loaded") -> dict[str, object]:
    facts: dict[str, object] = {"file": loaded.path.name, "state": _state(loaded)}
    if loaded.problem is not None:
        facts["problem"] = loaded.problem.as_dict()
    if loaded.published is not None:
        version = loaded.published.version
        facts |= {
            "dataset": loaded.published.dataset.slug,
            "title": loaded.published.dataset.title,
            "version": version.number,
            "places": version.layer.count if version.layer else 0,
        }
    return facts


def _tell(loaded: "Loaded") -> None:
    from django.utils.translation import gettext as _

    if loaded.problem is not None:
        click.secho(f"✗ {loaded.path.name}: {loaded.problem.detail}", fg="red", err=True)
        return
    if loaded.published is None:
        click.echo(f"– {loaded.path.name}: " + _("no places"))
        return
    facts = _facts(loaded)
    words = _("%(title)s, version %(version)d: %(places)s rows on the map")
    if loaded.published.unchanged:
        words = _("%(title)s is unchanged: version %(version)d already holds this file")
    click.secho("✓ " + words % {**facts, "places": f"{facts['places']:,}"}, bold=True)
