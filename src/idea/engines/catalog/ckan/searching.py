"""package_search: words, filters and facets of CKAN in terms of the catalog's list.

CKAN hands a query to Solr; here the common part of its syntax is understood, and what is not is
refused by name instead of being ignored.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from idea.engines.catalog import listing, models
from idea.engines.catalog.ckan.calls import Call, read
from idea.engines.catalog.ckan.errors import BadSearch, NotThere
from idea.engines.catalog.ckan.finding import dataset_of, package_of
from idea.engines.catalog.ckan.reading import MOST
from idea.engines.catalog.faces import load
from idea.engines.catalog.types import Dataset, Facet, Filter
from idea.engines.identity import api as identity
from idea.kernel import clock
from idea.kernel.errors import NotFound

_FIELDS: Final = {  # Solr's fields by ours
    "organization": "organization",
    "owner_org": "organization",
    "groups": "theme",
    "tags": "keyword",
    "res_format": "format",
    "license_id": "license",
    "harvest_source": "origin",
}
_FACETS: Final = {
    "organization": "organization",
    "groups": "theme",
    "tags": "keyword",
    "res_format": "format",
    "license_id": "license",
}
_SORTS: Final = {
    "score desc": "relevance",
    "metadata_modified desc": "-modified",
    "metadata_created desc": "-published",
    "title_string asc": "title",
    "title asc": "title",
    "name asc": "title",
    "views_recent desc": "-popularity",
}
_TERM = re.compile(
    r"""(?P<sign>[+-]?)(?P<field>\w+):(?P<value>"(?:[^"\\]|\\.)*"|\[[^\]]*\]|\([^)]*\)|[^\s)]+)"""
)
_EVERYTHING: Final = {"", "*:*", "*"}


@read
def package_search(call: Call) -> dict[str, Any]:
    """Search data sets. The count is exact, and every page can be had, however deep.

    `q`: words; `*:*` is everything. `fq` (or `fq_list`): `field:value` with AND between them;
    fields are organization, owner_org, groups, tags, res_format, license_id, harvest_source,
    name, id, and metadata_modified with a range `[2026-01-01T00:00:00Z TO *]`. `rows` (10;
    1000 at most), `start`, `sort` (score, metadata_modified, metadata_created or views_recent
    desc; title asc), `facet.field` (a JSON list of organization, groups, tags, res_format,
    license_id), `facet.limit`, `facet.mincount`.
    """
    rows = call.integer("rows", 10, most=MOST)
    start = call.integer("start", 0, most=10**9)
    wanted, key, since = _filter(call)
    sort = _sort(call.text("sort"), wanted)
    if key:
        found, total, facets = _one(key)
        found = found[start : start + rows]
    elif since is not None:
        found, total = _changed(wanted, since, start, rows)
        facets = {}
    else:
        page = listing.listing(replace(wanted, sort=sort, limit=rows, offset=start))
        found, total, facets = load.whole(page.datasets), page.total, page.facets
    shown = _facets(call, facets)
    return {
        "count": total,
        "results": [package_of(item) for item in found],
        "sort": call.text("sort") or "score desc, metadata_modified desc",
        "facets": {
            field: {item["name"]: item["count"] for item in items} for field, items in shown.items()
        },
        "search_facets": {
            field: {"title": field, "items": items} for field, items in shown.items()
        },
    }


@read
def package_autocomplete(call: Call) -> list[dict[str, str]]:
    """Return data sets whose titles hold `q`; `limit` of them (10)."""
    limit = call.integer("limit", 10, most=100)
    found = listing.listing(Filter(text=call.needed("q"), sort="relevance", limit=limit))
    return [
        {
            "name": item.slug,
            "title": item.title,
            "match_field": "title",
            "match_displayed": item.title,
        }
        for item in found.datasets
    ]


def _filter(call: Call) -> tuple[Filter, str, datetime | None]:
    """Return the filter, the one data set that is meant, and since when it changed."""
    text = call.text("q")
    terms = [*([call.text("fq")] if call.text("fq") else []), *map(str, call.listed("fq_list"))]
    if _TERM.search(text) and text not in _EVERYTHING:
        terms.append(" ".join(match[0] for match in _TERM.finditer(text)))
        text = " ".join(_TERM.sub(" ", text).split())
    chosen: dict[str, Any] = {}
    key, since = "", None
    for match in (found for term in terms for found in _matches(term)):
        name, value = match["field"], _plain(match["value"])
        if match["sign"] == "-":
            if name in {"state", "type", "dataset_type"}:
                continue
            raise _unknown(match[0])
        if name in _FIELDS:
            chosen[_FIELDS[name]] = _value(name, value)
        elif name in {"name", "id"}:
            key = value
        elif name == "metadata_modified":
            since = _since(value)
        elif name in {"title", "text", "notes"}:
            text = f"{text} {value}".strip()
        elif name not in {"state", "type", "dataset_type", "capacity", "site_id"}:
            raise _unknown(match[0])
    text = "" if text in _EVERYTHING else re.sub(r"[*\"()]", " ", text).strip()
    return replace(Filter(text=text), **chosen), key, since


