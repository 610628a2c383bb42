"""Rows as JSON, CSV, GeoJSON, JSON-LD or Parquet, as `?format=` or the Accept header asks.

Reads the query string and writes the answer; which rows those are is for `rows` and `aggregates`.
A version never changes, so the answer's validator is known before any row is read.
"""

import csv
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from idea.engines.catalog import queries, writing
from idea.engines.catalog.aggregates import aggregate
from idea.engines.catalog.errors import BadRowsQuery
from idea.engines.catalog.linked import api_url
from idea.engines.catalog.rows import page
from idea.engines.catalog.types import Rows, Version

# What the query string may hold besides columns. A column of one of these names is asked for
# as `column:limit=…`.
RESERVED = frozenset(
    {"limit", "after", "sort", "q", "format", "version", "at", "select", "aggregate", "group"}
)
PREFIX = "column:"
MEDIA = {
    "json": "application/json",
    "csv": "text/csv",
    "geojson": "application/geo+json",
    "jsonld": "application/ld+json",
    "parquet": "application/vnd.apache.parquet",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The named parameters of the query string; columns are read from the request itself."""

    number: int | None
    at: datetime | None
    limit: int
    after: int | None
    sort: str
    search: str
    form: str
    select: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    group: tuple[str, ...] = ()


def answer(request: HttpRequest, slug: str, asked: Asked) -> HttpResponse:
    """Return the page of rows, or the figures, the query string asks for."""
    version = queries.version(slug, asked.number, at=_aware(asked.at), with_issues=False)
    form = _form(request, asked.form)
    tag = _tag(request, version, form)
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        return _marked(HttpResponse(status=304), tag)
    wanted = {
        key.removeprefix(PREFIX): str(request.GET[key])
        for key in request.GET
        if key not in RESERVED
    }
    if asked.figures or asked.group:
        return _marked(_figures(slug, version, asked, wanted, form), tag)
    found = page(
        version,
        limit=asked.limit,
        after=asked.after,
        sort=asked.sort,
        equals=wanted,
        search=asked.search,
        select=asked.select,
    )
    following = _next(request, slug, found)
    response = HttpResponse(
        _body(slug, version, found, form, following), content_type=_content_type(form)
    )
    response["X-Total-Count"] = str(found.total)
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    return _marked(response, tag)


def _body(
    slug: str, version: Version, found: Rows, form: str, following: str | None
) -> bytes | str:
    if form == "csv":
        return writing.as_csv([column.name for column in found.columns], found.rows)
    if form == "geojson":
        return writing.as_geojson(version, found, following)
    if form == "jsonld":
        return writing.as_jsonld(slug, found)
    if form == "parquet":
        return writing.as_parquet(version, found)
    return writing.as_json(version, found, following)


def _figures(
    slug: str, version: Version, asked: Asked, wanted: dict[str, str], form: str
) -> HttpResponse:
    groups = aggregate(
        slug,
        figures=asked.figures or ("count",),
        group=asked.group,
        number=version.number,
        sort=asked.sort,
        limit=asked.limit,
        equals=wanted,
        search=asked.search,
    )
    if form == "csv":
        body: bytes | str = writing.as_csv(groups.names, groups.rows)
    elif form == "json":
        body = writing.plain_json(
            {
                "total": groups.total,
                "version": version.number,
                "rows": [dict(zip(groups.names, row, strict=True)) for row in groups.rows],
            }
        )
    else:
        raise BadRowsQuery(_("Figures are given as json or csv."))
    response = HttpResponse(body, content_type=_content_type(form))
    response["X-Total-Count"] = str(groups.total)
    return response


def names(text: str) -> tuple[str, ...]:
    """Return the names of a list such as `縣市,鄉鎮`; CSV quotes hold a name with a comma."""
    return tuple(part.strip() for part in next(csv.reader([text]), []) if part.strip())


def _aware(at: datetime | None) -> datetime | None:
    """Return a time as the site's clock reads it where it names no zone; a day means its end."""
    if at is None or at.tzinfo is not None:
        return at
    if (at.hour, at.minute, at.second) == (0, 0, 0):
        at = at + timedelta(days=1)
    return timezone.make_aware(at)


def _form(request: HttpRequest, form: str) -> str:
    if form:
        if form not in MEDIA:
            raise BadRowsQuery(
                _("Rows are given as %(forms)s.") % {"forms": ", ".join(MEDIA)},
                remedy=_("Other formats can be downloaded whole."),
            )
        return form
    preferred = request.get_preferred_type(list(MEDIA.values()))
    return next((name for name, media in MEDIA.items() if media == preferred), "json")


def _content_type(form: str) -> str:
    return f"{MEDIA[form]}; charset=utf-8" if form == "csv" else MEDIA[form]


def _tag(request: HttpRequest, version: Version, form: str) -> str:
    said = f"{version.edition} {form} {get_language()} {request.META.get('QUERY_STRING', '')}"
    return quote_etag(sha256(said.encode()).hexdigest()[:32])


def _marked(response: HttpResponse, tag: str) -> HttpResponse:
    response["ETag"] = tag
    response["Vary"] = "Accept, Accept-Language"
    response["Cache-Control"] = "public, no-cache"
    return response


def _next(request: HttpRequest, slug: str, found: Rows) -> str | None:
    if found.next_after is None:
        return None
    query = [(key, value) for key, value in request.GET.items() if key != "after"]
    query.append(("after", str(found.next_after)))
    return f"{api_url(slug, '/rows')}?{urlencode(query)}"
