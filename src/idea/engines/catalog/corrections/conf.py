"""The settings of corrections."""

from functools import lru_cache

from pydantic import Field

from idea.kernel.config import Settings, settings_group


@settings_group("corrections")
class CorrectionSettings(Settings):
    corrections_changes: int = Field(
        5_000, gt=0, description="The most changes one correction may hold."
    )
    corrections_file_bytes: int = Field(
        50 * 1024**2, gt=0, description="The largest corrected or derived file, in bytes."
    )
    corrections_daily: int = Field(
        20, gt=0, description="How many corrections one person may post in a day."
    )
    derived_daily: int = Field(
        5, gt=0, description="How many derived data sets one person may publish in a day."
    )


@lru_cache(maxsize=1)
def conf() -> CorrectionSettings:
    return CorrectionSettings()
