"""The workbench's settings: how much one query, one caller and all of them may take."""

from functools import lru_cache

from pydantic import Field

from idea.kernel.config import Settings, settings_group


@settings_group("workbench")
class WorkbenchSettings(Settings):
    workbench_seconds: float = Field(
        20.0, gt=0, le=600, description="How long one SQL query of the workbench may run."
    )
    workbench_memory_mb: int = Field(
        512, ge=64, description="Memory one SQL query may use, in megabytes."
    )
    workbench_page_rows: int = Field(
        10_000, ge=1, le=1_000_000, description="Rows a query gives on the workbench's page."
    )
    workbench_api_rows: int = Field(
        100_000, ge=1, le=1_000_000, description="Rows a query gives by API and as a download."
    )
    workbench_result_mb: int = Field(
        64, ge=1, le=1024, description="The largest result a query may have, in megabytes."
    )
    workbench_at_once: int = Field(
        2, ge=1, description="SQL queries that run at the same time on this machine."
    )
    workbench_at_once_each: int = Field(
        1, ge=1, description="SQL queries one person or one network address runs at the same time."
    )
    workbench_wait_seconds: float = Field(
        5.0, ge=0, description="How long a query waits for its turn before it is refused."
    )
    workbench_rate: int = Field(
        30, ge=1, description="SQL queries an address may ask in a minute without signing in."
    )
    workbench_person_rate: int = Field(
        120, ge=1, description="SQL queries a signed-in person may ask in a minute."
    )
    workbench_keep_seconds: int = Field(
        600, ge=0, description="How long a result is kept for the next who asks the same."
    )


@lru_cache(maxsize=1)
def conf() -> WorkbenchSettings:
    return WorkbenchSettings()
