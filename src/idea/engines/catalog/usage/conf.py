"""The settings of usage counts."""

from functools import lru_cache

from pydantic import Field

from idea.kernel.config import Settings, settings_group


@settings_group("usage")
class UsageSettings(Settings):
    usage_flush_seconds: float = Field(
        30.0,
        ge=0,
        description="Each process writes its counts down this often; 0: only when it is asked to.",
    )
    usage_keep_days: int = Field(
        1100, ge=31, description="Daily counts older than this many days are removed."
    )
    usage_misses_shown: int = Field(
        5, ge=2, description="Words that found nothing are kept in clear from this many times on."
    )


@lru_cache(maxsize=1)
def conf() -> UsageSettings:
    return UsageSettings()
