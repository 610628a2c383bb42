"""Settings of what a running site tells of itself: logs and metrics."""

from typing import Literal

from pydantic import Field, SecretStr

from idea.kernel.config import Settings, settings_group


@settings_group("observability")
class ObservabilitySettings(Settings):
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="The least serious kind of line that the web and worker processes log."
    )
    log_format: Literal["auto", "json", "console"] = Field(
        "auto", description="json: one object a line; console: for eyes; auto: by the terminal."
    )
    metrics_token: SecretStr = Field(
        SecretStr(""),
        description="Whoever sends `Authorization: Bearer <this>` may read /metrics; empty: only "
        "programs on this machine.",
    )
    worker_silence: float = Field(
        60.0,
        ge=10,
        description="Seconds without a living worker after which /readyz and doctor warn.",
    )
