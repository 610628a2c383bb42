"""The face of the catalog: publish, read, list and download data sets.

Thin: each name is explained where it is defined.
"""

from idea.engines.catalog.access import EDIT, PUBLISH, WITHDRAW
from idea.engines.catalog.actions import edit, restore, withdraw
from idea.engines.catalog.charting import chart_file
from idea.engines.catalog.downloads import download, formats
from idea.engines.catalog.labels import (
    FREQUENCIES,
    LICENSE_URLS,
    LICENSES,
    THEMES,
    frequency_label,
    license_label,
    theme_label,
)
from idea.engines.catalog.linked import (
    api_url,
    dcat,
    download_path,
    download_url,
    features_url,
    feed_url,
    jsonld,
    page_url,
    table_schema,
)
from idea.engines.catalog.listing import listing
from idea.engines.catalog.pictures import chart, chart_svg
from idea.engines.catalog.publishing import publish
from idea.engines.catalog.queries import changes, count, dataset, version, versions
from idea.engines.catalog.rows import rows
from idea.engines.catalog.sweep import sweep
from idea.engines.catalog.tasks import start_publish

__all__ = [
    "EDIT",
    "FREQUENCIES",
    "LICENSES",
    "LICENSE_URLS",
    "PUBLISH",
    "THEMES",
    "WITHDRAW",
    "api_url",
    "changes",
    "chart",
    "chart_file",
    "chart_svg",
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
    "restore",
    "rows",
    "start_publish",
    "sweep",
    "table_schema",
    "theme_label",
    "version",
    "versions",
    "withdraw",
]
