"""Absolute addresses of what the catalog shows: one place that knows how they are made."""

from urllib.parse import quote

from django.conf import settings

from idea.engines.catalog.outward import page_path
from idea.engines.catalog.types import Download


def page_url(slug: str) -> str:
    return f"{settings.IDEA_SITE_URL}{page_path(slug)}"


def api_url(slug: str, rest: str = "") -> str:
    return f"{settings.IDEA_SITE_URL}/api/v1/datasets/{quote(slug)}{rest}"


def feed_url(slug: str) -> str:
    return f"{settings.IDEA_SITE_URL}/feeds/datasets/{quote(slug)}.atom"


def features_url(slug: str) -> str:
    return f"{settings.IDEA_SITE_URL}/ogc/collections/{quote(slug)}"


def series_url(slug: str) -> str:
    return f"{settings.IDEA_SITE_URL}/series/{quote(slug)}/"


def rdf_path(slug: str, ending: str) -> str:
    """Return the path of a data set's description in RDF, e.g. `/datasets/stops.ttl`."""
    return f"/datasets/{quote(slug)}.{ending}"


def download_url(slug: str, format_: Download, number: int | None = None) -> str:
    return f"{settings.IDEA_SITE_URL}{download_path(slug, format_, number)}"


def tileset_url(slug: str, number: int | None = None) -> str:
    """Return where the 3D Tiles of a data set begin, of one version if a number is given."""
    version = f"v{number}/" if number is not None else ""
    return f"{settings.IDEA_SITE_URL}/download/{quote(slug)}/{version}3dtiles/tileset.json"


def download_path(slug: str, format_: Download, number: int | None = None) -> str:
    """Return the path of a download, of one version if a number is given."""
    name = quote(slug)
    version = f"v{number}/" if number is not None else ""
    last = "original" if format_ is Download.ORIGINAL else f"{name}.{format_}"
    return f"/download/{name}/{version}{last}"
