"""Lists of data sets with counts by facet, in a number of queries that does not grow.

Each facet is counted under all the other choices, so that its numbers say what choosing
another value would show. Filters, counts and order come from the shelf (`shelf.py`), the data
sets of the page from the database.
"""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from django.utils.translation import gettext as _

from idea.engines.catalog import labels, models
from idea.engines.catalog.coded import Mask
from idea.engines.catalog.errors import BadRowsQuery
from idea.engines.catalog.quality.words import BADGES
from idea.engines.catalog.queries import by_ids
from idea.engines.catalog.shelf import Shelf, shelf
from idea.engines.catalog.types import Facet, Filter, Listing
from idea.engines.identity import api as identity

FACET_LIMIT: Final = 30
SORTS: Final = ("-modified", "-published", "title", "-rows", "-quality", "-popularity")
HERE: Final = "here"  # what the origin of data sets published on this site is called in addresses
LABELS: Final[dict[str, Callable[[str], str]]] = {
    "organization": str,
    "theme": labels.theme_label,
    "license": labels.license_label,
    "format": str.upper,
    "access": labels.access_label,
    "badge": lambda code: str(BADGES.get(code, code)),
    "origin": str,
    "series": str,
    "keyword": str,
}


def listing(wanted: Filter) -> Listing:
    """Return a page of data sets, the exact total, and the facets.

    Raises BadRowsQuery where the sort is unknown. Withdrawn data sets are never listed.
    """
    if wanted.sort not in {*SORTS, "relevance"}:
        raise BadRowsQuery(
            _("Data sets cannot be sorted by %(sort)s.") % {"sort": wanted.sort},
            remedy=_("Use one of: %(sorts)s.") % {"sorts": ", ".join([*SORTS, "relevance"])},
        )
    now = shelf()
    text = wanted.text.strip()
    scores = now.scores(text) if text else None
    base = np.ones(now.size, dtype=bool) if scores is None else ~np.isnan(scores)
    chosen = _chosen(now, wanted)
    matching = _all(base, chosen)
    limit, offset = max(0, min(wanted.limit, 1000)), max(0, wanted.offset)
    part = slice(offset, offset + limit)
    if wanted.sort == "relevance" and scores is not None:
        page = now.best(matching, scores, part)
    else:
        sort = "-modified" if wanted.sort == "relevance" else wanted.sort
        page = now.page(matching, sort, part)
    facets = {
        name: _facet(now, name, _all(base, {k: m for k, m in chosen.items() if k != name}))
        for name in (*LABELS, "has_map")
    }
    return Listing(by_ids(page), int(matching.sum()), _named(facets))


def _chosen(now: Shelf, wanted: Filter) -> dict[str, Mask]:
    """Return, for each filter that is set, which data sets pass it."""
    chosen = {
        name: now.columns[name].holds(value, now.size)
        for name in LABELS
        if name != "origin" and (value := getattr(wanted, name))
    }
    if wanted.origin:
        value = "" if wanted.origin == HERE else wanted.origin
        chosen["origin"] = now.columns["origin"].holds(value, now.size)
    if wanted.has_map is not None:
        chosen["has_map"] = now.has_map == wanted.has_map
    return chosen


def _all(base: Mask, chosen: dict[str, Mask]) -> Mask:
    passed = base.copy()
    for mask in chosen.values():
        passed &= mask
    return passed


def _facet(now: Shelf, name: str, mask: Mask) -> list[Facet]:
    if name == "has_map":
        count = int((mask & now.has_map).sum())
        return [Facet(name, "true", _("With a map"), count)] if count else []
    found = now.columns[name].counts(mask, FACET_LIMIT, HERE if name == "origin" else "")
    return [Facet(name, value, LABELS[name](value), count) for value, count in found]


def _named(facets: dict[str, list[Facet]]) -> dict[str, list[Facet]]:
    """Give agencies, sources and series their names; only those that are shown are looked up."""
    for field, find in (
        ("organization", identity.names),
        ("origin", _sources),
        ("series", _series),
    ):
        shown = facets[field]
        names = find([facet.value for facet in shown]) if shown else {}
        facets[field] = [
            Facet(each.field, each.value, names.get(each.value, each.value), each.count)
            for each in shown
        ]
    return facets


def _sources(slugs: Sequence[str]) -> dict[str, str]:
    rows = models.HarvestSource.objects.filter(slug__in=slugs)
    return {HERE: _("Published on this site"), **dict(rows.values_list("slug", "title"))}


def _series(slugs: Sequence[str]) -> dict[str, str]:
    return dict(models.Series.objects.filter(slug__in=slugs).values_list("slug", "title"))
