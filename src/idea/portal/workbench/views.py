"""The workbench: a box for SQL, the tables there are, and the result below; plain forms.

Asks the workbench's face; who may run how much is decided there.
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from idea.engines.catalog.workbench import api as workbench
from idea.engines.catalog.workbench.http.anybody import asked
from idea.kernel.errors import Problem
from idea.portal.access import may_publish_somewhere, my_agencies
from idea.portal.render import page
from idea.portal.workbench.examples import examples, first_rows, quoted
from idea.portal.workbench.shown import Mistake, Shown, mistake, run_url, shown

TABLES = 15
SHARED = 5
LONGEST_WORDS = 200


@require_safe
def bench(request: HttpRequest) -> HttpResponse:
    """Show the box; with `sql` in the address, run it. `draft` is shown and not run."""
    sql = request.GET.get("sql", "").replace("\r\n", "\n")
    find = request.GET.get("find", "").strip()[:LONGEST_WORDS]
    tables, total = workbench.tables(find, limit=TABLES)
    result, wrong = run(request, sql)
    response = page(
        request,
        "workbench/bench",
        "workbench",
        status=wrong.problem.status if wrong else 200,
        sql=sql or request.GET.get("draft", ""),
        find=find,
        tables=[(table, quoted(table.name), run_url(first_rows(table))) for table in tables],
        tables_total=total,
        examples=[(each, run_url(each.sql)) for each in examples(tables)] if not sql else [],
        shared=workbench.listed(limit=SHARED)[0] if not sql else [],
        own=_own(request) if not sql else [],
        shown=result,
        mistake=wrong,
        limits=workbench.conf(),
        longest=workbench.LONGEST,
        **publishing(request, result),
    )
    if sql:
        patch_cache_control(response, no_store=True)
    return response


def run(request: HttpRequest, sql: str) -> tuple[Shown | None, Mistake | None]:
    """Return the result of a query, or what is wrong with it; neither where there is none."""
    if not sql.strip():
        return None, None
    try:
        result = workbench.answer(
            sql,
            asked=asked(request),
            rows=workbench.conf().workbench_page_rows,
            query_id=_id(request),
        )
    except Problem as problem:
        return None, mistake(problem, sql)
    return shown(result), None


def publishing(request: HttpRequest, result: Shown | None) -> dict[str, Any]:
    """Return what the form to publish a result needs, for those who may."""
    may = result is not None and may_publish_somewhere(request)
    return {"agencies": my_agencies(request) if may else [], "may_publish_result": may}


def _own(request: HttpRequest) -> list[object]:
    if not request.user.is_authenticated:
        return []
    return list(workbench.own(str(request.user.pk))[:SHARED])


def _id(request: HttpRequest) -> UUID | None:
    """Return the name the page's script gave the query, to cancel it by."""
    try:
        return UUID(request.GET.get("id", ""))
    except ValueError:
        return None
