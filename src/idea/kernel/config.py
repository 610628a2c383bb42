"""Typed settings, declared once beside their owner and read from `IDEA_…` variables.

Declares and reads; what a setting does is its owner's business. The reference page
`docs/reference/settings.md` is generated from what is registered here.
"""

from collections.abc import Callable
from typing import TypeVar

from pydantic_settings import BaseSettings, SettingsConfigDict

from idea.kernel.registry import Registry


class Settings(BaseSettings):
    """Base of every group of settings: frozen, `IDEA_` prefix, each field with a description."""

    model_config = SettingsConfigDict(
        env_prefix="IDEA_", frozen=True, extra="ignore", env_ignore_empty=True
    )


groups: Registry[type[Settings]] = Registry("settings group")

S = TypeVar("S", bound=Settings)


def settings_group(name: str) -> Callable[[type[S]], type[S]]:
    """Register a `Settings` class under `name` (the package it belongs to)."""

    def bind(group: type[S]) -> type[S]:
        groups.register(name, group)
        return group

    return bind
