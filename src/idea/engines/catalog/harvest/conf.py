"""The settings of the harvest."""

from functools import lru_cache

from pydantic import Field

from idea.kernel.config import Settings, settings_group


@settings_group("harvest")
class HarvestSettings(Settings):
    harvest_pages: int = Field(
        2_000, ge=1, description="Most answers (pages of a list) one harvest may fetch."
    )
    harvest_page_mb: int = Field(
        1024, ge=1, description="Largest answer of a harvest source, in MiB."
    )
    harvest_tree_mb: int = Field(
        256,
        ge=1,
        description="Largest JSON, RDF or XML answer, in MiB: these are read whole. CSV and JSON "
        "Lines are read row by row.",
    )
    harvest_records: int = Field(
        1_000_000, ge=1, description="Most data sets that are taken from one source."
    )
    harvest_runs_kept: int = Field(
        200, ge=1, description="How many run reports of each source are kept."
    )


@lru_cache(maxsize=1)
def conf() -> HarvestSettings:
    return HarvestSettings()
