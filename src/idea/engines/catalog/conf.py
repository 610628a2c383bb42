"""The catalog's settings."""

from functools import lru_cache

from pydantic import Field

from idea.engines.catalog.types import License
from idea.kernel.config import Settings, settings_group


@settings_group("catalog")
class CatalogSettings(Settings):
    catalog_default_license: License = Field(
        License.OGDL, description="The license of data sets whose publisher names none."
    )
    catalog_query_seconds: float = Field(
        10.0, gt=0, description="How long one query over a data set's rows may take."
    )
    catalog_query_memory: str = Field(
        "512MB", description="Memory all row queries and downloads of one process may use."
    )
    catalog_orphan_hours: float = Field(
        24.0,
        ge=0,
        description="Files of a publication that never ended are removed when they are this old.",
    )
    catalog_download_days: float = Field(
        30.0, gt=0, description="Downloads made on demand are kept this long after their last use."
    )
    catalog_exports_hourly: int = Field(
        60, gt=0, description="How often one address may take the whole catalog in an hour."
    )
    catalog_upload_bytes: int = Field(
        5 * 1024**3, gt=0, description="The largest file that is taken by upload, in bytes."
    )


@lru_cache(maxsize=1)
def conf() -> CatalogSettings:
    return CatalogSettings()
