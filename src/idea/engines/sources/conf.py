"""Limits on what a file may be, declared here and read from `IDEA_…` variables."""

from functools import lru_cache

from pydantic import Field

from idea.kernel.config import Settings, settings_group


@settings_group("sources")
class SourceSettings(Settings):
    max_file_bytes: int = Field(
        5 * 2**30, gt=0, description="The largest file that is read, in bytes (5 GiB)."
    )
    max_unpacked_bytes: int = Field(
        20 * 2**30, gt=0, description="The most an archive may hold when unpacked, in bytes."
    )
    max_memory_file_bytes: int = Field(
        256 * 2**20,
        gt=0,
        description="The largest workbook or JSON file, unpacked, in bytes: read in memory.",
    )
    max_columns: int = Field(
        4096, gt=0, description="The most columns a table may have; more than 500 give a warning."
    )


@lru_cache(maxsize=1)
def limits() -> SourceSettings:
    return SourceSettings()
