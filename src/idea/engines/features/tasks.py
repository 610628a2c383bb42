"""The background work of features: that of its parts."""

from idea.engines.features.addresses import tasks as address_tasks
from idea.engines.features.contributions import letters as contribution_letters

__all__ = ["address_tasks", "contribution_letters"]
