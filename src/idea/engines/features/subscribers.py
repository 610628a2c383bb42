"""What the features engine does when something happened: what its parts do."""

from idea.engines.features.contributions import subscribers as contributions

__all__ = ["contributions"]
