"""What changed between two versions, as JSON or CSV.

Reads the query string and writes the answer; the comparison is `comparing`.
"""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page
from ninja import Query, Router
from ninja.decorators import decorate_view

from idea.engines.catalog import writing
from idea.engines.catalog.comparing import Comparison, compare
from idea.engines.catalog.diffing import Kind
from idea.engines.catalog.errors import BadRowsQuery
from idea.engines.catalog.http.rows import names

router = Router()


@router.get(
    "/{slug}/versions/{number}/diff",
    response={200: dict[str, Any]},
    operation_id="get_version_diff",
    summary="What changed from an earlier version",
)
@decorate_view(conditional_page)
def get_diff(
    request: HttpRequest,  # noqa: ARG001
    slug: str,
    number: int,
    *,
    against: Annotated[int | None, Query(description="Default: the version before.")] = None,
    key: Annotated[str, Query(description="Columns that tell a row, separated by commas.")] = "",
    kind: Annotated[str, Query(description="added, removed, changed; default: all.")] = "",
    limit: Annotated[int, Query(ge=0, le=1_000)] = 100,
    offset: Annotated[int, Query(ge=0, le=1_000_000_000)] = 0,
    format: Annotated[str, Query(description="json or csv.")] = "json",  # noqa: A002
) -> HttpResponse:
    """Return exact counts and a page of the rows that differ, old and new side by side."""
    found = compare(
        slug,
        number,
        against=against,
        key=names(key),
        kinds=kinds_of(kind),
        limit=limit,
        offset=offset,
    )
    if format == "csv":
        return HttpResponse(_csv(found), content_type="text/csv; charset=utf-8")
    if format != "json":
        raise BadRowsQuery(_("A difference is given as json or csv."))
    return HttpResponse(writing.plain_json(_said(found)), content_type="application/json")


def kinds_of(text: str) -> tuple[Kind, ...]:
    """Return the kinds of change a text names, all where it names none; BadRowsQuery."""
    wanted = names(text)
    unknown = [word for word in wanted if word not in set(Kind)]
    if unknown:
        raise BadRowsQuery(
            _("%(kind)s is no kind of change.") % {"kind": unknown[0][:40]},
            remedy=_("Use one of: %(kinds)s.") % {"kinds": ", ".join(Kind)},
        )
    return tuple(Kind(word) for word in wanted) or tuple(Kind)


def _said(found: Comparison) -> dict[str, Any]:
    diff = found.diff
    return {
        "old": found.old.number,
        "new": found.new.number,
        "key": list(diff.key or ()),
        "added": diff.added,
        "removed": diff.removed,
        "changed": diff.changed,
        "columns_added": list(diff.added_columns),
        "columns_removed": list(diff.removed_columns),
        "rows": [
            {
                "kind": str(row.kind),
                "old_row": row.old_row,
                "new_row": row.new_row,
                "changed": list(row.changed),
                "old": dict(zip(diff.columns, row.old, strict=True)) if row.old else None,
                "new": dict(zip(diff.columns, row.new, strict=True)) if row.new else None,
            }
            for row in diff.rows
        ],
    }


def _csv(found: Comparison) -> str:
    """Return two lines a changed row (before, after) and one for every other."""
    diff = found.diff
    lines: list[tuple[Any, ...]] = []
    for row in diff.rows:
        if row.old is not None:
            what = "before" if row.new is not None else "removed"
            lines.append((what, row.old_row, *row.old))
        if row.new is not None:
            lines.append(("after" if row.old is not None else "added", row.new_row, *row.new))
    return writing.as_csv(["_change", "_row", *diff.columns], lines)
