"""Rows as JSON or CSV, as the caller asks by `?format=` or the Accept header."""

import csv
import io
import json
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from idea.engines.catalog import linked, queries
from idea.engines.catalog.downloads import guarded
from idea.engines.catalog.errors import BadRowsQuery
from idea.engines.catalog.http.schemas import columns_out
from idea.engines.catalog.rows import page
from idea.engines.catalog.types import Rows, Version

# What the query string may hold besides columns. A column of one of these names is asked for
# as `column:limit=…`.
RESERVED = frozenset({"limit", "after", "sort", "q", "format", "version"})
PREFIX = "column:"


def answer(
    request: HttpRequest,
    slug: str,
    *,
    number: int | None,
    limit: int,
    after: int | None,
    sort: str,
    search: str,
    form: str,
) -> HttpResponse:
    """Return the page of rows the query string asks for."""
    version = queries.version(slug, number)
    wanted = {
        key.removeprefix(PREFIX): str(request.GET[key])
        for key in request.GET
        if key not in RESERVED
    }
    found = page(version, limit=limit, after=after, sort=sort, equals=wanted, search=search)
    following = _next(request, slug, found)
    if _form(request, form) == "csv":
        response = HttpResponse(_csv(found), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(_json(version, found, following), content_type="application/json")
    response["X-Total-Count"] = str(found.total)
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    return response


def _form(request: HttpRequest, form: str) -> str:
    if form:
        if form not in {"json", "csv"}:
            raise BadRowsQuery(
                _("Rows are given as json or csv."),
                remedy=_("Other formats can be downloaded whole."),
            )
        return form
    preferred = request.get_preferred_type(["application/json", "text/csv"])
    return "csv" if preferred == "text/csv" else "json"


def _next(request: HttpRequest, slug: str, found: Rows) -> str | None:
    if found.next_after is None:
        return None
    query = [(key, value) for key, value in request.GET.items() if key != "after"]
    query.append(("after", str(found.next_after)))
    return f"{linked.api_url(slug, '/rows')}?{urlencode(query)}"


def _json(version: Version, found: Rows, following: str | None) -> bytes:
    names = [column.name for column in found.columns]
    body = {
        "total": found.total,
        "version": version.number,
        "next": following,
        "columns": columns_out(version),
        "rows": [dict(zip(names, row, strict=True)) for row in found.rows],
    }
    try:
        return orjson.dumps(body, default=_plain, option=orjson.OPT_NON_STR_KEYS)
    except TypeError:  # an integer of more than 64 bits, which only the slow writer knows
        return json.dumps(body, default=_plain, ensure_ascii=False).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _csv(found: Rows) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")  # RFC 4180
    writer.writerow([_harmless(column.name) for column in found.columns])
    for row in found.rows:
        writer.writerow([_harmless(_plain_cell(cell)) for cell in row])
    return out.getvalue()


def _plain_cell(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float) else _plain(value)


def _harmless(value: Any) -> Any:
    return guarded(value) if isinstance(value, str) else value
