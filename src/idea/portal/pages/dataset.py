"""The page of one data set: what it is, its rows, its map and chart, its history.

Asks the catalog; how each part looks is in the templates it is put together from.
"""

from dataclasses import dataclass
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from idea.engines.catalog import api as catalog
from idea.engines.catalog.types import Dataset, Download, Rows, Version
from idea.engines.identity import api as identity
from idea.kernel.errors import Problem
from idea.portal import linked
from idea.portal.access import EDIT, may
from idea.portal.maps import collection_map
from idea.portal.paging import asked_number
from idea.portal.render import page

ROWS = 20
VERSIONS = 10
ISSUES = 50
LABELS = {
    Download.CSV: "CSV",
    Download.XLSX: "Excel",
    Download.GEOJSON: "GeoJSON",
    Download.JSON: "JSON",
    Download.PARQUET: "Parquet",
}


@dataclass(frozen=True, slots=True)
class Link:
    """One way to have the data. `size`: bytes, None where the file is made on demand."""

    label: str
    url: str
    size: int | None
    main: bool = False


def dataset(request: HttpRequest, slug: str) -> HttpResponse:
    found = catalog.dataset(slug)
    if found.withdrawn_at is not None:
        return page(request, "pages/withdrawn", "datasets", status=410, dataset=found)
    language = get_language() or "zh-hant"
    versions = catalog.versions(slug)
    table, refusal = _table(request, slug)
    return page(
        request,
        "pages/dataset",
        "datasets",
        dataset=found,
        version=found.current,
        license_words=catalog.license_label(found.license),
        license_url=catalog.LICENSE_URLS.get(found.license, ""),
        theme_words=catalog.theme_label(found.theme),
        frequency_words=catalog.frequency_label(found.frequency),
        agency=identity.organization(found.organization_slug),
        downloads=downloads(found),
        table=table,
        refusal=refusal,
        find=request.GET.get("find", ""),
        sort=request.GET.get("sort", ""),
        map=collection_map(found, language) if found.has_map else None,
        map_picture=f"/ogc/collections/{quote(slug)}/map.svg?lang={language}",
        chart=catalog.chart(slug) if found.current.has_chart else None,
        chart_picture=f"/download/{quote(slug)}/chart-{language}.svg",
        issues=found.current.issues[:ISSUES],
        versions=versions[:VERSIONS],
        older=len(versions) - VERSIONS,
        examples=linked.examples(found),
        cite=linked.citation(found, language),
        linked=linked.json_ld(found),
        may_edit=may(request, EDIT, found.organization_id),
    )


def downloads(found: Dataset) -> list[Link]:
    """Return every way to have the current version, the everyday ones first."""
    version = found.current
    there = catalog.formats(version)
    links = [
        Link(words, _address(found, kind), _size(version, kind), kind is Download.CSV)
        for kind, words in LABELS.items()
        if kind in there
    ]
    original = _("Original (%(format)s)") % {"format": version.format.upper()}
    return [
        *links,
        Link(original, _address(found, Download.ORIGINAL), version.payload_size or None),
    ]


def _address(found: Dataset, kind: Download) -> str:
    slug = quote(found.slug)
    name = "original" if kind is Download.ORIGINAL else f"{slug}.{kind}"
    return f"/download/{slug}/{name}"


def _size(version: Version, kind: Download) -> int | None:
    return version.size if kind == Download.PARQUET else None


def _table(request: HttpRequest, slug: str) -> tuple[Rows | None, Problem | None]:
    """Return a page of rows, or why there is none: a bad sort must not take the page down."""
    after = request.GET.get("after", "")
    try:
        rows = catalog.rows(
            slug,
            limit=ROWS,
            after=asked_number(after),
            sort=request.GET.get("sort", ""),
            search=request.GET.get("find", ""),
        )
    except Problem as problem:
        return None, problem
    return rows, None
