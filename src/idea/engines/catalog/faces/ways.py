"""Every way to have a data set, as distributions: our downloads first, then files elsewhere.

One list for all faces, so that none of them tells of more or less than the others.
"""

from collections.abc import Sequence
from typing import Final

from idea.engines.catalog import labels
from idea.engines.catalog.downloads import formats, tileset
from idea.engines.catalog.linked import download_url, page_url, tileset_url
from idea.engines.catalog.types import Access, Dataset, Declared, Distribution, Download, Version
from idea.engines.features.types import Tileset
from idea.engines.sources.types import Column

ORIGINAL_MEDIA: Final = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "xlsx": labels.MEDIA_TYPES[Download.XLSX],
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "shp.zip": "application/zip",
    "geoparquet": "application/vnd.apache.parquet",
    "parquet": "application/vnd.apache.parquet",
    "kml": "application/vnd.google-earth.kml+xml",
    "tif": "image/tiff",
    "3dtiles": "application/json",
    "3dtiles.zip": "application/zip",
    "gpx": "application/gpx+xml",
    "osm": "application/vnd.openstreetmap.data+xml",
    "osm.json": "application/json",
}
TILES_3D: Final = "3dtiles"
MEDIA: Final = {  # of files elsewhere that say no media type of their own
    **ORIGINAL_MEDIA,
    "xml": "application/xml",
    "html": "text/html",
    "pdf": "application/pdf",
    "txt": "text/plain",
    "zip": "application/zip",
    "xls": "application/vnd.ms-excel",
    "shp": "application/vnd.shp",
    "kmz": "application/vnd.google-earth.kmz",
    "rdf": "application/rdf+xml",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "jpg": "image/jpeg",
    "png": "image/png",
    "tiff": "image/tiff",
}


def ways(dataset: Dataset) -> tuple[Distribution, ...]:
    """Return the downloads of the current version and the links, none for a withdrawn one.

    What is not open to all is not offered for download; links lead to where it is asked for.
    """
    if dataset.withdrawn_at is not None:
        return ()
    own: tuple[Distribution, ...] = ()
    if dataset.current is not None and dataset.access is Access.OPEN:
        own = own_ways(dataset, dataset.current)
    return (*own, *(dataset.linked or ()))


def own_ways(dataset: Dataset, version: Version) -> tuple[Distribution, ...]:
    """Return the downloads of a version, and its 3D Tiles, which programs read piece by piece."""
    own = [_own(dataset, version, format_) for format_ in formats(version)]
    tiles = tileset(version)
    return (*own, _tiles(dataset, version, tiles)) if tiles is not None else tuple(own)


def media_type(version: Version, format_: Download) -> str:
    """Return the media type of a download, without parameters."""
    if format_ is not Download.ORIGINAL:
        return labels.MEDIA_TYPES[format_].partition(";")[0]
    return ORIGINAL_MEDIA.get(version.format, labels.MEDIA_TYPES[Download.ORIGINAL])


def columns_of(dataset: Dataset) -> tuple[tuple[str, str], ...]:
    """Return (name, description) of each column: what was declared, else what was detected."""
    promised = {column.name: column for column in dataset.declared}
    if dataset.current is None:
        return tuple((column.name, _words(column)) for column in dataset.declared)
    return tuple(
        (column.name, _words(promised.get(column.name)) or _detected(column))
        for column in dataset.current.columns
    )


def media_of(link: Distribution) -> str:
    return link.media_type or MEDIA.get(link.format, "")


def _own(dataset: Dataset, version: Version, format_: Download) -> Distribution:
    original = format_ is Download.ORIGINAL
    url = download_url(dataset.slug, format_)
    kind = version.format if original else str(format_)
    size = {Download.ORIGINAL: version.payload_size or None, Download.PARQUET: version.size or None}
    return Distribution(
        title=f"{dataset.title} ({'original' if original else kind.upper()})",
        access_url=page_url(dataset.slug),
        download_url=url,
        format=kind,
        media_type=media_type(version, format_),
        encoding=version.encoding if original else "UTF-8",
        size=size.get(format_),
        license=dataset.license,
        issued=version.created_at,
        modified=version.created_at,
        checksum=f"sha256:{version.sha256}" if original else "",
        rows=version.rows,
        fields=columns_of(dataset),
    )


def _tiles(dataset: Dataset, version: Version, tiles: Tileset) -> Distribution:
    """Return the 3D Tiles: kept here, or at the address where they were checked."""
    address = tiles.address or tileset_url(dataset.slug)
    return Distribution(
        title=f"{dataset.title} (3D Tiles {tiles.version})",
        access_url=address,
        download_url="" if tiles.address else address,
        format=TILES_3D,
        media_type=MEDIA[TILES_3D],
        license=dataset.license,
        issued=version.created_at,
        modified=version.created_at,
        size=tiles.size or None,
    )


def _words(column: Declared | None) -> str:
    if column is None:
        return ""
    return column.description or column.title or column.title_en


def _detected(column: Column) -> str:
    return column.title if column.title != column.name else ""


def web_page(dataset: Dataset) -> Sequence[str]:
    """Return the pages about the data set elsewhere, the landing page first."""
    return [page for page in (dataset.landing_page, *dataset.related) if page]
