"""Settings of the features engine."""

from functools import lru_cache

from pydantic import Field

from idea.kernel.config import Settings, settings_group


@settings_group("features")
class FeaturesSettings(Settings):
    features_memory: str = Field(
        "512MB", description="Memory that map queries of one web process may take, e.g. 512MB."
    )
    features_page: int = Field(
        10_000, ge=1, le=100_000, description="The most features one answer holds."
    )
    features_tile: int = Field(
        10_000, ge=100, le=1_000_000, description="The most features one vector tile holds."
    )
    features_drawn_mb: int = Field(
        1024, ge=16, description="Megabytes of disk for tiles and maps that were drawn already."
    )
    features_draw_seconds: float = Field(
        10.0, gt=0, description="How long drawing one map or tile may take, in seconds."
    )


@lru_cache(maxsize=1)
def features_settings() -> FeaturesSettings:
    return FeaturesSettings()
