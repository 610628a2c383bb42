"""Lists of data sets with counts by facet, in a number of queries that does not grow.

Each facet is counted under all the other choices, so that its numbers say what choosing
another value would show. Words are looked up in the search index first; the database then
filters, counts and pages the data sets it found.
"""

from collections.abc import Callable
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from idea.engines.catalog import labels, models
from idea.engines.catalog.errors import BadRowsQuery
from idea.engines.catalog.queries import by_ids
from idea.engines.catalog.types import Facet, Filter, Listing
from idea.kernel.search import api as search

KIND = "dataset"
FOUND_LIMIT = 5_000  # data sets a text may match; the rest rank too low for anybody to reach
FACET_LIMIT = 30
SORTS: dict[str, tuple[str, ...]] = {
    "-modified": ("-modified_at", "-id"),
    "-published": ("-published_at", "-id"),
    "title": ("title", "id"),
    "-rows": ("-rows", "-id"),
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
    found = _found(wanted.text)
    conditions = _conditions(wanted)
    base = models.Dataset.objects.filter(models.LISTED)
    if found is not None:
        base = base.filter(id__in=found)
    matching = base.filter(*conditions.values())
    limit, offset = max(0, min(wanted.limit, 1000)), max(0, wanted.offset)
    page = _page(matching, wanted, found, slice(offset, offset + limit))
    facets = {
        name: count(base.filter(*(q for key, q in conditions.items() if key != name)))
        for name, count in FACETS.items()
    }
    return Listing(by_ids(page), matching.count(), facets)


def _found(text: str) -> list[UUID] | None:
    if not text.strip():
        return None
    keys = search.keys(text, kinds=(KIND,), limit=FOUND_LIMIT)
    return [UUID(key.partition(":")[2]) for key in keys]


def _page(
    rows: QuerySet[models.Dataset], wanted: Filter, found: list[UUID] | None, part: slice
) -> list[UUID]:
    if wanted.sort == "relevance" and found:
        matching = set(rows.values_list("id", flat=True))
        return [key for key in found if key in matching][part]
    sort = "-modified" if wanted.sort == "relevance" else wanted.sort
    return list(rows.order_by(*SORTS[sort]).values_list("id", flat=True)[part])


def _conditions(wanted: Filter) -> dict[str, Q]:
    conditions: dict[str, Q] = {}
    if wanted.organization:
        conditions["organization"] = Q(organization__slug=wanted.organization)
    if wanted.theme:
        conditions["theme"] = Q(theme=wanted.theme)
    if wanted.license:
        conditions["license"] = Q(license=wanted.license)
    if wanted.format:
        conditions["format"] = Q(format=wanted.format)
    if wanted.has_map is not None:
        conditions["has_map"] = Q(has_map=wanted.has_map)
    if wanted.keyword:
        conditions["keyword"] = Q(words__word=wanted.keyword)
    return conditions


def _by(
    field: str, label: Callable[[str], str]
) -> Callable[[QuerySet[models.Dataset]], list[Facet]]:
    def count(rows: QuerySet[models.Dataset]) -> list[Facet]:
        counted = (
            rows.exclude(**{field: ""})
            .values_list(field)
            .annotate(n=Count("id"))
            .order_by("-n", field)[:FACET_LIMIT]
        )
        return [Facet(field, value, label(value), n) for value, n in counted]

    return count


def _organizations(rows: QuerySet[models.Dataset]) -> list[Facet]:
    counted = (
        rows.values_list("organization__slug", "organization__name")
        .annotate(n=Count("id"))
        .order_by("-n", "organization__slug")[:FACET_LIMIT]
    )
    return [Facet("organization", slug, name, n) for slug, name, n in counted]


def _maps(rows: QuerySet[models.Dataset]) -> list[Facet]:
    with_map = rows.filter(has_map=True).count()
    return [Facet("has_map", "true", _("With a map"), with_map)] if with_map else []


def _keywords(rows: QuerySet[models.Dataset]) -> list[Facet]:
    counted = (
        models.Keyword.objects.filter(dataset__in=rows.order_by())
        .values_list("word")
        .annotate(n=Count("id"))
        .order_by("-n", "word")[:FACET_LIMIT]
    )
    return [Facet("keyword", word, word, n) for word, n in counted]


FACETS: dict[str, Callable[[QuerySet[models.Dataset]], list[Facet]]] = {
    "organization": _organizations,
    "theme": _by("theme", labels.theme_label),
    "license": _by("license", labels.license_label),
    "format": _by("format", str.upper),
    "has_map": _maps,
    "keyword": _keywords,
}
