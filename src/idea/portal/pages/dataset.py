"""The page of one data set: what it is, its rows, its map and chart, its history.

Asks the catalog; how each part looks is in the templates it is put together from.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from idea.engines.catalog import api as catalog
from idea.engines.catalog.types import Access, Dataset, Download, Rows, Version
from idea.engines.identity import api as identity
from idea.kernel.errors import Problem
from idea.portal import linked
from idea.portal.access import EDIT, may
from idea.portal.areas.views import on_dataset as areas_on_dataset
from idea.portal.contributions.sections import on_dataset as contributions_on_dataset
from idea.portal.corrections.sections import feedback as feedback_on_dataset
from idea.portal.describe import shown as described
from idea.portal.harvest.pages import on_dataset as harvest_on_dataset
from idea.portal.inventory.sections import on_dataset as inventory_on_dataset
from idea.portal.maps import collection_map, services
from idea.portal.pages.tiles3d import tiles_shown
from idea.portal.paging import asked_number
from idea.portal.quality.views import on_dataset as quality_on_dataset
from idea.portal.render import Section, page
from idea.portal.requests.sections import uses as uses_on_dataset

# What the parts of the portal say of a data set, in this order.
SECTIONS: tuple[Callable[[HttpRequest, Dataset], Section | None], ...] = (
    areas_on_dataset,
    quality_on_dataset,
    inventory_on_dataset,
    harvest_on_dataset,
    contributions_on_dataset,
    feedback_on_dataset,
    uses_on_dataset,
)
ROWS = 20
VERSIONS = 10
ISSUES = 50
LABELS = {
    Download.CSV: "CSV",
    Download.XLSX: "Excel",
    Download.GEOJSON: "GeoJSON",
    Download.JSON: "JSON",
    Download.PARQUET: "Parquet",
    Download.TIFF: "GeoTIFF",
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
    ending = described.rdf_ending(request)
    if ending:
        return _see_other(catalog.rdf_path(slug, ending))
    if found.withdrawn_at is not None:
        return page(request, "pages/withdrawn", "datasets", status=410, dataset=found)
    language = get_language() or "zh-hant"
    versions = catalog.versions(slug)
    offered = found.current if found.offered else None
    table, refusal = _table(request, slug) if found.current else (None, None)
    return page(
        request,
        "pages/dataset",
        "datasets",
        dataset=found,
        version=found.current,
        said=described.context(found),
        theme_words=catalog.theme_label(found.theme),
        agency=identity.organization(found.organization_slug),
        downloads=downloads(found),
        closed=[column.title for column in offered.hidden] if offered else [],
        table=table,
        refusal=refusal,
        find=request.GET.get("find", ""),
        sort=request.GET.get("sort", ""),
        map=collection_map(found, language) if offered and found.has_map else None,
        services=services(found) if offered and found.has_map else [],
        map_picture=_picture(found, language),
        tiles=tiles_shown(found) if offered else None,
        chart=catalog.chart(slug) if offered and offered.has_chart else None,
        chart_picture=f"/download/{quote(slug)}/chart-{language}.svg",
        issues=offered.issues[:ISSUES] if offered else (),
        versions=versions[:VERSIONS],
        older=len(versions) - VERSIONS,
        examples=linked.examples(found) if offered else [],
        sections=[part for make in SECTIONS if (part := make(request, found))],
        cite=linked.citation(found, language),
        linked=linked.json_ld(found),
        may_edit=may(request, EDIT, found.organization_id),
    )


def _see_other(path: str) -> HttpResponse:
    """Lead a program that asked for RDF to it: a data set is named by its page's address."""
    response = HttpResponse(status=303, headers={"Location": path})
    patch_vary_headers(response, ["Accept"])
    return response


def downloads(found: Dataset) -> list[Link]:
    """Return every way to have the current version, the everyday ones first."""
    version = found.current
    if version is None or found.access is not Access.OPEN:
        return []
    there = catalog.formats(version)
    links = [
        Link(words, _address(found, kind), _size(version, kind), kind is Download.CSV)
        for kind, words in LABELS.items()
        if kind in there
    ]
    if Download.ORIGINAL not in there:
        return links
    original = _("Original (%(format)s)") % {"format": version.format.upper()}
    return [
        *links,
        Link(original, _address(found, Download.ORIGINAL), version.payload_size or None),
    ]


def _picture(found: Dataset, language: str) -> str:
    """Return the picture of the map for those without JavaScript: of a raster, its cells."""
    address = f"/ogc/collections/{quote(found.slug)}"
    layer = found.current.layer if found.current is not None else None
    cells = layer is not None and layer.raster is not None
    return f"{address}/map?width=800" if cells else f"{address}/map.svg?lang={language}"


def _address(found: Dataset, kind: Download) -> str:
    slug = quote(found.slug)
    name = "original" if kind is Download.ORIGINAL else f"{slug}.{kind}"
    return f"/download/{slug}/{name}"


def _size(version: Version, kind: Download) -> int | None:
    return (version.size or None) if kind == Download.PARQUET else None


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
