"""Settings of address positioning."""

from functools import lru_cache

from pydantic import Field

from idea.kernel.config import Settings, settings_group


@settings_group("addresses")
class AddressSettings(Settings):
    addresses_at_once: int = Field(
        1_000, ge=1, le=10_000, description="Addresses one request positions while it waits."
    )
    addresses_lines: int = Field(
        200_000, ge=1, description="Addresses a signed-in person may position in one list."
    )
    addresses_keep_hours: int = Field(
        24, ge=1, description="Hours a positioned list can be fetched before it is deleted."
    )


@lru_cache(maxsize=1)
def conf() -> AddressSettings:
    return AddressSettings()
