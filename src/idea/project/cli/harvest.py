"""`./idea harvest SOURCE …`: brings the data sets of another catalog here, and ends with counts."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from idea.engines.catalog.harvest.types import Run
    from idea.kernel.progress import Progress

ISSUES = 10  # shown in the terminal; the report shows more


@click.command()
@click.argument("source", metavar="SOURCE")
@click.argument(
    "files", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[FILE...]"
)
@click.option("--title", default="", help="Of a new source. Default: the file's or server's name.")
@click.option("--agency", default="", help="Slug or name. Default: the site's own agency.")
@click.option("--kind", default="auto", help="auto, ckan, dcat, dcat-us, iso19139, list or idea.")
@click.option("--mapping", default="", help="Which column is what: JSON, or @FILE with it.")
@click.option("--license", "license_", default="", help="Of data sets that name none: an SPDX id.")
@click.option("--hours", default=None, type=int, help="Hours between runs; 0: only by hand.")
@click.option("--everywhere", is_flag=True, help="Let the source name any agency of the site.")
@click.option("--accept-loss", is_flag=True, help="Withdraw what is gone, however much it is.")
@click.option("--again", is_flag=True, help="Read it all again, even if nothing changed.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, no progress.")
def command(source: str, files: tuple[Path, ...], *, as_json: bool, **said: Any) -> None:
    """Harvest a saved source by its short name, a file, a folder, or an address.

    A file or an address becomes a source of its own the first time. Running it again changes
    only what changed there. FILE reads a saved source from files instead of its address.
    Exit code 1 where the harvest failed; what was harvested before is kept.
    """
    from idea.project.serving import prepare

    prepare.start_django()
    prepare.migrate(lambda words: click.echo(words, err=True))
    from idea.kernel.errors import Problem

    try:
        run = _run(source, list(files), said, as_json=as_json)
    except Problem as problem:
        if as_json:
            click.echo(json.dumps({"source": source, "problem": problem.as_dict()}))
        else:
            click.secho(f"✗ {source}: {problem.detail}", fg="red", err=True)
            if problem.remedy:
                click.echo(f"  {problem.remedy}", err=True)
        sys.exit(1)
    if as_json:
        click.echo(json.dumps(_facts(run), ensure_ascii=False))
    else:
        _tell(run)


def _run(source: str, files: list[Path], said: dict[str, Any], *, as_json: bool) -> "Run":
    from idea.kernel.progress import silent
    from idea.project.cli.terminal import progress_bar

    slug, given = _source(source, files, said)
    if as_json:
        return _harvest(slug, given, said, silent)
    with progress_bar(slug) as progress:
        return _harvest(slug, given, said, progress)


def _harvest(slug: str, files: Sequence[Path], said: dict[str, Any], progress: "Progress") -> "Run":
    from idea.engines.catalog.harvest import api as harvests
    from idea.kernel.audit.types import Actor

    return harvests.harvest(
        actor=Actor.system("command line"),
        slug=slug,
        files=files,
        accept_loss=said["accept_loss"],
        again=said["again"],
        progress=progress,
    )


def _source(source: str, files: list[Path], said: dict[str, Any]) -> tuple[str, list[Path]]:
    """Return the source's short name and the files to read, saving a source that is new."""
    from urllib.parse import urlsplit

    from idea.engines.catalog.harvest import api as harvests
    from idea.engines.catalog.harvest.errors import SourceNotFound
    from idea.engines.catalog.naming import slug_of, title_of
    from idea.kernel.errors import NotFound

    remote = source.startswith(("http://", "https://"))
    path = Path(source).expanduser()
    if remote:
        title = said["title"] or urlsplit(source).netloc
        known = [each.slug for each in harvests.sources() if each.url == source]
        return (known[0] if known else _save(title, slug_of(title), source, said)), files
    try:
        return harvests.source(source).slug, _unfolded(files)
    except SourceNotFound:
        if not path.exists():
            raise NotFound(
                f"There is no source and no file {source}.",
                remedy="See the sources in the back office; an address begins with https://.",
            ) from None
    name = title_of(path.name)
    slug = slug_of(name)  # the file's, whatever its title: the next run finds it by the same words
    try:
        harvests.source(slug)
    except SourceNotFound:
        slug = _save(said["title"] or name, slug, "", said)
    return slug, _unfolded([path, *files])


def _unfolded(paths: Sequence[Path]) -> list[Path]:
    return [
        file
        for path in paths
        for file in (sorted(p for p in path.iterdir() if p.is_file()) if path.is_dir() else [path])
    ]


def _save(title: str, slug: str, url: str, said: dict[str, Any]) -> str:
    from idea.engines.catalog.harvest import api as harvests
    from idea.engines.catalog.harvest.types import Kind, SourceDraft
    from idea.kernel.audit.types import Actor

    kinds = [str(kind) for kind in Kind]
    if said["kind"] not in kinds:
        raise click.UsageError(f"--kind is one of: {', '.join(kinds)}.")
    actor = Actor.system("command line")
    hours = said["hours"] if said["hours"] is not None else (24 if url else 0)
    draft = SourceDraft(
        title=title,
        slug=slug,
        kind=Kind(said["kind"]),
        url=url,
        organization=_agency(said["agency"]),
        everywhere=said["everywhere"],
        mapping=_mapping(said["mapping"]),
        license=said["license_"],
        hours=hours,
    )
    return harvests.save_source(actor=actor, draft=draft).slug


def _agency(wanted: str) -> str:
    from idea.engines.catalog.resolve import ensure_own_organization
    from idea.kernel.audit.types import Actor

    return wanted or ensure_own_organization(Actor.system("command line")).slug


def _mapping(said: str) -> dict[str, Any]:
    text = Path(said[1:]).read_text(encoding="utf-8") if said.startswith("@") else said
    try:
        found = json.loads(text) if text.strip() else {}
    except ValueError as error:
        raise click.UsageError(f"--mapping is no JSON: {error}") from None
    if not isinstance(found, dict):
        raise click.UsageError("--mapping is a JSON object.")
    return found


def _tell(run: "Run") -> None:
    from django.utils.translation import gettext as _

    facts = _facts(run)
    state = _("nothing new at the source") if run.state == "unchanged" else _("done")
    click.secho(f"✓ {run.source_title}: {state}", bold=True)
    lines = (
        (_("Records read"), "read"),
        (_("Data sets of the source"), "datasets"),
        (_("… new"), "new"),
        (_("… changed"), "changed"),
        (_("… unchanged"), "same"),
        (_("… back again"), "back"),
        (_("… known from another source"), "merged"),
        (_("Gone from the source, withdrawn"), "gone"),
        (_("Missing, kept for now"), "held"),
        (_("Repeated records"), "repeated"),
        (_("Records left out"), "rejected"),
        (_("Agencies added"), "agencies"),
    )
    for words, key in lines:
        if facts[key] or key in {"read", "datasets", "new", "changed", "same"}:
            click.echo(f"  {words}: {facts[key]:,}")
    for bad in run.issues[:ISSUES]:
        click.echo(
            f"    {bad.identifier or '?'}: {bad.issue.message} {bad.issue.value or ''}".rstrip()
        )
    click.echo("  " + _("Report: %(url)s") % {"url": facts["report"]})


def _facts(run: "Run") -> dict[str, Any]:
    from dataclasses import asdict

    from idea.engines.catalog.harvest.ending import report_url

    return {
        "source": run.source,
        "state": str(run.state),
        **asdict(run.counts),
        "issues": dict(run.issue_counts),
        "seconds": run.seconds,
        "report": report_url(run.id),
    }
