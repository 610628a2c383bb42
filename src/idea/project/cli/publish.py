"""`./idea publish FILE_OR_URL …`: publishes files and addresses as data sets."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from idea.kernel.progress import Progress, silent

if TYPE_CHECKING:
    from idea.engines.catalog.types import Draft, Published
    from idea.engines.sources.types import Hints
    from idea.kernel.errors import Issue, Problem

ISSUES = 10  # shown for each file; the page shows them all


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="FILE_OR_URL...")
@click.option("--title", default="", help="Default: made from the file's name.")
@click.option("--title-en", default="", help="The title in English; also makes the slug.")
@click.option("--description", default="", help="What it holds, since when, how it was gathered.")
@click.option("--description-en", default="", help="The same in English.")
@click.option("--agency", default="", help="Slug or name. Default: the site's own agency.")
@click.option("--license", "license_", default="", help="SPDX id. Default: OGDL-Taiwan-1.0.")
@click.option("--slug", default="", help="Short name in addresses; names the data set to renew.")
@click.option("--theme", default="", help="EU data theme: AGRI, ECON, ENVI, HEAL, TRAN …")
@click.option("--keyword", "keywords", multiple=True, help="May be given several times.")
@click.option(
    "--frequency", default="", help="continuous, daily, weekly, monthly … irregular, never."
)
@click.option("--landing-page", default="", help="Where the data is explained.")
@click.option("--note", default="", help="What is new in this version.")
@click.option("--encoding", default="", help="Of the text, where detection fails, e.g. big5.")
@click.option("--delimiter", default="", help="Of a CSV, where detection fails.")
@click.option("--crs", default="", help="Of the coordinates, e.g. EPSG:3826.")
@click.option("--sheet", default="", help="Of a workbook; default: the first with data.")
@click.option("--layer", default="", help="Of a GeoPackage; default: the first.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON line a file, no progress.")
def command(sources: tuple[str, ...], *, as_json: bool, **said: Any) -> None:
    """Publish a file or an address as a data set.

    Running it again with the same file changes nothing; with newer bytes it makes the next
    version. Exit code 1 where a file could not be published; the others still are.
    """
    if len(sources) > 1 and (said["title"] or said["title_en"] or said["slug"]):
        raise click.UsageError("--title, --title-en and --slug are for one file at a time.")
    from idea.project.serving import prepare

    prepare.start_django()
    prepare.migrate(lambda words: click.echo(words, err=True))
    draft, hints = _draft(said), _hints(said)
    failed = 0
    for source in sources:
        failed += not _publish(source, draft, hints, as_json=as_json)
    if len(sources) > 1 and not as_json:
        from django.utils.translation import gettext as _

        words = _("%(done)d of %(all)d published.")
        click.echo(words % {"done": len(sources) - failed, "all": len(sources)})
    sys.exit(1 if failed else 0)


def _publish(source: str, draft: "Draft", hints: "Hints", *, as_json: bool) -> bool:
    """Publish one source and say how it went; return whether it did."""
    from idea.kernel.errors import Problem
    from idea.project.cli.terminal import progress_bar

    try:
        if as_json:
            published = _run(source, draft, hints, silent)
        else:
            with progress_bar(_name(source)) as progress:
                published = _run(source, draft, hints, progress)
    except Problem as problem:
        _refuse(source, problem, as_json=as_json)
        return False
    if as_json:
        click.echo(json.dumps(_facts(source, published), ensure_ascii=False))
    else:
        _tell(source, published)
    return True


def _run(source: str, draft: "Draft", hints: "Hints", progress: Progress) -> "Published":
    from django.utils.translation import gettext as _

    from idea.engines.catalog import api as catalog
    from idea.kernel.audit.types import Actor
    from idea.kernel.errors import NotFound

    actor = Actor.system("command line")
    if source.startswith(("http://", "https://")):
        return catalog.publish(actor=actor, url=source, draft=draft, hints=hints, progress=progress)
    path = Path(source).expanduser()
    if not path.is_file():
        raise NotFound(
            _("There is no file %(path)s.") % {"path": source},
            remedy=_("Check the path; an address begins with https://."),
        )
    return catalog.publish(actor=actor, path=path, draft=draft, hints=hints, progress=progress)


def _tell(source: str, published: "Published") -> None:
    from django.utils.translation import gettext as _

    facts = _facts(source, published)
    words = _("%(title)s, version %(version)d: %(rows)s rows, %(columns)d columns")
    if published.unchanged:
        words = _("%(title)s is unchanged: version %(version)d already holds this file")
    rows = f"{facts['rows']:,}"
    click.secho("✓ " + words % {**facts, "rows": rows}, bold=True)
    click.echo("  " + _("Agency %(agency)s, license %(license)s") % facts)
    if published.version.layer is not None:
        click.echo("  " + _("%(places)s rows on the map") % {"places": f"{facts['places']:,}"})
    _tell_issues(published.version.issues, published.version.issue_count)
    for label, key in (
        (_("Page"), "page"),
        (_("API"), "api"),
        (_("Download"), "download"),
        (_("Feed"), "feed"),
        (_("Map (OGC API Features)"), "features"),
    ):
        if key in facts:
            click.echo("  " + _labeled(label, facts[key]))


def _tell_issues(issues: "tuple[Issue, ...]", count: int) -> None:
    from django.utils.translation import gettext as _
    from django.utils.translation import ngettext

    if not count:
        return
    words = ngettext("%(count)s thing to look at:", "%(count)s things to look at:", count)
    click.echo("  " + words % {"count": f"{count:,}"})
    for issue in issues[:ISSUES]:
        click.echo(f"    {_line(issue)}")
    if count > ISSUES:
        more = _("… and %(more)s more, on the page.") % {"more": f"{count - ISSUES:,}"}
        click.echo(f"    {more}")


def _line(issue: "Issue") -> str:
    from django.utils.translation import gettext as _

    place = _("row %(row)d") % {"row": issue.row} if issue.row else ""
    where = " · ".join(filter(None, (place, issue.column)))
    return _labeled(where, issue.message) if where else issue.message


def _labeled(label: str, value: str) -> str:
    """Return both with the colon of the language between them."""
    from django.utils.translation import gettext as _

    return _("%(label)s: %(value)s") % {"label": label, "value": value}


def _refuse(source: str, problem: "Problem", *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"source": source, "problem": problem.as_dict()}, ensure_ascii=False))
        return
    click.secho("✗ " + _labeled(_name(source), problem.detail), fg="red", err=True)
    for issue in problem.issues[:ISSUES]:
        if issue.message not in problem.detail:  # some problems are the sum of their issues
            click.echo(f"    {_line(issue)}", err=True)
    if problem.remedy:
        click.echo(f"  {problem.remedy}", err=True)


def _facts(source: str, published: "Published") -> dict[str, Any]:
    from idea.engines.catalog import api as catalog
    from idea.engines.catalog.types import Download

    dataset, version = published.dataset, published.version
    facts: dict[str, Any] = {
        "source": source,
        "slug": dataset.slug,
        "title": dataset.title,
        "agency": dataset.organization,
        "license": str(dataset.license),
        "version": version.number,
        "created": published.created,
        "unchanged": published.unchanged,
        "rows": version.rows,
        "rejected": version.rejected,
        "columns": len(version.columns),
        "issues": version.issue_count,
        "page": catalog.page_url(dataset.slug),
        "api": catalog.api_url(dataset.slug),
        "download": catalog.download_url(dataset.slug, Download.CSV),
        "feed": catalog.feed_url(dataset.slug),
    }
    if version.layer is not None:
        facts["places"] = version.layer.count
        facts["features"] = catalog.features_url(dataset.slug)
    return facts


def _draft(said: dict[str, Any]) -> "Draft":
    from idea.engines.catalog.types import Draft

    return Draft(
        title=said["title"],
        title_en=said["title_en"],
        description=said["description"],
        description_en=said["description_en"],
        slug=said["slug"],
        organization=said["agency"],
        license=said["license_"],
        frequency=said["frequency"],
        theme=said["theme"],
        keywords=said["keywords"],
        landing_page=said["landing_page"],
        note=said["note"],
    )


def _hints(said: dict[str, Any]) -> "Hints":
    from idea.engines.sources.types import Hints

    names = ("encoding", "delimiter", "crs", "sheet", "layer")
    return Hints(**{name: said[name] for name in names})


def _name(source: str) -> str:
    return source if source.startswith(("http://", "https://")) else Path(source).name
