"""The settings of contributions."""

from functools import lru_cache

from pydantic import Field

from idea.kernel.config import Settings, settings_group


@settings_group("contributions")
class ContributionSettings(Settings):
    contributions_daily: int = Field(
        50, gt=0, description="How many times one person may contribute to the map in a day."
    )
    contributions_photo_bytes: int = Field(
        15 * 1024**2, gt=0, description="The largest photo somebody may send, in bytes."
    )
    contributions_file_bytes: int = Field(
        20 * 1024**2, gt=0, description="The largest file of places somebody may send, in bytes."
    )


@lru_cache(maxsize=1)
def conf() -> ContributionSettings:
    return ContributionSettings()