def _matches(term: str) -> list[re.Match[str]]:
    """Return the conditions of a filter query; all of it must be understood."""
    if term.strip() in _EVERYTHING:
        return []
    found = list(_TERM.finditer(term))
    rest = re.sub(r"\bAND\b|&&|[()\s]", "", _TERM.sub("", term))
    if rest.removeprefix("*:*") or not found:
        raise _unknown(rest or term)
    return found


def _plain(value: str) -> str:
    if value.startswith("(") and " OR " in value:
        raise _unknown(value)
    text = value.strip("()").strip()
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if text.startswith('"') else text


def _value(name: str, value: str) -> str:
    if name == "res_format":
        return value.lower()
    if name == "groups":
        return value.upper()
    if name in {"owner_org", "organization"}:
        try:
            return identity.organization(value).slug
        except NotFound:
            return value
    return value


def _since(text: str) -> datetime:
    first, to, last = text.strip("[]{} ").partition(" TO ")
    if not to or last.strip() not in {"*", "NOW"}:
        raise _unknown(text)
    if first.strip() == "*":
        return datetime(1970, 1, 1, tzinfo=UTC)
    moment = clock.parse_moment(first.strip())
    if moment is None:
        raise _unknown(text)
    return moment


def _sort(text: str, wanted: Filter) -> str:
    first = " ".join(text.casefold().replace(",", " , ").split()).partition(" , ")[0]
    if not first:
        return "relevance" if wanted.text else "-modified"
    if first not in _SORTS:
        raise BadSearch(
            _("Data sets cannot be sorted by %(sort)s; use one of: %(sorts)s.")
            % {"sort": text[:80], "sorts": ", ".join(_SORTS)}
        )
    return _SORTS[first]


def _one(key: str) -> tuple[list[Dataset], int, dict[str, list[Facet]]]:
    try:
        return [dataset_of(key)], 1, {}
    except NotThere:
        return [], 0, {}


def _changed(wanted: Filter, since: datetime, start: int, rows: int) -> tuple[list[Dataset], int]:
    """Return what changed since then, the oldest change first, so that a harvester can go on."""
    if wanted != Filter(organization=wanted.organization, origin=wanted.origin):
        raise BadSearch(_("With metadata_modified only organization may be asked for."))
    found = models.Dataset.objects.filter(models.LISTED, modified_at__gte=since)
    if wanted.organization:
        found = found.filter(organization__slug=wanted.organization)
    if wanted.origin:
        found = found.filter(origin=wanted.origin)
    slugs = found.order_by("modified_at", "id").values_list("slug", flat=True)
    part = list(slugs[start : start + rows])
    by_slug = {item.slug: item for item in load.by_slugs(part)}
    return [by_slug[slug] for slug in part if slug in by_slug], found.count()


def _facets(call: Call, facets: dict[str, list[Facet]]) -> dict[str, list[dict[str, Any]]]:
    fields = [str(name) for name in call.listed("facet.field")]
    most = call.integer("facet.limit", 50, most=1000) or 1000
    least = call.integer("facet.mincount", 1, most=10**9)
    unknown = [name for name in fields if name not in _FACETS]
    if unknown:
        raise BadSearch(
            _("There is no facet %(name)s; use: %(names)s.")
            % {"name": unknown[0][:80], "names": ", ".join(_FACETS)}
        )
    return {
        name: [
            _item(name, facet)
            for facet in facets.get(_FACETS[name], [])[:most]
            if facet.count >= least
        ]
        for name in fields
    }


def _item(name: str, facet: Facet) -> dict[str, Any]:
    change: Callable[[str], str] = {"res_format": str.upper, "groups": str.lower}.get(name, str)
    return {"name": change(facet.value), "display_name": facet.label, "count": facet.count}


def _unknown(text: str) -> BadSearch:
    return BadSearch(
        _("This part of the query is not understood: %(text)s") % {"text": text[:120]},
        remedy=_("The help of package_search tells what is: /api/3/action/help_show."),
    )
