"""The face of search: what other packages call."""

from idea.kernel.search.actions import index, rebuild, remove, supply
from idea.kernel.search.queries import keys, search, suggest
from idea.kernel.search.snippets import highlighted
from idea.kernel.search.types import Document, Hit, Results, Suggestion

__all__ = [
    "Document",
    "Hit",
    "Results",
    "Suggestion",
    "highlighted",
    "index",
    "keys",
    "rebuild",
    "remove",
    "search",
    "suggest",
    "supply",
]
