"""What other packages may ask of the features engine."""

from idea.engines.features.actions import register, unregister
from idea.engines.features.nearest import near
from idea.engines.features.picture import picture
from idea.engines.features.queries import collection, collections
from idea.engines.features.reading import feature, query
from idea.engines.features.writing import write

__all__ = [
    "collection",
    "collections",
    "feature",
    "near",
    "picture",
    "query",
    "register",
    "unregister",
    "write",
]
