"""The face of the catalog: publish, read, list and download data sets.

Thin: each name is explained where it is defined.
"""

from idea.engines.catalog.access import EDIT, PUBLISH, WITHDRAW
from idea.engines.catalog.actions import edit, restore, withdraw
from idea.engines.catalog.aggregates import aggregate
from idea.engines.catalog.charting import chart_file
from idea.engines.catalog.comparing import Comparison, compare
from idea.engines.catalog.diffing import Kind as ChangeOf
from idea.engines.catalog.downloads import download, formats, tileset, whole
from idea.engines.catalog.faces.dcat import dcat
from idea.engines.catalog.faces.load import all_series, series, slugs_of_part
from idea.engines.catalog.faces.schema_org import jsonld
from idea.engines.catalog.faces.table_schema import table_schema
from idea.engines.catalog.labels import (
    ACCESSES,
    FREQUENCIES,
    LICENSE_URLS,
    LICENSES,
    THEMES,
    access_label,
    frequency_label,
    license_label,
    theme_label,
)
from idea.engines.catalog.linked import (
    api_url,
    download_path,
    download_url,
    features_url,
    feed_url,
    page_url,
    rdf_path,
    tileset_url,
)
from idea.engines.catalog.listing import listing
from idea.engines.catalog.pictures import chart, chart_svg
from idea.engines.catalog.publishing import publish
from idea.engines.catalog.queries import changes, count, dataset, version, versions
from idea.engines.catalog.registering import register
from idea.engines.catalog.rows import rows
from idea.engines.catalog.series import save_series
from idea.engines.catalog.sweep import sweep
from idea.engines.catalog.tasks import start_publish

__all__ = [
    "ACCESSES",
    "EDIT",
    "FREQUENCIES",
    "LICENSES",
    "LICENSE_URLS",
    "PUBLISH",
    "THEMES",
    "WITHDRAW",
    "ChangeOf",
    "Comparison",
    "access_label",
    "aggregate",
    "all_series",
    "api_url",
    "changes",
    "chart",
    "chart_file",
    "chart_svg",
    "compare",
    "count",
    "dataset",
    "dcat",
    "download",
    "download_path",
    "download_url",
    "edit",
    "features_url",
    "feed_url",
    "formats",
    "frequency_label",
    "jsonld",
    "license_label",
    "listing",
    "page_url",
    "publish",
    "rdf_path",
    "register",
    "restore",
    "rows",
    "save_series",
    "series",
    "slugs_of_part",
    "start_publish",
    "sweep",
    "table_schema",
    "theme_label",
    "tileset",
    "tileset_url",
    "version",
    "versions",
    "whole",
    "withdraw",
]
