"""The settings of quality: how gently and how often links elsewhere are asked."""

from functools import lru_cache

from pydantic import Field

from idea.kernel.config import Settings, settings_group


@settings_group("quality")
class QualitySettings(Settings):
    quality_link_days: float = Field(
        14.0, gt=0, description="A link to a file elsewhere is asked again after so many days."
    )
    quality_links_each_run: int = Field(
        5_000, ge=0, description="Links asked in one hourly run; 0 asks none at all."
    )
    quality_host_seconds: float = Field(
        1.0, ge=0, description="The pause between two questions to one server, in seconds."
    )
    quality_link_seconds: float = Field(
        20.0, gt=0, le=120, description="How long a link may take to answer."
    )
    quality_hosts_at_once: int = Field(
        8, ge=1, le=64, description="Servers that are asked at the same time."
    )


@lru_cache(maxsize=1)
def conf() -> QualitySettings:
    return QualitySettings()
