"""The face of search: what other packages call."""

from idea.kernel.search.actions import index, lay_down, prepare, rebuild, remove, supply
from idea.kernel.search.queries import entries, keys, matches, search, suggest
from idea.kernel.search.snippets import highlighted
from idea.kernel.search.types import Document, Hit, Results, Suggestion

__all__ = [
    "Document",
    "Hit",
    "Results",
    "Suggestion",
    "entries",
    "highlighted",
    "index",
    "keys",
    "lay_down",
    "matches",
    "prepare",
    "rebuild",
    "remove",
    "search",
    "suggest",
    "supply",
]
