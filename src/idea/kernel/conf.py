"""Typed settings of the kernel: outbound calls, the lake's cache, DuckDB's working space.

Declares them; each is read when it is used, never at import.
"""

from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import NoDecode

from idea.kernel.config import Settings, settings_group


@settings_group("kernel")
class KernelSettings(Settings):
    http_allow: Annotated[list[str], NoDecode] = Field(
        default=[],
        description="Hosts inside a private network that the platform may call although they are "
        "not public: names (data.internal, *.intra.gov), addresses or networks (10.1.0.0/16), "
        "each with an optional :port; comma separated.",
    )
    http_timeout: float = Field(
        30.0, gt=0, le=600, description="Seconds an outside server may stay silent."
    )
    http_deadline: float = Field(
        1800.0, gt=0, description="Seconds one download may take in all, retries included."
    )
    http_max_mb: int = Field(
        4096, ge=1, description="Largest file fetched from outside, in MiB, after decoding."
    )
    http_retries: int = Field(
        3, ge=0, le=10, description="Further tries after a call that failed for a passing reason."
    )
    http_proxy: str = Field(
        "",
        description="http://host:port of the proxy that every outbound call must take; the proxy "
        "then resolves names, so it must refuse private addresses itself.",
    )
    lake_cache_mb: int = Field(
        20_000, ge=0, description="Room for local copies of a remote lake's files, in MiB."
    )
    duckdb_threads: int = Field(
        0, ge=0, le=256, description="Threads of one DuckDB query; 0: as many as there are cores."
    )

    @field_validator("http_allow", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return [part.strip() for part in value.split(",") if part.strip()]
        return value

    @field_validator("http_allow")
    @classmethod
    def _readable(cls, value: list[str]) -> list[str]:
        """Refuse at the start what would be no rule at the first call."""
        from idea.kernel.http.guard import Rule

        for text in value:
            try:
                Rule.parse(text)
            except ValueError as error:
                raise ValueError(f"{text!r} is no host, address or network: {error}") from error
        return value


def kernel_settings() -> KernelSettings:
    """Return the settings as the environment has them now (cheap enough to read at each use)."""
    return KernelSettings()
