"""The page of one version: what it is, and what changed from the version before.

Asks the catalog for both; a comparison that cannot be made says why on the page.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from idea.engines.catalog import api as catalog
from idea.engines.catalog.types import Download
from idea.kernel.errors import Problem
from idea.portal.paging import Paging, asked_number, asked_page
from idea.portal.render import page

SIZE = 50


def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show a version and its difference to another (`?against=`), by kind (`?kind=`)."""
    found = catalog.dataset(slug)
    if found.withdrawn_at is not None:
        return page(request, "pages/withdrawn", "datasets", status=410, dataset=found)
    this = catalog.version(slug, number)
    every = catalog.versions(slug)
    against = asked_number(request.GET.get("against", "")) or number - 1
    kind = request.GET.get("kind", "")
    compared, refusal = _compare(request, slug, number, against, kind)
    context: dict[str, Any] = {}
    if compared is not None:
        diff = compared.diff
        counts = {"added": diff.added, "removed": diff.removed, "changed": diff.changed}
        context = {
            "compared": compared,
            "kinds": [(name, words, counts[name]) for name, words in _kinds()],
            "lines": [(row, _cells(diff.columns, row)) for row in diff.rows],
            "paging": Paging(asked_page(request), counts.get(kind, diff.total), SIZE),
        }
    return page(
        request,
        "versions/version",
        "datasets",
        dataset=found,
        version=this,
        others=[each for each in every if each.number != number],
        against=against,
        kind=kind,
        refusal=refusal,
        csv=catalog.download_path(slug, Download.CSV, number),
        **context,
    )


def _compare(
    request: HttpRequest, slug: str, number: int, against: int, kind: str
) -> tuple[Any, Problem | None]:
    if against < 1:
        return None, None
    kinds = [each for each in catalog.ChangeOf if kind in ("", each)]
    offset = (asked_page(request) - 1) * SIZE
    try:
        return (
            catalog.compare(slug, number, against=against, kinds=kinds, limit=SIZE, offset=offset),
            None,
        )
    except Problem as problem:
        return None, problem


def _kinds() -> list[tuple[str, str]]:
    return [("added", _("Added")), ("removed", _("Removed")), ("changed", _("Changed"))]


def _cells(columns: tuple[str, ...], row: Any) -> list[tuple[Any, Any, bool]]:
    """Return (old, new, differs) of each cell; a side that is not there is None."""
    old = row.old or (None,) * len(columns)
    new = row.new or (None,) * len(columns)
    marked = set(row.changed)
    return [
        (before, after, name in marked)
        for name, before, after in zip(columns, old, new, strict=True)
    ]
