"""Settings of accounts, keys and the API's limits."""

from functools import lru_cache

from pydantic import Field

from idea.kernel.config import Settings, settings_group


@settings_group("identity")
class IdentitySettings(Settings):
    api_token_rate: int = Field(
        1200, ge=1, description="API requests a minute that one token may make."
    )
    api_address_rate: int = Field(
        600, ge=1, description="API requests a minute from one address without a token."
    )
    token_days: int = Field(
        365,
        ge=1,
        le=3650,
        description="The longest an API token made on the page may live, in days.",
    )
    setup_hours: int = Field(
        24, ge=1, le=168, description="How long the first administrator's link works, in hours."
    )
    invitation_days: int = Field(
        14, ge=1, le=90, description="How long an invitation to an agency works, in days."
    )


@lru_cache(maxsize=1)
def identity_settings() -> IdentitySettings:
    return IdentitySettings()
